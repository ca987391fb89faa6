"""Places that move up, lists that close and outcomes that are told, broken off by kill -9 of the
process and of the database: nothing lost, nothing twice.
"""

from __future__ import annotations

import os

import pytest

from tests.resilience.conftest import Stage

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
STEPS = ("-m", "tests.resilience.taking_part")
LEFT = "decisions_signup WHERE status = 'withdrawn'"
CLOSED = "decisions_sitting WHERE list_sha256 <> ''"
TOLD = "decisions_opinion WHERE told_version = 1"
LETTERS = "notifications_outboxmessage WHERE kind = 'opinions.party'"


def number_wanted() -> int:
    """How many: few in the daily run."""
    return int(os.environ.get("RESILIENCE_PEOPLE", "12"))


def broken_off(stage: Stage, step: str, done: str, number: int) -> None:
    """Do a step; kill it after a third, the database under the next after two thirds, then go on
    to the end.
    """
    running = stage.begin(*STEPS, step)
    found = stage.await_count(done, number // 3)
    stage.kill(running, f"{step}，已办{found}")
    broken = stage.begin(*STEPS, step)
    found = stage.await_count(done, number * 2 // 3)
    stage.kill(stage.database, f"数据库，已办{found}")
    stage.await_end(broken, fails=True)
    stage.database.start()
    stage.run(*STEPS, step)
    print("\n".join(["", *stage.kills]))
    assert stage.count(done) == number
    assert "审计链完整" in stage.run("manage.py", "audit", "verify")


def test_places_that_move_up_in_the_transaction_of_who_leaves(stage: Stage) -> None:
    number = number_wanted()
    stage.run(*STEPS, "crowd", str(number))
    broken_off(stage, "leave", LEFT, number)
    # Exactly those who stood on the list have places, each with one ticket that is good.
    rows = stage.ask(
        "SELECT s.line FROM decisions_signup s JOIN decisions_ticket t ON t.signup_id = s.id"
        " WHERE t.revoked_at IS NULL ORDER BY s.line"
    )
    assert [row[0] for row in rows] == list(range(number + 1, 2 * number + 1))
    assert stage.count("decisions_ticket") == 2 * number
    assert stage.count("decisions_ticketentry") == 2 * number


def test_lists_that_close(stage: Stage) -> None:
    number = number_wanted()
    stage.run(*STEPS, "lists", str(number))
    broken_off(stage, "close", CLOSED, number)
    assert stage.count("decisions_listline") == 2 * number
    assert stage.count("audit_auditentry WHERE action = 'seats.close'") == number
    assert stage.count("decisions_applicant WHERE status = 'listed'") == 2 * number


def test_an_outcome_that_is_told(stage: Stage) -> None:
    number = number_wanted()
    stage.run(*STEPS, "outcome", str(number))
    broken_off(stage, "mail", TOLD, number)
    keys = stage.ask(f"SELECT dedup_key, channel FROM {LETTERS}")  # noqa: S608
    assert len(keys) == len(set(keys)) == number
