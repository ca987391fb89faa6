"""T14: what a document's 有效性 is on a day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.choices import Validity
from disclosure.models import Document
from disclosure.validity import (
    CURRENT,
    Change,
    Facts,
    Stretch,
    has_validity,
    kind_word,
    standing,
    valid_stretch,
)

APRIL_1 = dt.date(2026, 4, 1)
MARCH_31 = dt.date(2031, 3, 31)
PERIOD = Facts(effective_on=APRIL_1, expires_on=MARCH_31, needs_period=True)


def _on(facts: Facts, *day: int) -> str:
    return standing(facts, on=dt.date(*day)).state


def _with(kind: str, *day: int) -> Facts:
    change = Change(kind=kind, effective_on=dt.date(*day), by_label="《决定》")
    return Facts(APRIL_1, MARCH_31, needs_period=True, changes=(change,))


def test_before_its_first_day_it_is_not_yet_in_force() -> None:
    assert _on(PERIOD, 2026, 3, 31) == "not_yet"
    assert _on(PERIOD, 2026, 4, 1) == "in_force"


def test_the_last_day_is_still_valid() -> None:
    assert _on(PERIOD, 2031, 3, 31) == "in_force"
    assert _on(PERIOD, 2031, 4, 1) == "expired"


def test_repeal_wins_over_expiry_and_names_what_ended_it() -> None:
    facts = _with("repeals", 2027, 1, 1)
    assert _on(facts, 2026, 12, 31) == "in_force"
    assert standing(facts, on=dt.date(2032, 1, 1)).reason == "自2027年1月1日起被《决定》废止"
    assert _on(facts, 2032, 1, 1) == "repealed"


def test_an_amendment_shows_from_its_day() -> None:
    facts = _with("amends", 2026, 9, 1)
    assert _on(facts, 2026, 8, 31) == "in_force"
    assert _on(facts, 2026, 9, 1) == "amended"
    assert _on(facts, 2031, 4, 1) == "expired"


def test_a_normative_document_without_a_period_is_left_to_an_official() -> None:
    facts = Facts(effective_on=None, expires_on=None, needs_period=True)
    assert _on(facts, 2040, 1, 1) == "to_verify"
    plain = Facts(effective_on=None, expires_on=None, needs_period=False)
    assert _on(plain, 2040, 1, 1) == "in_force"


def test_a_text_yields_to_the_next_one_on_its_day() -> None:
    facts = _with("revises", 2026, 9, 1)
    assert _on(facts, 2026, 8, 31) == "in_force"
    assert standing(facts, on=dt.date(2026, 9, 1)).reason == "自2026年9月1日起适用《决定》"
    assert [_on(facts, 2026, 9, 1), _on(facts, 2032, 1, 1)] == ["superseded", "superseded"]
    assert valid_stretch(facts) == Stretch(APRIL_1, dt.date(2026, 8, 31))


def test_what_had_lapsed_before_a_new_text_came_is_no_older_text() -> None:
    facts = _with("revises", 2032, 1, 1)
    assert _on(facts, 2032, 1, 1) == "expired"


def test_an_end_of_the_regulation_ends_its_older_texts_too() -> None:
    changes = [Change("revises", dt.date(2026, 9, 1), "乙"), Change("repeals", MARCH_31, "丙")]
    facts = Facts(APRIL_1, None, needs_period=False, changes=changes)
    assert _on(facts, 2031, 3, 30) == "superseded"
    assert _on(facts, 2031, 3, 31) == "repealed"


@given(
    effective=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
    length=st.none() | st.integers(0, 4000),
    changes=st.lists(
        st.tuples(
            st.sampled_from(["amends", "repeals", "replaces", "revises", "extends"]),
            st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
        ),
        max_size=4,
    ),
    on=st.dates(dt.date(1999, 1, 1), dt.date(2045, 1, 1)),
)
def test_the_state_changes_only_on_the_days_announced(
    effective: dt.date | None,
    length: int | None,
    changes: list[tuple[str, dt.date]],
    on: dt.date,
) -> None:
    expires = effective + dt.timedelta(days=length) if effective and length is not None else None
    facts = Facts(
        effective,
        expires,
        needs_period=False,
        changes=tuple(Change(kind, day, "甲") for kind, day in changes),
    )
    state = standing(facts, on=on).state
    assert state in Validity.values
    turns = [change.effective_on for change in facts.changes]
    turns += [day for day in (facts.begins_on,) if day]
    turns += [expires + dt.timedelta(days=1)] if expires else []
    following = min((day for day in turns if day > on), default=dt.date(2050, 1, 2))
    last = following - dt.timedelta(days=1)
    assert standing(facts, on=last).state == state


@pytest.mark.parametrize("state", [value for value in Validity.values if value != "amended"])
def test_every_state_is_reachable(state: str) -> None:
    cases = [
        PERIOD,
        _with("repeals", 2026, 5, 1),
        _with("revises", 2026, 5, 1),
        Facts(None, None, needs_period=True),
    ]
    days = [dt.date(2026, 3, 1), dt.date(2026, 6, 1), dt.date(2032, 1, 1)]
    assert state in {standing(facts, on=day).state for facts in cases for day in days}


def test_an_extension_moves_the_last_day_and_changes_no_text() -> None:
    longer = Change("extends", MARCH_31, "《通知》", until=dt.date(2033, 3, 31))
    facts = Facts(APRIL_1, MARCH_31, needs_period=True, changes=(longer,))
    assert standing(facts, on=dt.date(2032, 1, 1)).state == "in_force"
    assert standing(facts, on=dt.date(2032, 1, 1)).reason == "有效期由《通知》延长至2033年3月31日"
    assert _on(facts, 2033, 4, 1) == "expired"
    endless = Facts(
        None, None, needs_period=True, changes=(Change("extends", APRIL_1, "《通知》"),)
    )
    assert standing(endless, on=MARCH_31).reason == "由《通知》明确继续有效"


@given(
    expires=st.none() | st.dates(dt.date(2001, 1, 1), dt.date(2010, 1, 1)),
    changes=st.lists(
        st.tuples(
            st.sampled_from(["amends", "repeals", "extends"]),
            st.dates(dt.date(2000, 1, 1), dt.date(2012, 1, 1)),
            st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2015, 1, 1)),
        ),
        max_size=4,
    ),
    needs_period=st.booleans(),
    on=st.dates(dt.date(1999, 1, 1), dt.date(2016, 1, 1)),
)
def test_the_stretch_holds_the_days_on_which_it_holds(
    expires: dt.date | None,
    changes: list[tuple[str, dt.date, dt.date | None]],
    needs_period: bool,
    on: dt.date,
) -> None:
    facts = Facts(
        dt.date(2000, 1, 1),
        expires,
        needs_period,
        tuple(
            Change(kind, day, "甲", until if kind == "extends" else None)
            for kind, day, until in changes
        ),
    )
    days = valid_stretch(facts)
    within = days is not None and (
        (days.first is None or days.first <= on) and (days.last is None or on <= days.last)
    )
    assert within == (standing(facts, on=on).state in CURRENT)


@pytest.mark.parametrize(
    ("elements", "word"),
    [
        ({"title": "关于做好防汛工作的通知", "doc_type": "通知"}, ""),
        ({"title": "停车办法", "is_rule": True, "kind": "announcement"}, ""),
        ({"title": "关于限行的通告", "kind": "announcement", "is_normative": True}, ""),
        ({"title": "2025年政府信息公开工作年度报告"}, "报告"),
        ({"title": "关于某事的报告", "doc_type": "报告"}, "报告"),
        ({"title": "关于某次检查的通报", "doc_type": "通报"}, "通报"),
        ({"title": "关于公开征求《办法（草案）》意见的通知", "doc_type": "通知"}, "征求意见"),
        ({"title": "关于拟推荐名单的公示", "kind": "announcement"}, "公告公示"),
        ({"title": "Measures on Parking", "language": "en", "is_rule": True}, "译本"),
        ({"title": "关于印发五年规划的通知", "kind": "plan"}, ""),
    ],
)
def test_what_only_tells_is_shown_by_its_kind(elements: dict[str, object], word: str) -> None:
    document = Document(**elements)
    assert kind_word(document) == word
    assert has_validity(document) is (not word)
