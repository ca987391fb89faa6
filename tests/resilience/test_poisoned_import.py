"""Files over which reading stands still: they are ended, named, and delay nothing for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resilience.conftest import Stage
from tests.resilience.test_killed_import import READ, WAITING

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


def test_poisoned_files_starve_no_others(stage: Stage, letters: Path) -> None:
    """As many as the worker has processes, and handed in before all others."""
    names = sorted(path.name for path in letters.iterdir())
    for name in names[8:]:
        (letters / name).unlink()
    poisoned = (letters / names[0]).read_text(encoding="utf-8")
    (letters / names[1]).write_text(poisoned.replace("〕1号", "〕901号"), encoding="utf-8")
    stage.env["DJANGO_SETTINGS_MODULE"] = "tests.resilience.poisoned"
    stage.run("-m", "tests.resilience.steps", "hand_in", str(letters))
    stage.worker.start()
    stage.await_none(WAITING)
    assert stage.count(READ) == 6
    failed = "SELECT name, reason FROM disclosure_importitem WHERE state = 'failed' ORDER BY name"
    rows = stage.ask(failed)
    assert [row[0] for row in rows] == names[:2]
    assert all("请改为手工录入" in str(row[1]) for row in rows)
