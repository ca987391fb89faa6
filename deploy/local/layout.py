"""Where one checkout keeps its servers' data, sockets, logs and process records.

An ordinary user keeps everything in `<checkout>/.run`. Root can't: PostgreSQL refuses to run as
root, and the unprivileged account it then runs under may not be able to enter the checkout.
So root's data lives in a world-enterable folder of its own, found again by a hash of the
checkout's path. No account is created and no existing folder changes its permissions.
"""

import hashlib
import os
import pwd
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

APP = "disclosure-portal"
CHECKOUT = Path(__file__).resolve().parents[2]

# A unix socket's path may have 103 bytes on macOS and 107 on Linux; the longest name beneath
# the socket folder is ".s.PGSQL.5432.lock".
_LONGEST_SOCKET_FOLDER = 80


class LayoutError(RuntimeError):
    """No place on this machine can hold the data; the message says so in Chinese."""


@dataclass(frozen=True)
class Account:
    """An existing account without privileges, under which root starts the servers."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Layout:
    """The folders of one checkout. `account` is None unless we are root."""

    checkout: Path
    run: Path
    home: Path
    sockets: Path
    account: Account | None
    binaries: Path

    @property
    def logs(self) -> Path:
        """Log files, one per program."""
        return self.run / "log"

    @property
    def pids(self) -> Path:
        """Records of the processes we started, by which orphans are recognised."""
        return self.run / "pid"

    @property
    def media(self) -> Path:
        """Uploaded files."""
        return self.home / "media"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.home / "index"


def unprivileged_account() -> Account | None:
    """The account root lends to its servers; None when we aren't root and need none."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        # macOS gives nobody the number -2, which no call accepts.
        if 0 < entry.pw_uid < 2**31 and 0 < entry.pw_gid < 2**31:
            return Account(entry.pw_uid, entry.pw_gid)
    raise LayoutError(
        "以 root 运行时需要一个普通账户（nobody 或 daemon）来启动数据库，本机没有。"
        "请换普通用户运行，或设置 DATABASE_URL 和 REDIS_URL。"
    )


def layout(checkout: Path = CHECKOUT) -> Layout:
    """Find, or make, the folders of a checkout."""
    account = unprivileged_account()
    digest = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:10]
    run = checkout / ".run"
    home = run if account is None else _root_home(f"{APP}-{digest}", checkout)
    found = Layout(
        checkout=checkout,
        run=run,
        home=home,
        binaries=home / "binaries",
        sockets=socket_base() / f"dp-{digest}-{os.geteuid()}",
        account=account,
    )
    for folder in (found.run, found.logs, found.pids, found.media, found.index):
        folder.mkdir(parents=True, exist_ok=True)
    return found


def private_folder(folder: Path, account: Account | None) -> Path:
    """Make a folder that only the servers' account (and root) can enter, and check it is ours.

    The check matters below a shared temp folder, where another user may have taken the name.
    """
    owner = os.geteuid() if account is None else account.uid
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise LayoutError(f"{folder} 属于其他用户，无法使用。请删除它，或换一个 TMPDIR。")
    if account is not None and found.st_uid != owner:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    folder.chmod(0o700)
    return folder


def _root_home(name: str, checkout: Path) -> Path:
    candidates = [Path("/var/lib"), Path("/var/tmp"), Path(tempfile.gettempdir())]  # noqa: S108
    # A home made earlier wins, even if a better place has become writable since.
    existing = [base / name for base in candidates if _is_ours(base / name)]
    for home in existing or [base / name for base in candidates if _all_may_enter(base)]:
        if _try(lambda home=home: home.mkdir(exist_ok=True)) and _is_ours(home):  # type: ignore[misc]
            home.chmod(0o755)
            (home / "checkout").write_text(f"{checkout}\n", encoding="utf-8")
            return home
    raise LayoutError(
        "找不到可以存放数据的目录（/var/lib、/var/tmp 和临时目录都不可写）。"
        "请换普通用户运行，或设置 DATABASE_URL 和 REDIS_URL。"
    )


def _try(act: Callable[[], None]) -> bool:
    try:
        act()
    except OSError:
        return False
    return True


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _all_may_enter(folder: Path) -> bool:
    """Whether an account without privileges can reach into a folder."""
    try:
        return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))
    except OSError:
        return False


def socket_base() -> Path:
    """A folder with a short path in which anyone may make a folder and enter his own."""
    base = Path(tempfile.gettempdir())
    too_long = len(os.fsencode(base)) > _LONGEST_SOCKET_FOLDER - len("/dp-0123456789-4294967295")
    if too_long or (os.geteuid() == 0 and not _all_may_enter(base)):
        return Path("/tmp")  # noqa: S108
    return base
