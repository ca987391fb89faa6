"""What an organ may read its own way, and what happens when it is written wrongly."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from requests_app.checks import check_readings
from requests_app.letters.remedies import remedy_of
from requests_app.outcomes import OUTCOMES, Remedy


def test_only_what_is_not_settled_can_be_chosen(settings: Settings) -> None:
    chosen = settings.OUTCOME_REMEDIES
    before = {outcome.code: remedy_of(outcome.code, chosen) for outcome in OUTCOMES}
    assert before["3.3.8"] is Remedy.EITHER
    chosen = settings.OUTCOME_REMEDIES = {"3.3.8": "review_first"}
    assert check_readings() == []
    after = {outcome.code: remedy_of(outcome.code, chosen) for outcome in OUTCOMES}
    assert {code for code in after if after[code] is not before[code]} == {"3.3.8"}
    assert after["3.3.8"] is Remedy.REVIEW_FIRST


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("OUTCOME_REMEDIES", {"3.3.6": "either"}, "不能把 3.3.6"),
        ("OUTCOME_REMEDIES", {"3.3.8": "none"}, "写成“none”"),
        ("REQUEST_CLOCK_READINGS", {"payment_restart": True}, "没有“payment_restart”这一项"),
        ("REQUEST_CLOCK_READINGS", {"payment_restarts": "yes"}, "没有“payment_restarts”这一项"),
    ],
)
def test_a_slip_is_told_at_the_start(
    settings: Settings, name: str, value: dict[str, object], told: str
) -> None:
    setattr(settings, name, value)
    (found,) = check_readings()
    assert told in found.msg
    assert found.hint
