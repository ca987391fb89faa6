"""`python -m deploy.local.run` from first start to last breath, with a portal of a few lines."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from deploy.local import run
from deploy.local.layout import layout
from deploy.local.processes import identity, wait_until

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

MANAGE = """
import os, pathlib, sys, time
import psycopg2
if sys.argv[1] == "migrate":
    link = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    link.cursor().execute("CREATE TABLE IF NOT EXISTS t (n int); INSERT INTO t VALUES (1)")
    link.cursor().execute("GRANT SELECT ON t TO portal_app")
    link.commit()
elif sys.argv[1] == "collectstatic":
    pathlib.Path("staticfiles").mkdir(exist_ok=True)
elif sys.argv[1] == "demo_logins":
    print("演示账号：reader")
elif sys.argv[1] == "search_index":
    while True:
        time.sleep(1)
"""
WSGI = """
import os
import psycopg2
def application(environ, start_response):
    link = psycopg2.connect(os.environ["DATABASE_URL"])
    cursor = link.cursor()
    cursor.execute("SELECT count(*) FROM t")
    start_response("200 OK", [])
    return [b"starts: %d" % cursor.fetchone()]
"""
CELERY = """
import os
from celery import Celery
url = os.environ["REDIS_URL"]
broker = "redis+socket://" + url.removeprefix("unix://").replace("?db=", "?virtual_host=")
app = Celery("portal", broker=broker, broker_connection_retry_on_startup=True)
"""


@pytest.fixture
def portal(checkout: Path) -> Path:
    """A checkout with the smallest portal that `make run` can start."""
    (checkout / "portal").mkdir()
    files = {"__init__": "", "wsgi": WSGI, "celery": CELERY}
    for name, code in files.items():
        (checkout / f"portal/{name}.py").write_text(code, encoding="utf-8")
    (checkout / "manage.py").write_text(MANAGE, encoding="utf-8")
    return checkout


def environment(port: int) -> dict[str, str]:
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "MEDIA_ROOT", "SEARCH_INDEX_DIR",
            "AUDIT_ANCHOR_FILE", "DJANGO_SETTINGS_MODULE")  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "PORT": str(port)}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def start(portal: Path, port: int) -> "subprocess.Popen[bytes]":
    with (portal / "out").open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "deploy.local.run"],
            cwd=portal, env=environment(port), stdout=out, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip


def told(portal: Path) -> str:
    return (portal / "out").read_text(encoding="utf-8")


def running(portal: Path) -> list[int]:
    """Every process of this checkout, however deep."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
            here = (folder / "cwd").readlink()
        except OSError:
            continue
        home = layout(portal).home
        if line and (here in {portal, home} or here.is_relative_to(home)):
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")
def test_a_whole_life(portal: Path) -> None:
    port = free_port()
    first = start(portal, port)
    assert wait_until(lambda: "按 Ctrl-C 停止" in told(portal), 60), told(portal)
    assert "演示账号：reader" in told(portal)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        assert page.read() == b"starts: 1"
    assert len(running(portal)) > 6

    second = subprocess.run(
        [sys.executable, "-m", "deploy.local.run"],
        cwd=portal, env=environment(port), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert f"已在运行：http://127.0.0.1:{port}/ （进程 {first.pid}）" in second.stderr

    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    third = start(portal, port)
    assert wait_until(lambda: "按 Ctrl-C 停止" in told(portal), 60), told(portal)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        assert page.read() == b"starts: 1", "the data of the first start is gone"

    assert "正在更新数据表" not in told(portal), "nothing changed, yet the tables were gone over"

    begun = time.monotonic()
    stop = subprocess.run(
        [sys.executable, "-m", "deploy.local.stop"],
        cwd=portal, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (stop.returncode, stop.stdout) == (0, "门户已停止。\n")
    assert third.wait(10) == 0
    assert time.monotonic() - begun < 11
    assert wait_until(lambda: running(portal) == [], 3)
    assert not list((portal / ".run/pid").iterdir())


def test_tables_are_gone_over_when_a_file_of_the_portal_changed(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    file = tmp_path / "portal" / "grants.py"
    file.write_text("ALL = 1", encoding="utf-8")
    before = run.code_digest(tmp_path)
    assert run.code_digest(tmp_path) == before
    file.write_text("ALL = 10", encoding="utf-8")
    assert run.code_digest(tmp_path) != before
    compiled = tmp_path / "portal" / "__pycache__" / "grants.pyc"
    changed = run.code_digest(tmp_path)
    compiled.parent.mkdir()
    compiled.write_bytes(b"1")
    assert run.code_digest(tmp_path) == changed


def test_taken_port_starts_nothing(portal: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        tried = start(portal, other.getsockname()[1])
        assert tried.wait(20) == 1
    assert "make run" in told(portal)
    assert "正在启动" not in told(portal)


def test_impatient_interruption_leaves_nothing(portal: Path) -> None:
    """Twice, and early: while the servers are still being started."""
    tried = start(portal, free_port())
    assert wait_until(lambda: "正在更新数据表" in told(portal), 60)
    os.kill(tried.pid, signal.SIGINT)
    time.sleep(0.05)
    if tried.poll() is None:
        os.kill(tried.pid, signal.SIGINT)
    assert tried.wait(10) == 0
    assert identity(tried.pid) is None
    if sys.platform == "linux":
        assert wait_until(lambda: running(portal) == [], 3)
    assert not list((portal / ".run/pid").iterdir())


def test_links_lead_to_the_port_that_was_asked_for(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mails, letters and the interface know the address from `PUBLIC_URL`; the user's own wins."""
    place = layout(portal)
    place.run.mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("DATABASE_URL", "postgres:///x")
    monkeypatch.setenv("REDIS_URL", "redis://x")
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        monkeypatch.delenv("PUBLIC_URL", raising=False)
        started = run.Portal(place, reserved)
        started._write_environment()
        assert started.env["PUBLIC_URL"] == address
        assert f"PUBLIC_URL={address}\n" in (place.run / "env").read_text(encoding="utf-8")
        monkeypatch.setenv("PUBLIC_URL", "https://shijiang.example")
        assert run.Portal(place, reserved).env["PUBLIC_URL"] == "https://shijiang.example"
