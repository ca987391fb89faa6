"""What must hold of every ledger, over twelve thousand random ones."""

import csv
import datetime as dt
import io
from contextlib import suppress
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from portal.workdays.sheet import HEADER, OFF, WORKED, Arrangement, read_csv
from requests_app.deadlines.clock import Clock, State, clock
from requests_app.deadlines.facts import ConsultationKind, Facts, FactsError
from requests_app.deadlines.report import report
from requests_app.deadlines.steps import explain
from tests.requests_app.ledgers import DAY, OffTheCalendar, ledger, reckon, walk, works
from tests.workdays.calendars import CALENDAR, LAST, SHIPPED, calendar_of

CHUNKS, SIZE = 12, 1000
FAR = dt.date.max


@cache
def ledgers(chunk: int) -> tuple[Facts, ...]:
    random = Random(chunk)  # noqa: S311
    return tuple(ledger(random) for _ in range(SIZE))


@cache
def reckoned(chunk: int) -> tuple[tuple[Facts, Clock], ...]:
    """Each lawful ledger of the chunk with its answer."""
    lawful = []
    for facts in ledgers(chunk):
        with suppress(FactsError):
            lawful.append((facts, clock(facts, CALENDAR)))
    assert len(lawful) > SIZE * 0.8
    return tuple(lawful)


def naive(start: dt.date, days: int) -> dt.date | None:
    try:
        return walk(start, days)
    except OffTheCalendar:
        return None


