"""The way from a bare Python to a running command: made once, repaired when broken."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import bootstrap
from deploy.local.layout import CHECKOUT

pytestmark = pytest.mark.services

MADE = "正在建立运行环境"
INSTALLED = "正在安装依赖"
RAN = "ran in"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout that needs no package, whose `make run` only says where it ran."""
    checkout = tmp_path / "checkout"
    (checkout / "deploy/local").mkdir(parents=True)
    shutil.copy(CHECKOUT / "deploy/local/bootstrap.py", checkout / "deploy/local")
    run = "import sys; print('ran in', sys.prefix)\n"
    (checkout / "deploy/local/run.py").write_text(run, encoding="utf-8")
    (checkout / "requirements").mkdir()
    for name in ("base.txt", "test.txt", "lock.txt"):
        (checkout / "requirements" / name).write_text("# nothing\n", encoding="utf-8")
    return checkout


def command(checkout: Path) -> list[str]:
    return [sys.executable, str(checkout / "deploy/local/bootstrap.py"), "run"]


def run(checkout: Path) -> str:
    done = subprocess.run(command(checkout), capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    assert f"{RAN} {checkout / '.venv'}" in done.stdout
    return done.stdout


def test_made_once_then_repaired(bare: Path) -> None:
    base = bare / "requirements/base.txt"
    base.write_text("./no-such-package.whl\n", encoding="utf-8")
    done = subprocess.run(command(bare), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert MADE in done.stdout
    assert "依赖没有装上" in done.stderr
    assert "no-such-package" in done.stderr
    assert RAN not in done.stdout

    base.write_text("# nothing\n", encoding="utf-8")
    repaired = run(bare)
    assert MADE not in repaired, "what pip left alone was thrown away"
    assert INSTALLED in repaired

    again = run(bare)
    assert MADE not in again
    assert INSTALLED not in again

    moved = bare.rename(bare.with_name("moved"))
    assert MADE in run(moved)


def test_an_environment_that_will_not_do_is_known(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = bare / ".venv"
    (venv / "bin").mkdir(parents=True)
    python, busy, stamp = venv / "bin/python", venv / "portal-busy", venv / "stamp.json"
    for name, place in {"VENV": venv, "PYTHON": python, "BUSY": busy, "STAMP": stamp}.items():
        monkeypatch.setattr(bootstrap, name, place)
    assert not bootstrap._is_sound(), "there is none"
    python.symlink_to(sys.executable)
    stamp.write_text(json.dumps({"place": str(venv)}), encoding="utf-8")
    monkeypatch.setattr(bootstrap, "_succeeds", lambda _argv: True)
    assert bootstrap._is_sound()
    busy.touch()  # as left behind by a start that was killed
    assert not bootstrap._is_sound()
    busy.unlink()
    python.unlink()
    python.symlink_to("/nowhere/python3")  # as after an upgrade of the system
    assert not bootstrap._is_sound()


def test_two_starts_at_once_make_one_environment(bare: Path) -> None:
    starts = [
        subprocess.Popen(command(bare), stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(2)
    ]
    told = [start.communicate()[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0]
    assert sum(MADE in text for text in told) == 1
    assert all(RAN in text for text in told)
