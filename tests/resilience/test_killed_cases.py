"""Reminders and a bulk re-dating broken off by kill -9: nothing lost, nothing twice."""

from __future__ import annotations

import pytest

from tests.resilience.conftest import Stage, files_wanted

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
MESSAGES = "notifications_outboxmessage WHERE kind = 'requests.due'"
# Each late case is told of once a day to its handler; the supervisor has one letter.
LATE = f"{MESSAGES} AND dedup_key LIKE '%:late:%'"
DONE = "requests_app_redatedcase WHERE done_at IS NOT NULL"
STEPS = ("-m", "tests.resilience.steps")
# Each late case and its draft is told of to its handler, and all together to the supervisor.
NOTICES = 2
# Each moved date is told to intake and to the handler.
READERS = 2


@pytest.fixture
def cases(stage: Stage) -> int:
    """So many applications at work, with a calendar that has changed since."""
    number = files_wanted() // 3
    stage.run(*STEPS, "apply", str(number))
    return number


def test_reminders(stage: Stage, cases: int) -> None:
    wanted = cases * NOTICES + 1
    running = stage.begin(*STEPS, "hurry_answers")
    queued = stage.await_count(MESSAGES, wanted // 3)
    stage.kill(running, f"提醒任务，已排入{queued}条")
    broken = stage.begin(*STEPS, "hurry_answers")
    queued = stage.await_count(MESSAGES, wanted // 2)
    stage.kill(stage.database, f"数据库，已排入{queued}条")
    stage.await_end(broken, fails=True)
    stage.database.start()
    for _ in range(2):
        stage.run(*STEPS, "hurry_answers")
    pairs = stage.ask(f"SELECT user_id, dedup_key FROM {MESSAGES}")  # noqa: S608
    print("\n".join(["", *stage.kills]))
    assert len(pairs) == len(set(pairs)) == wanted


def test_redating(stage: Stage, cases: int) -> None:
    stage.run(*STEPS, "begin_redating")
    running = stage.begin(*STEPS, "go_on_redating")
    done = stage.await_count(DONE, cases // 3)
    stage.kill(running, f"重算任务，已重算{done}件")
    broken = stage.begin(*STEPS, "go_on_redating")
    done = stage.await_count(DONE, cases // 2)
    stage.kill(stage.database, f"数据库，已重算{done}件")
    stage.await_end(broken, fails=True)
    stage.database.start()
    for _ in range(2):
        stage.run(*STEPS, "go_on_redating")
    print("\n".join(["", *stage.kills]))
    assert stage.count(DONE) == cases
    moved = stage.ask("SELECT DISTINCT due_before, due_after FROM requests_app_redatedcase")
    assert [tuple(map(str, row)) for row in moved] == [("2026-10-10", "2026-10-12")]
    assert stage.count("audit_auditentry WHERE action = 'requests.redate'") == cases
    keys = stage.ask(
        "SELECT user_id, dedup_key FROM notifications_outboxmessage WHERE kind = 'requests.redated'"
    )
    assert len(keys) == len(set(keys)) == cases * READERS
    assert stage.count("requests_app_redating WHERE finished_at IS NOT NULL") == 1
    assert "审计链完整" in stage.run("manage.py", "audit", "verify")


def test_through_worker_and_queue(stage: Stage, cases: int) -> None:
    """Both at once by the worker's own schedule; worker, queue and database killed in turn."""
    stage.run(*STEPS, "begin_redating")
    stage.worker.start()
    done = stage.await_count(DONE, cases // 3)
    stage.kill(stage.worker, f"后台任务，已重算{done}件")
    stage.worker.start()
    told = stage.await_count(LATE, cases // 2)
    stage.kill(stage.queue, f"队列，已排入{told}条")
    stage.queue.start()
    told = stage.await_count(LATE, cases * 3 // 4)
    stage.kill(stage.database, f"数据库，已排入{told}条")
    stage.database.start()
    assert stage.await_count(DONE, cases) == cases
    stage.await_count(LATE, cases)
    # The last case may have been moved before the worker notes that all are.
    stage.await_none("requests_app_redating WHERE finished_at IS NULL")
    stage.worker.stop(10)
    print("\n".join(["", *stage.kills]))
    pairs = stage.ask(f"SELECT user_id, dedup_key FROM {LATE}")  # noqa: S608
    assert len(pairs) == len(set(pairs)) == cases
    assert "审计链完整" in stage.run("manage.py", "audit", "verify")
