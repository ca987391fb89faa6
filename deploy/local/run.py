"""`make run`: starts the servers and the portal, says where it is, and keeps it running."""

import contextlib
import hashlib
import http.client
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from deploy.local.binaries import MissingBinariesError
from deploy.local.layout import Layout, LayoutError, layout
from deploy.local.lock import AlreadyRunningError, CheckoutLock
from deploy.local.processes import stop_orphans, wait_until
from deploy.local.services import Postgres, ServiceError, Valkey
from deploy.local.supervisor import GaveUpError, Program, StopAskedError, Supervisor, tail
from deploy.local.tables import APPS, kept_tables

HOST = "127.0.0.1"
_WEB_SECONDS = 90


class RunError(RuntimeError):
    """The portal can't be started; the message says why, and `log` may tell more."""

    def __init__(self, message: str, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log


def say(message: str) -> None:
    """Tell the user, at once. A terminal that was closed is no reason to leave things running."""
    with contextlib.suppress(OSError):
        print(message, flush=True)


def reserve_port(env: dict[str, str]) -> socket.socket:
    """Take the port now and keep it, so that nothing else gets it while the rest starts.

    The web server inherits this very socket: a restart never loses it either.
    """
    text = env.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise RunError(f"PORT 应是 1 到 65535 之间的数字，现在是 {text!r}。")
    port = int(text)
    other = port + 1 if port < 65535 else 8001
    taken = RunError(f"端口 {port} 已被其他程序占用。请换一个端口：PORT={other} make run")
    with socket.socket() as probe:  # macOS lets one bind a port taken on another address
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            raise taken
    reserved = socket.socket()
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind((HOST, port))
        reserved.listen()  # only then is it ours; who comes too early waits for the page
    except PermissionError:
        reserved.close()
        raise RunError(f"当前用户不能使用端口 {port}。请换一个：PORT=8001 make run") from None
    except OSError:
        reserved.close()
        raise taken from None
    return reserved


def environment(place: Layout) -> dict[str, str]:
    """What the portal's programs get; whatever the user has set already wins."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
        "SEARCH_INDEX_DIR": str(place.index),
        "MEDIA_ROOT": str(place.media),
        "PYTHONUNBUFFERED": "1",
    }
    return {**ours, **{name: value for name, value in os.environ.items() if value}}


class Portal:
    """The start of one checkout's portal, step by step."""

    def __init__(self, place: Layout, reserved: socket.socket) -> None:
        self.place = place
        self.reserved = reserved
        self.database: Postgres | None = None  # None when it is the user's own
        self.port: int = reserved.getsockname()[1]
        self.address = f"http://{HOST}:{self.port}/"
        self.env = environment(place)
        # Links in mails, letters and the interface lead to where the portal is.
        self.env.setdefault("PUBLIC_URL", self.address.rstrip("/"))
        self.supervisor = Supervisor(say, place.pids, place.checkout)

    def start(self) -> None:
        """Start everything; returns when the home page answers."""
        self._start_servers()
        self._write_environment()
        with self._static_collected():
            self._fill_database()
        say("正在启动门户……")
        web, *others = self._programs()
        self.supervisor.start(web)
        self._await_home_page()
        # The page is there before them: together they would all take several times as long.
        for program in others:
            self.supervisor.start(program)

    def greet(self) -> None:
        """Say where the portal is and who may sign in."""
        say(f"\n门户已就绪：{self.address}")
        logins = subprocess.run(
            [sys.executable, "manage.py", "demo_logins"],
            cwd=self.place.checkout,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if logins.returncode == 0:
            say(logins.stdout.rstrip())
        else:
            say("（演示账号清单没有取到：python manage.py demo_logins）")
        say(f"日志在 {self.place.logs}，按 Ctrl-C 停止。")

    def _start_servers(self) -> None:
        if "DATABASE_URL" not in self.env:
            say("正在启动数据库……")
            database = Postgres(self.place, durable=True)
            self.supervisor.start(database, is_service=True)
            self.database = database
            self.env["DATABASE_URL"] = database.application_url
            self.env["DATABASE_OWNER_URL"] = database.url
            # Beside the database's data, but nothing the database could write.
            anchors = self.place.home / "audit-anchors.jsonl"
            self.env.setdefault("AUDIT_ANCHOR_FILE", str(anchors))
        if "REDIS_URL" not in self.env:
            say("正在启动队列与缓存……")
            queue = Valkey(self.place, durable=True)
            self.supervisor.start(queue, is_service=True)
            self.env["REDIS_URL"] = queue.url

    def _write_environment(self) -> None:
        """For `manage.py` in another terminal: `set -a; . .run/env`."""
        names = ["DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "MEDIA_ROOT"]
        names += ["SEARCH_INDEX_DIR", "AUDIT_ANCHOR_FILE", "PUBLIC_URL"]
        given = [(name, self.env[name]) for name in names if name in self.env]
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in given]
        file = self.place.run / "env"
        file.touch(mode=0o600)  # a DATABASE_URL of the user's may hold a password
        file.write_text("".join(lines), encoding="utf-8")

    def _fill_database(self) -> None:
        """Tables and demo; nothing is done when no code changed since it was done before."""
        stamp = None if self.database is None else self.database.data / "portal.filled"
        now = code_digest(self.place.checkout)
        if stamp is not None and stamp.exists() and stamp.read_text(encoding="utf-8") == now:
            return
        if stamp is not None:  # broken off from here on, nothing is sure
            stamp.unlink(missing_ok=True)
        if not self._begun_from_kept_tables():
            self._manage("migrate", "--noinput", doing="正在更新数据表")
        # Thousands of small transactions; broken off, the next start goes on where this one ended.
        hasty = {"PGOPTIONS": "-c synchronous_commit=off"}
        self._manage("load_once", doing="正在检查演示数据（首次需要一些时间）", env=hasty)
        if stamp is not None:
            stamp.write_text(now, encoding="utf-8")

    def _begun_from_kept_tables(self) -> bool:
        """Whether the database was new, and what all migrations come to was put in."""
        kept = kept_tables(self.place.checkout)
        if kept is None or self.database is None or not self.database.is_empty():
            return False
        self._do(self.database.filling(kept), doing="正在建立数据表")
        return True

    def _manage(self, *arguments: str, doing: str, env: Mapping[str, str] | None = None) -> None:
        self._do([sys.executable, "manage.py", *arguments], doing=doing, env=env)

    def _do(self, argv: Sequence[str], *, doing: str, env: Mapping[str, str] | None = None) -> None:
        say(f"{doing}……")
        place, told = self.place, {**self.env, **(env or {})}
        step = Program("setup", "准备步骤", argv, told, place.checkout, place.logs, place.pids)
        _succeeded(step.run(), step, doing)

    @contextlib.contextmanager
    def _static_collected(self) -> Iterator[None]:
        """Beside the body: another core may do it meanwhile."""
        stamp = self.place.run / "static.stamp"
        target = Path(self.env.get("STATIC_ROOT") or self.place.checkout / "staticfiles")
        now = f"{target} {static_digest(self.place.checkout)}"
        if target.is_dir() and stamp.exists() and stamp.read_text(encoding="utf-8") == now:
            yield
            return
        step = self._program("static", "静态文件", ["manage.py", "collectstatic", "--noinput"])
        step.start()
        try:
            yield
            say("正在汇集静态文件……")
            _succeeded(step.finish(), step, "正在汇集静态文件")
        finally:
            step.stop(1)
        stamp.write_text(now, encoding="utf-8")

    def _programs(self) -> list[Program]:
        beat = str(self.place.run / "celerybeat-schedule")
        web = ["-m", "gunicorn", "portal.wsgi:application", "--worker-class", "sync"]
        web += ["--workers", "2", "--bind", f"fd://{self.reserved.fileno()}"]
        web += ["--timeout", "120", "--access-logfile", "-", "--no-control-socket"]
        web += ["--preload"]  # one reading of the code serves both workers
        celery = ["-m", "celery", "-A", "portal.celery", "worker", "--loglevel=info"]
        celery += ["--without-gossip", "--without-mingle"]
        worker = [*celery, "-B", "-s", beat, "-n", "worker@%h", "-c", "1", "-Q", "celery"]
        files = [*celery, "-n", "files@%h", "-c", "2", "-Q", "files,imports"]
        return [
            self._program("web", "网页服务", web, [self.reserved.fileno()]),
            self._program("worker", "后台任务", worker),
            self._program("files", "文件任务", files),
            self._program("indexer", "检索索引", ["manage.py", "search_index", "--follow"]),
        ]

    def _program(
        self, name: str, title: str, arguments: Sequence[str], pass_fds: Sequence[int] = ()
    ) -> Program:
        place = self.place
        argv = [sys.executable, *arguments]
        return Program(
            name, title, argv, self.env, place.checkout, place.logs, place.pids, pass_fds
        )

    def _await_home_page(self) -> None:
        def answers() -> bool:
            self.supervisor.check()
            return self._home_page_status() == http.HTTPStatus.OK

        if not wait_until(answers, _WEB_SECONDS, pause=0.2):
            log = self.place.logs / "web.log"
            raise RunError(f"首页没有正常打开（状态 {self._home_page_status()}），详见 {log}", log)

    def _home_page_status(self) -> int | None:
        link = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            link.request("GET", "/")
            return link.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            link.close()


def _succeeded(code: int, step: Program, doing: str) -> None:
    if code != 0:
        raise RunError(f"{doing}时出错，详见 {step.log}", step.log)


def code_digest(checkout: Path) -> str:
    """A word that changes when a file of the apps does, or what is installed."""
    files = [checkout / "requirements" / "lock.txt"]
    for app in APPS:
        files += sorted(f for f in (checkout / app).rglob("*") if "__pycache__" not in f.parts)
    return _digest(files)


def static_digest(checkout: Path) -> str:
    """A word that changes when a static file of ours, or a package that brings some, does."""
    folders = [checkout / "static", *sorted(checkout.glob("*/static"))]
    folders += sorted(checkout.glob("portal/*/static"))
    files = [checkout / "requirements" / "lock.txt"]
    return _digest([*files, *(file for folder in folders for file in sorted(folder.rglob("*")))])


def _digest(files: Iterable[Path]) -> str:
    """Of names, sizes and times."""
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            found = file.stat()
            digest.update(f"{file}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def serve(place: Layout, lock: CheckoutLock) -> int:
    """Run the portal until asked to stop."""
    left_over = stop_orphans(place.pids, place.checkout)
    if left_over:
        say(f"上次未正常退出，留下的 {left_over} 个进程已停止。")
    with reserve_port(dict(os.environ)) as reserved:
        portal = Portal(place, reserved)
        portal.supervisor.listen()
        try:
            lock.announce(portal.address)
            portal.start()
            portal.greet()
            portal.supervisor.watch()
        except StopAskedError:
            say("\n正在停止……")
            return 0
        except (RunError, GaveUpError) as error:
            _explain(error, error.log)
            return 1
        finally:
            portal.supervisor.stop()
            say("已停止。")
    return 0


def _explain(error: Exception, log: Path | None) -> None:
    shown = "" if log is None else tail(log)
    with contextlib.suppress(OSError):
        print(f"\n{error}\n{shown}", file=sys.stderr, flush=True)


def main() -> int:
    """The entry point of `python -m deploy.local.run`."""
    try:
        place = layout()
        with CheckoutLock(place.run) as lock:
            return serve(place, lock)
    except (
        AlreadyRunningError, LayoutError, MissingBinariesError, RunError, ServiceError,
    ) as error:  # fmt: skip
        _explain(error, getattr(error, "log", None))
        return 1
    except (KeyboardInterrupt, StopAskedError):  # before anything was started, or once more
        return 130


if __name__ == "__main__":
    sys.exit(main())
