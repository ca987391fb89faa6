"""Throw-away folders for tests, and the sweeping of those a killed run left behind."""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.local.layout import Layout, socket_base
from deploy.local.processes import identity, stop_orphans


@contextlib.contextmanager
def scratch_layout(base: Layout) -> Iterator[Layout]:
    """Lend a neighbour of a layout with its own data, sockets, logs and process records."""
    parent = base.home / "test"
    parent.mkdir(exist_ok=True)
    _sweep(parent, base.checkout)
    home = Path(tempfile.mkdtemp(dir=parent))
    try:
        _claim(home)
        home.chmod(0o755)  # the unprivileged account has to pass through it
        sockets = Path(tempfile.mkdtemp(prefix="dp-", dir=socket_base()))
        (home / "sockets").symlink_to(sockets)  # so that a later run sweeps both together
        lent = Layout(base.checkout, home / "run", home, sockets, base.account, base.binaries)
        for folder in (lent.logs, lent.pids, lent.media, lent.index):
            folder.mkdir(parents=True)
        yield lent
    finally:
        _remove(home)


def _claim(home: Path) -> None:
    owner = {"pid": os.getpid(), "identity": identity(os.getpid())}
    (home / "owner.json").write_text(json.dumps(owner), encoding="utf-8")


def _sweep(parent: Path, checkout: Path) -> None:
    for home in parent.iterdir():
        try:
            owner = json.loads((home / "owner.json").read_text(encoding="utf-8"))
            alive = identity(int(owner["pid"])) == owner["identity"]
        except (OSError, ValueError, KeyError):
            # Another run may be about to claim it: leave it until it's surely abandoned.
            with contextlib.suppress(OSError):
                home.rmdir()
            continue
        if not alive:
            stop_orphans(home / "run" / "pid", checkout)
            _remove(home)


def _remove(home: Path) -> None:
    link = home / "sockets"
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)
