"""Killed with kill -9 while files are cleaned and redacted: nothing half done, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files.recovering import recovered
from tests.files.redacted import LINE, NUMBER, PERSON
from tests.files.samples import docx_bytes
from tests.resilience.conftest import Stage, files_wanted

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
READ = "files_filereading"
REDACTED = "files_redaction"
UNREAD = (
    "files_storedfile f WHERE NOT EXISTS (SELECT 1 FROM files_filereading WHERE file_id = f.id)"
)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder of lists, each with a person on it."""
    folder = tmp_path / "lists"
    folder.mkdir()
    for number in range(max(8, files_wanted() // 5)):
        (folder / f"{number:04}.docx").write_bytes(docx_bytes(f"第{number}户", LINE))
    return folder


def _copies(stage: Stage) -> dict[int, bytes]:
    """What may be published of each file; every file has a copy, and its reading is of that one."""
    rows = stage.ask(
        "SELECT f.id, f.cleaned, f.cleaned_sha256 = r.cleaned_sha256, r.problem "
        "FROM files_storedfile f JOIN files_filereading r ON r.file_id = f.id"
    )
    assert all(name and agrees and not problem for _, name, agrees, problem in rows)
    return {int(str(key)): (stage.place.media / str(name)).read_bytes() for key, name, *_ in rows}


def test_files_are_cleaned_once_whoever_dies(stage: Stage, lists: Path) -> None:
    names = sorted(lists.iterdir())
    upload = stage.begin("-m", "tests.resilience.steps", "attach_each", str(lists))
    stage.worker.start()
    stage.await_count(READ, 1)
    stage.kill(stage.worker, "后台任务，正在检查文件")
    stage.await_end(upload)
    stage.worker.start()
    stage.await_count(READ, len(names) // 2)
    stage.kill(stage.database, "数据库，正在检查文件")
    stage.database.start()
    stage.kill(stage.worker, "后台任务，正在检查文件")
    stage.worker.start()
    stage.await_none(UNREAD)
    stage.worker.stop(10)
    assert len(_copies(stage)) == len(names)
    cleanings = "audit_auditentry WHERE action = 'files.clean'"
    assert stage.count(cleanings) == len(names)
    assert "审计链完整" in stage.run("manage.py", "audit", "verify")


def test_a_redaction_is_whole_or_was_never_begun(stage: Stage, lists: Path) -> None:
    names = sorted(lists.iterdir())
    stage.run("-m", "tests.resilience.steps", "attach_each", str(lists))
    stage.worker.start()
    stage.await_none(UNREAD)
    for number in (1, len(names) // 2):
        step = stage.begin("-m", "tests.resilience.steps", "redact_each", PERSON)
        stage.await_count(REDACTED, number)
        stage.kill(step, "正在遮盖")
    stage.kill(stage.worker, "后台任务，遮盖以后的检查")
    stage.worker.start()
    done = {int(str(row[0])) for row in stage.ask("SELECT file_id FROM files_redaction")}
    stage.await_none(UNREAD)
    copies = _copies(stage)
    told = {
        key for key, data in copies.items() if not recovered(data, kind="docx", secrets=(PERSON,))
    }
    assert told == done
    stage.run("-m", "tests.resilience.steps", "redact_each", PERSON)
    stage.await_none(UNREAD)
    stage.worker.stop(10)
    assert stage.count(REDACTED) == len(names)
    for data in _copies(stage).values():
        assert recovered(data, kind="docx", secrets=(PERSON,)) == []
        assert recovered(data, kind="docx", secrets=(NUMBER,))
    assert "审计链完整" in stage.run("manage.py", "audit", "verify")
