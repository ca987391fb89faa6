"""Prepares `.venv` and hands over to the command asked for.

Runs on a bare Python 3.11 with nothing installed, so it imports the standard library only and
nothing of ours. Two starts at once wait for each other; one broken off is repaired by the next.
"""

import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Present while the environment is being made or changed: found at a start, it means a break.
BUSY = VENV / "portal-busy"
STAMP = VENV / "portal-stamp.json"
OLDEST = (3, 11)

# What each command needs, and what takes over once it is there.
COMMANDS = {
    "run": ("base", "deploy.local.run"),
    "test": ("test", "deploy.local.check"),
    "coverage": ("test", "deploy.local.coverage"),
    "bench": ("test", "deploy.local.bench"),
    "tables": ("base", "deploy.local.tables"),
    "format": ("test", "deploy.local.format"),
    "audit": (None, "deploy.local.audit"),
    "stop": (None, "deploy.local.stop"),
}


class SetupError(RuntimeError):
    """The environment can't be made; the message says what to do."""


def say(message: str) -> None:
    """Tell the user, at once."""
    print(message, flush=True)


@contextmanager
def alone() -> Iterator[int]:
    """Wait until no other start prepares the environment."""
    folder = ROOT / ".run"
    folder.mkdir(exist_ok=True)
    with (folder / "bootstrap.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("另一个终端正在准备运行环境，等它完成……")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def ensure_environment() -> None:
    """Make `.venv`, or make it anew if it was broken off, moved, or lost its Python."""
    if _is_sound():
        return
    if VENV.exists() or VENV.is_symlink():
        say("运行环境 .venv 不完整或已移动，重新建立……")
        _remove(VENV)
    say("正在建立运行环境 .venv……")
    VENV.mkdir()
    BUSY.touch()
    _make_environment()
    _write_stamp({})
    BUSY.unlink()


def _remove(place: Path) -> None:
    if place.is_symlink() or not place.is_dir():
        place.unlink()
    else:
        shutil.rmtree(place)


def _is_sound() -> bool:
    if BUSY.exists() or not PYTHON.exists():
        return False
    # Scripts in .venv/bin name its absolute path: moved, they'd run another Python or none.
    if STAMP.exists() and _read_stamp().get("place") != str(VENV):
        return False
    probe = (
        f"import sys, pip; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < {OLDEST})"
    )
    return _succeeds([str(PYTHON), "-c", probe])


def _make_environment() -> None:
    if _has("ensurepip"):
        make = ["-m", "venv", str(VENV)]
    elif _has("virtualenv"):
        make = ["-m", "virtualenv", "--quiet", str(VENV)]
    else:
        _install_venv()
        make = ["-m", "venv", str(VENV)]
    if subprocess.run([sys.executable, *make], check=False).returncode != 0:
        raise SetupError(f"无法建立 .venv：{sys.executable} {' '.join(make)} 没有成功。")


def _install_venv() -> None:
    """Debian splits venv off Python; root may add it, anyone else is told how."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    from_debian = shutil.which("apt-get") and Path(sys.executable).resolve().parent == Path(
        "/usr/bin"
    )
    if not from_debian:
        raise SetupError(
            f"{sys.executable} 缺少 ensurepip 模块，请换一个完整的 Python 3.11 以上版本。"
        )
    if os.geteuid() != 0:
        raise SetupError(f"缺少 {package}。请先执行：sudo apt-get install -y {package}")
    say(f"正在安装 {package}……")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # The lists of a fresh image are empty or old; its sources may still fail for something else.
    subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    done = subprocess.run(install, env=env, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0 or not _has("ensurepip"):
        raise SetupError(f"{package} 没有装上。请手工执行：apt-get install -y {package}")


def ensure_requirements(kind: str, lock: int) -> None:
    """Install `requirements/<kind>.txt` unless exactly that is installed."""
    hashes = _read_stamp()
    wanted = {name: _digest(name) for name in (["base", "test"] if kind == "test" else ["base"])}
    if all(hashes.get(name) == digest for name, digest in wanted.items()):
        return
    log = ROOT / ".run" / "pip.log"
    say("正在安装依赖（首次约需一分钟）……")
    argv = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    BUSY.touch()
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            [*argv, "-r", str(ROOT / "requirements" / f"{kind}.txt")],
            cwd=ROOT,
            pass_fds=[lock],  # should we be killed, the next start waits for pip to end
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    # pip that failed by itself has put things right; only one killed leaves the mark behind.
    if done.returncode < 0:
        raise SetupError("安装依赖被中断，下次启动会重新安装。")
    if done.returncode == 0:
        _write_stamp({**hashes, **wanted})
    BUSY.unlink()
    if done.returncode != 0:
        with log.open(encoding="utf-8", errors="replace") as file:
            last = "".join(deque(file, 25))
        raise SetupError(f"{last}\n依赖没有装上（请检查网络或 pip 的软件源设置），详见 {log}")


def _digest(kind: str) -> str:
    names = ["base.txt", "lock.txt"] if kind == "base" else ["base.txt", "lock.txt", "test.txt"]
    digest = hashlib.sha256()
    for name in names:
        digest.update((ROOT / "requirements" / name).read_bytes() + b"\0")
    return digest.hexdigest()


def _read_stamp() -> dict[str, str]:
    """What is installed: the environment's own place, and a hash of each list."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(installed: dict[str, str]) -> None:
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps({**installed, "place": str(VENV)}), encoding="utf-8")
    fresh.replace(STAMP)


def _has(module: str) -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec(module) is not None


def _succeeds(argv: list[str]) -> bool:
    try:
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def prepare(requirements: str | None) -> str:
    """Make everything ready; returns the Python that goes on."""
    if sys.version_info < OLDEST:
        raise SetupError(f"需要 Python 3.11 以上版本，当前是 {sys.version.split()[0]}。")
    if requirements is None:
        return sys.executable
    with alone() as lock:
        ensure_environment()
        ensure_requirements(requirements, lock)
    return str(PYTHON)


def main(arguments: list[str]) -> int:
    """Prepare, then become the command."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        say(f"用法：python3 deploy/local/bootstrap.py {'|'.join(COMMANDS)}")
        return 2
    requirements, module = COMMANDS[arguments[0]]
    try:
        python = prepare(requirements)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已中断，下次启动会重新准备。", file=sys.stderr)
        return 130
    os.chdir(ROOT)
    sys.stdout.flush()
    # We become the command instead of waiting for it: signals go straight there.
    return os.execv(python, [python, "-m", module])  # noqa: S606


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
