"""A private PostgreSQL and a private Valkey, reachable through unix sockets only.

Both are started, asked whether they are ready, and stopped in the same way; both survive being
killed: data stays, stale sockets and lock files are put right, a server left over is stopped.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

from deploy.local.addresses import (
    APPLICATION_ROLE,
    DATABASE,
    ROLE,
    celery_url,
    database_url,
    redis_url,
)
from deploy.local.binaries import postgres_programs, valkey_program
from deploy.local.layout import Layout, private_folder
from deploy.local.processes import Child, command_line, spawn, stop_stranger, wait_until

# A pid that no system hands out: PostgreSQL takes a lock file that names it for a stale one.
_NO_SUCH_PID = 2**31 - 1
_START_SECONDS = 30.0
_ALL_OR_NOTHING = ("-qX", "-o", os.devnull, "--single-transaction", "--set=ON_ERROR_STOP=1")
# The same roles that a public service has.
_ROLES = Path(__file__).resolve().parents[1] / "production" / "roles.sql"


class ServiceError(RuntimeError):
    """A server didn't start; the message says which and where its log is."""

    def __init__(self, message: str, log: Path) -> None:
        super().__init__(f"{message}，日志见 {log}")
        self.log = log


class Service:
    """What both servers share: one child process and its log."""

    name = ""
    title = ""
    stop_signal = signal.SIGTERM

    def __init__(self, layout: Layout, *, durable: bool) -> None:
        self.layout = layout
        self.durable = durable
        self.log = layout.logs / f"{self.name}.log"
        self.child: Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start, and return once the server answers."""
        try:
            self._start()
        except (OSError, subprocess.SubprocessError) as error:  # no right to lend an account, say
            self.stop(1)
            raise ServiceError(f"{self.title}没有启动成功（{error}）", self.log) from error
        except BaseException:
            self.stop(1)
            raise

    def _start(self) -> None:
        private_folder(self.layout.sockets, self.layout.account)
        argv = self._prepare()
        with self.log.open("ab") as log:
            self.child = spawn(
                argv,
                record=self.layout.pids / f"{self.name}.json",
                log=log,
                env=_plain_environment(),
                cwd=self.layout.home,
                account=self.layout.account,
                stop_signal=self.stop_signal,
            )
        answered = wait_until(lambda: self.ready() or self.poll() is not None, _START_SECONDS)
        if not answered or self.poll() is not None:
            raise ServiceError(f"{self.title}没有启动成功", self.log)
        self._started()

    def stop(self, grace: float = 5) -> None:
        """Stop within `grace` seconds, by force if need be."""
        if self.child is not None:
            self.child.stop(grace)
        with contextlib.suppress(OSError):  # the other server may still be using it
            self.layout.sockets.rmdir()

    def ask_to_stop(self) -> None:
        """Begin to stop, without waiting."""
        if self.child is not None:
            self.child.ask_to_stop()

    def poll(self) -> int | None:
        """The exit code if the server has ended since it was started."""
        return None if self.child is None else self.child.poll()

    def ready(self) -> bool:
        """Whether the server answers."""
        raise NotImplementedError

    def _prepare(self) -> list[str]:
        raise NotImplementedError

    def _started(self) -> None:
        """What is done when the server answers."""


class Postgres(Service):
    """One cluster with one database."""

    name = "postgres"
    title = "数据库 PostgreSQL "
    stop_signal = signal.SIGINT  # "fast": open transactions are rolled back, data is written out

    @property
    def data(self) -> Path:
        """The cluster's folder. Another major version couldn't read it, so the name tells."""
        return self.layout.home / "postgres-18"

    @property
    def url(self) -> str:
        """For whoever owns the tables."""
        return database_url(self.layout.sockets)

    @property
    def application_url(self) -> str:
        """For the running portal, which owns none."""
        return database_url(self.layout.sockets, role=APPLICATION_ROLE)

    def ready(self) -> bool:
        """Whether the server takes connections."""
        return self._run("pg_isready", "-q", "-h", str(self.layout.sockets)) == 0

    def copying(self, name: str) -> list[str]:
        """The command that copies the database, which nobody may be using, under a new name."""
        return self._client("createdb", "-T", DATABASE, name)

    def dumping(self, file: Path) -> list[str]:
        """The command that writes the database to a file, for `restore` of another cluster."""
        return self._client("pg_dump", "--format=custom", f"--file={file}", DATABASE)

    def describing(self, file: Path) -> list[str]:
        """The command that writes the database as SQL, rights of the roles included."""
        return self._client("pg_dump", "--no-owner", f"--file={file}", DATABASE)

    def filling(self, file: Path) -> list[str]:
        """The command that fills the empty database from SQL, all of it or nothing."""
        return self._client("psql", "-d", DATABASE, *_ALL_OR_NOTHING, "-f", str(file))

    def is_empty(self) -> bool:
        """Whether nothing was ever made in the database. Raises ServiceError."""
        asked = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        found = subprocess.run(
            self._client("psql", "-d", DATABASE, "-XAtqc", asked),
            env=_plain_environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if found.returncode:
            raise ServiceError("数据库没有应答", self.log)
        return found.stdout.strip() == "0"

    def restore(self, file: Path) -> None:
        """Fill the empty database from a file that `dumping` wrote. Raises ServiceError."""
        access = ["-h", str(self.layout.sockets), "-U", ROLE]
        if self._run("pg_restore", *access, "--exit-on-error", "-d", DATABASE, str(file)) != 0:
            raise ServiceError("数据库没有恢复", self.log)

    def _client(self, program: str, *arguments: str) -> list[str]:
        """The command line of a client of this server, which signs in as the owner."""
        path = str(postgres_programs(self.layout) / program)
        return [path, "-h", str(self.layout.sockets), "-U", ROLE, *arguments]

    def _prepare(self) -> list[str]:
        self._stop_leftover()
        if not self._complete.exists():
            self._create_cluster()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.layout.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "128MB",
            "log_min_messages": "warning",
            # A test's data may be lost with the power; a demo's may not.
            **({} if self.durable else {"fsync": "off", "full_page_writes": "off"}),
            "synchronous_commit": "on" if self.durable else "off",
        }
        program = str(postgres_programs(self.layout) / "postgres")
        return [program, "-D", str(self.data), *(f"--{k}={v}" for k, v in options.items())]

    @property
    def _complete(self) -> Path:
        return self.data / "portal.complete"

    def _create_cluster(self) -> None:
        """Create an empty cluster; remains of a start that broke off hold no data yet."""
        shutil.rmtree(self.data, ignore_errors=True)
        private_folder(self.data, self.layout.account)
        # Order and case are PostgreSQL's own C.UTF-8, the same everywhere. LC_CTYPE has to know
        # Chinese letters nevertheless: with "C", pg_trgm sees none and its indexes stay empty.
        ctype = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        arguments = [f"--pgdata={self.data}", f"--username={ROLE}", "--auth=trust"]
        arguments += ["--encoding=UTF8", "--locale=C", f"--lc-ctype={ctype}"]
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if not self.durable:
            arguments.append("--no-sync")
        if self._run("initdb", *arguments, as_server=True) != 0:
            raise ServiceError("数据库没有建成", self.log)

    def _started(self) -> None:
        access = ["-h", str(self.layout.sockets), "-U", ROLE]
        if not self._complete.exists():
            if self._run("createdb", *access, DATABASE) != 0:
                raise ServiceError("数据库没有建成", self.log)
            self._complete.touch()
        # A cluster made by an earlier version has one role.
        if self._run("psql", *access, "-d", DATABASE, "-qX", "-f", str(_ROLES)) != 0:
            raise ServiceError("数据库的角色没有建成", self.log)

    def _run(self, program: str, *arguments: str, as_server: bool = False) -> int:
        account = self.layout.account if as_server else None
        with self.log.open("ab") as log:
            return subprocess.run(
                [str(postgres_programs(self.layout) / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=_plain_environment(),
                cwd=self.layout.home,
                user=None if account is None else account.uid,
                group=None if account is None else account.gid,
                extra_groups=None if account is None else [],
                check=False,
            ).returncode

    def _stop_leftover(self) -> None:
        """Stop our own postmaster left over by a killed supervisor; disarm stale lock files.

        PostgreSQL removes a lock file whose process is gone, but refuses to start if the number
        now belongs to another program of the same account. We name a pid that can't exist
        instead of removing the file: PostgreSQL then still checks that no backend of the old
        server holds the shared memory.
        """
        lock = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError):
            first, *rest = lock.read_text(encoding="utf-8").splitlines()
            pid = int(first)
            if str(self.data) in command_line(pid):
                stop_stranger(pid, signal.SIGINT)
            if lock.exists():
                lock.write_text("\n".join([str(_NO_SUCH_PID), *rest, ""]), encoding="utf-8")
        for stale in self.layout.sockets.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)


class Valkey(Service):
    """A Redis-compatible server: broker, cache, locks."""

    name = "valkey"
    title = "队列与缓存 Valkey "

    @property
    def socket(self) -> Path:
        """The unix socket."""
        return self.layout.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """For REDIS_URL, as redis-py and Django read it."""
        return redis_url(self.socket)

    @property
    def celery_url(self) -> str:
        """The same for Celery."""
        return celery_url(self.socket)

    def ready(self) -> bool:
        """Whether the server answers a PING."""
        return self._say("PING").startswith("+PONG")

    def _prepare(self) -> list[str]:
        if self._say("PING"):  # left over by a killed supervisor
            self._say("SHUTDOWN SAVE" if self.durable else "SHUTDOWN NOSAVE")
            wait_until(lambda: not self._say("PING"), 5)
        data = private_folder(self.layout.home / "valkey", self.layout.account)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "daemonize": "no",
            "maxmemory-policy": "noeviction",  # a queue must not lose its messages
            "appendonly": "yes" if self.durable else "no",
            "save": "60 1" if self.durable else "",
        }
        pairs = (word for key, value in options.items() for word in (f"--{key}", value))
        return [str(valkey_program(self.layout)), *pairs]

    def _say(self, command: str) -> str:
        """The first answer to a command; empty if nobody listens."""
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            try:
                link.connect(str(self.socket))
                link.sendall(f"{command}\r\n".encode())
                return link.recv(256).decode(errors="replace")
            except OSError:
                return ""


def _plain_environment() -> dict[str, str]:
    """The servers' environment: none of the user's PG* variables may bend ours.

    LC_ALL is set because a macOS postmaster without one starts a thread and then refuses to run.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