def due(answer: Clock) -> dt.date | None:
    return answer.reply.due_on if answer.reply else None


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_date_agrees_with_a_naive_walk(chunk: int) -> None:
    for facts, answer in reckoned(chunk):
        expected = reckon(facts)
        assert due(answer) == expected.due, facts
        if expected.due:
            assert answer.period.start == expected.start, facts
        if not expected.is_beyond and not expected.is_open:
            assert answer.reply is not None, facts
            assert not answer.reply.provisional, facts
        if expected.is_beyond and not expected.is_open:
            assert answer.is_provisional, facts
        assert answer.notice_of_correction.due_on == naive(facts.received_on, 7)
        if facts.fee:
            assert answer.fee.due_on == naive(facts.fee.notice_received_on, 20)
        terms = [
            naive(each.served_on, 15)
            for each in facts.consultations
            if each.kind is ConsultationKind.THIRD_PARTY and each.served_on
        ]
        found = answer.third_party.due_on if answer.third_party else None
        latest = max((term or FAR for term in terms), default=FAR)
        assert (found or FAR) == latest, facts


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_an_extension_is_refused_exactly_when_it_came_after_the_due_date(chunk: int) -> None:
    refused = 0
    for facts in ledgers(chunk):
        if facts.extension is None:
            continue
        then = replace(facts.known_on(facts.extension.approved_on), extension=None)
        limit = reckon(then).due
        if limit is None or facts.extension.approved_on <= limit:
            clock(facts, CALENDAR)
            continue
        refused += 1
        with pytest.raises(FactsError, match="延期应当在答复期限内批准"):
            clock(facts, CALENDAR)
    assert refused


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_due_date_is_a_working_day(chunk: int) -> None:
    dated = 0
    for facts, answer in reckoned(chunk):
        for term in (
            *(answer.notice_of_correction, answer.reply, answer.third_party),
            *(answer.fee, answer.review, answer.suit),
        ):
            if term is not None and term.due_on is not None:
                dated += 1
                assert works(term.due_on), facts
            elif term is not None:
                assert term.provisional, facts
                assert "尚未收录" in term.explanation
    assert dated > SIZE


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_day_lines_count_up_to_the_result(chunk: int) -> None:
    for facts, answer in reckoned(chunk):
        steps = explain(answer, CALENDAR)
        stretches = [step for step in steps if step.kind in ("counted", "excluded")]
        lines = [line for step in stretches for line in step.lines]
        dates = [line.date for line in lines]
        first = answer.period.start + DAY
        assert dates == [first + place * DAY for place in range(len(dates))], facts
        numbered = [line for line in lines if line.ordinal is not None]
        assert [line.ordinal for line in numbered] == list(range(1, len(numbered) + 1)), facts
        assert all(works(line.date) for line in numbered), facts
        for step in stretches:
            assert (step.first, step.last) == (step.lines[0].date, step.lines[-1].date)
            assert step.days == sum(works(line.date) for line in step.lines), facts
        if due(answer):
            assert dates[-1] == due(answer), facts
            assert len(numbered) == answer.period.days, facts


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_later_receipt_is_never_due_earlier(chunk: int) -> None:
    random = Random(f"later {chunk}")  # noqa: S311
    compared = 0
    for facts, answer in reckoned(chunk):
        later = replace(facts, received_on=facts.received_on + random.randint(1, 12) * DAY)
        try:
            shifted = clock(later, CALENDAR)
        except FactsError:
            continue  # now something happened before receipt
        compared += 1
        assert (due(shifted) or FAR) >= (due(answer) or FAR), facts
        assert (shifted.notice_of_correction.due_on or FAR) >= (
            answer.notice_of_correction.due_on or FAR
        )
    assert compared > SIZE * 0.3


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_restart_forgets_what_went_before(chunk: int) -> None:
    """After a correction or payment the period is that of an application received then."""
    restarted = 0
    for facts, answer in reckoned(chunk):
        start = answer.period.start
        if start == facts.received_on or answer.period.waits_for:
            continue
        if any(each.served_on and each.served_on < start for each in facts.consultations):
            continue  # its term began before the restart and cannot be told of a new application
        restarted += 1
        fresh = Facts(
            received_on=start,
            consultations=tuple(
                replace(
                    each,
                    sent_on=max(each.sent_on, start),
                    closed_on=each.closed_on and max(each.closed_on, start),
                )
                for each in facts.consultations
            ),
            extension=facts.extension and replace(facts.extension, approved_on=start),
        )
        assert due(clock(fresh, CALENDAR)) == due(answer), facts
    assert restarted


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_parallel_consultations_count_as_their_union(chunk: int) -> None:
    random = Random(f"union {chunk}")  # noqa: S311
    for facts, answer in reckoned(chunk):
        if not facts.consultations:
            continue
        doubled = [*facts.consultations, random.choice(facts.consultations)]
        random.shuffle(doubled)
        again = clock(replace(facts, consultations=tuple(doubled)), CALENDAR)
        assert due(again) == due(answer), facts
        assert again.state == answer.state, facts
        each = random.choice(facts.consultations)
        if each.served_on is None and each.closed_on is not None:
            middle = each.sent_on + random.randint(0, (each.closed_on - each.sent_on).days) * DAY
            others = tuple(other for other in facts.consultations if other is not each)
            halves = (replace(each, closed_on=middle), replace(each, sent_on=middle))
            split = clock(replace(facts, consultations=others + halves), CALENDAR)
            assert due(split) == due(answer), facts


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_day_of_asking_changes_the_state_only(chunk: int) -> None:
    for facts, answer in reckoned(chunk):
        asked = clock(replace(facts, as_of=LAST), CALENDAR)
        assert (due(asked), asked.fee, asked.third_party) == (
            *(due(answer), answer.fee, answer.third_party),
        )
        if asked.state is State.OVERDUE:
            assert due(asked) < LAST, facts
            assert asked.remedies_from == (facts.delivered_on or due(asked)), facts
        if facts.delivered_on and facts.delivered_on <= LAST:
            assert asked.state is State.ANSWERED


def as_sheet(arrangements: list[Arrangement]) -> str:
    """The notices as the CSV an administrator would load."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for notice in arrangements:
        for span in notice.spans:
            writer.writerow(
                [
                    *(notice.year, notice.number, notice.issued_on),
                    *(WORKED if span.is_working else OFF, span.first, span.last, span.name),
                    *(notice.title, notice.url, "是" if notice.is_verified else "否"),
                ]
            )
    return text.getvalue()


def test_the_answer_survives_a_round_trip_of_the_calendar() -> None:
    rebuilt = calendar_of(read_csv(as_sheet(SHIPPED)))
    assert rebuilt is not CALENDAR
    for facts, answer in reckoned(0):
        assert report(clock(facts, rebuilt), rebuilt) == report(answer, CALENDAR)
