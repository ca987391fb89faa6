"""Worker and database killed with kill -9 while files are imported: each is in exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resilience.conftest import Stage

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
READ = "disclosure_importitem WHERE state = 'filed'"
WAITING = "disclosure_importitem WHERE state = 'pending'"


def _kill_worker_at(stage: Stage, number: int) -> None:
    found = stage.await_count(READ, number)
    stage.kill(stage.worker, f"后台任务，已读取{found}份")
    stage.worker.start()


def _kill_database_at(stage: Stage, number: int) -> None:
    found = stage.await_count(READ, number)
    stage.kill(stage.database, f"数据库，已读取{found}份")
    stage.database.start()


def test_every_file_is_in_exactly_once(stage: Stage, letters: Path) -> None:
    names = sorted(path.name for path in letters.iterdir())
    third = len(names) // 3

    # From the command line, until the database dies beneath it.
    command = stage.begin("manage.py", "import_documents", str(letters), "--organ", "SJ-B")
    _kill_database_at(stage, third // 3)
    stage.await_end(command, fails=True)

    # By upload, and read by a worker that dies; the hand-in goes on meanwhile.
    upload = stage.begin("-m", "tests.resilience.steps", "hand_in", str(letters))
    stage.worker.start()
    _kill_worker_at(stage, third)
    stage.await_end(upload)
    if stage.count(WAITING):
        _kill_database_at(stage, 2 * third)
        _kill_worker_at(stage, 2 * third + third // 3)

    stage.await_count(READ, len(names))
    stage.await_none(WAITING)
    stage.worker.stop(10)
    _assert_exactly_once(stage, names)

    # Handing everything in again changes nothing, and what comes without a queue is not lost.
    stage.worker.start()
    stage.queue.stop()
    late = letters / "later.txt"
    first = (letters / names[0]).read_text(encoding="utf-8")
    text = first.replace("第1批", "第0批").replace("〕1号", "〕9999号")
    late.write_text(text, encoding="utf-8")
    stage.run("-m", "tests.resilience.steps", "hand_in", str(letters))
    assert stage.count(WAITING) == 1
    stage.queue.start()
    stage.await_none(WAITING)
    fate = stage.ask("SELECT state, reason FROM disclosure_importitem WHERE name = 'later.txt'")
    assert fate == [("filed", "")]
    assert stage.count("disclosure_document") == len(names) + 1


def _assert_exactly_once(stage: Stage, names: list[str]) -> None:
    print("\n".join(["", *stage.kills]))
    titles = [str(row[0]) for row in stage.ask("SELECT title FROM disclosure_document")]
    wanted = [f"第{int(name[:4])}批" for name in names]
    assert sorted(titles) == sorted(
        f"试江市人民政府办公室关于做好{batch}屋顶绿化养护工作的通知" for batch in wanted
    )
    filed = stage.ask(f"SELECT name, document_id FROM {READ} ORDER BY name")  # noqa: S608
    assert [row[0] for row in filed] == names
    assert len({row[1] for row in filed}) == len(names)
    # Whatever was handed in twice says so and points to the same document.
    others = stage.ask("SELECT state, name FROM disclosure_importitem WHERE state <> 'filed'")
    assert {row[0] for row in others} <= {"duplicate"}
    one_source = "(SELECT 1 FROM disclosure_documentattachment GROUP BY document_id, file_id) a"
    assert stage.count(one_source) == len(names)
    filings = "audit_auditentry WHERE action = 'disclosure.file'"
    assert stage.count(filings) == len(names)
    assert "审计链完整" in stage.run("manage.py", "audit", "verify")
    _assert_files_are_whole(stage)


def _assert_files_are_whole(stage: Stage) -> None:
    """Every row has its file, of the size it says."""
    rows = stage.ask("SELECT received, size FROM files_storedfile")
    sizes = {
        str(path.relative_to(stage.place.media)): path.stat().st_size
        for path in stage.place.media.rglob("*")
        if path.is_file()
    }
    assert all(sizes.get(str(path)) == size for path, size in rows)
    print(f"磁盘上没有登记的文件：{len(sizes) - len(rows)}")
