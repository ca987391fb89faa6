"""Worker and database killed with kill -9 during delivery: each notice arrives exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resilience.conftest import Stage, files_wanted

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
ARRIVED = "notifications_inboxnotice"
WAITING = "notifications_outboxmessage WHERE state = 'pending'"
SENT = "notifications_outboxmessage WHERE state = 'sent'"
# Each late document is told of to its clerk, and all together to their supervisor.
LETTERS = 1


def test_every_notice_arrives_exactly_once(stage: Stage, letters: Path) -> None:
    stage.run("manage.py", "import_documents", str(letters), "--organ", "SJ-B")
    wanted = files_wanted() + LETTERS

    # The reminders themselves are broken off and asked for again.
    queueing = stage.begin("-m", "tests.resilience.steps", "remind")
    queued = stage.await_count("notifications_outboxmessage", wanted // 3)
    stage.kill(queueing, f"提醒任务，已排入{queued}条")
    stage.run("-m", "tests.resilience.steps", "remind")
    assert stage.count("notifications_outboxmessage") == wanted

    stage.worker.start()
    found = stage.await_count(ARRIVED, wanted // 4)
    stage.kill(stage.worker, f"后台任务，已送达{found}条")
    stage.worker.start()
    found = stage.await_count(ARRIVED, wanted // 2)
    stage.kill(stage.database, f"数据库，已送达{found}条")
    stage.database.start()

    # What was in hand when its worker died is tried again after a minute, which we let pass.
    stage.await_count(ARRIVED, wanted - 4 * len(stage.kills))
    stage.await_none(WAITING, hurry=_a_minute_later)
    stage.worker.stop(10)

    print("\n".join(["", *stage.kills]))
    pairs = stage.ask("SELECT user_id, dedup_key FROM notifications_inboxnotice")
    assert len(pairs) == len(set(pairs)) == wanted
    assert stage.count(SENT) == wanted
    tried = stage.ask("SELECT max(attempts), sum(attempts) FROM notifications_outboxmessage")
    print(f"最多尝试{tried[0][0]}次，共尝试{tried[0][1]}次，送达{wanted}条")
    assert "审计链完整" in stage.run("manage.py", "audit", "verify")


def _a_minute_later(stage: Stage) -> None:
    stage.ask(
        "UPDATE notifications_outboxmessage SET next_attempt_at = now()"
        " WHERE state = 'pending' AND attempts > 0"
    )
