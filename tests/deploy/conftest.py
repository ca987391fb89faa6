"""Folders and copied checkouts in which servers may be started and killed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.layout import CHECKOUT, Layout, layout
from deploy.local.processes import stop_orphans
from deploy.local.scratch import scratch_layout


@pytest.fixture
def place() -> Iterator[Layout]:
    """A throw-away layout; whatever a test leaves running is stopped."""
    with scratch_layout(layout()) as lent:
        yield lent
        stop_orphans(lent.pids, lent.checkout)


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A copy of `deploy` in a checkout of its own, with its own data even for root."""
    copied = tmp_path / "门户 copy"  # a path as people have them: Chinese, with a blank
    shutil.copytree(CHECKOUT / "deploy", copied / "deploy")
    found = layout(copied)
    if found.home != found.run:  # root's programs are copied once already: borrow them
        found.binaries.symlink_to(layout().binaries)
    yield copied
    stop_orphans(found.pids, copied)
    if found.binaries.is_symlink():
        found.binaries.unlink()
    shutil.rmtree(found.home, ignore_errors=True)
    shutil.rmtree(found.sockets, ignore_errors=True)
