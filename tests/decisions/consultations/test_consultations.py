"""From the draft of a notice to the notice, and its extensions; reference tests 3 and 4."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from decisions.consultations.models import Consultation, DraftVersion, Extension
from decisions.consultations.permissions import ROLES
from decisions.consultations.selectors import last_day, newest
from decisions.consultations.services import consultations
from decisions.consultations.services.steps import STEPS
from portal.acts.refusals import Blocked
from portal.common.errors import ActRefused, NotPermitted
from portal.text.lines import from_lines
from portal.text.model import Text
from tests.builders import City, person
from tests.decisions.consultations.cases import (
    CAME_AT,
    DAY,
    SECOND,
    after,
    brought,
    drafted,
    hands,
    running,
    submitted,
    written,
)
from tests.decisions.dossiers.cases import started

pytestmark = pytest.mark.django_db


def test_29_days_only_with_a_reason_that_is_published(city: City) -> None:
    short = {"last_day": CAME_AT.date() + 29 * DAY}
    with pytest.raises(ActRefused, match="只有29日，不足三十日（发布当日不计，满三十日是"):
        drafted(city, **short)
    row = running(city, **short, short_reason="汛期以前要用。")
    assert row.short_reason == "汛期以前要用。"
    assert last_day(row) == short["last_day"]


def test_enterprises_are_asked_for_thirty_days(city: City) -> None:
    with pytest.raises(ActRefused, match="涉及经营主体"):
        drafted(city, last_day=CAME_AT.date() + 29 * DAY, short_reason="急", asks_enterprises=True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last_day": CAME_AT.date() - 1 * DAY}, "早于发布时间"),
        ({"last_day": CAME_AT.date() + 400 * DAY}, "核对年份"),
        ({"gist": " "}, "填写为什么征求意见"),
        ({"title": ""}, "填写名称"),
        ({"showing": "all"}, "怎样公开"),
    ],
)
def test_bad_input_in_words(city: City, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ActRefused, match=told):
        drafted(city, **changes)


def test_announced_late_it_still_has_its_days(city: City) -> None:
    row = submitted(city)
    with pytest.raises(ActRefused, match="到今天才发布，还缺：不足三十日的理由"):
        consultations.announce(consultation=row, by=hands(city)[1], at=CAME_AT + 2 * DAY)


def test_announced_after_its_last_day(city: City) -> None:
    row = submitted(city)
    with pytest.raises(ActRefused, match="最后一天已经过了"):
        consultations.announce(consultation=row, by=hands(city)[1], at=CAME_AT + 60 * DAY)


def test_it_opens_at_its_instant_by_itself(city: City) -> None:
    row = running(city)
    later = submitted(city, start=CAME_AT + DAY)
    consultations.announce(consultation=later, by=hands(city)[1], at=CAME_AT)
    assert list(Consultation.objects.public(CAME_AT)) == [row]
    assert Consultation.objects.public(CAME_AT + DAY).count() == 2


def test_what_was_announced_keeps_its_time(city: City) -> None:
    row = running(city)
    with pytest.raises(Exception, match="keeps its time"), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(closes_at=row.closes_at - DAY)
    with pytest.raises(Exception, match="keeps its time"), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(opens_at=row.opens_at - DAY)


def test_an_extension_has_a_notice_of_its_own(city: City) -> None:
    row, reviewer = running(city), hands(city)[1]
    former, last = row.closes_at, last_day(row)
    assert last is not None
    given = {"by": reviewer, "at": CAME_AT + DAY}
    with pytest.raises(ActRefused, match="晚于现在的最后一天"):
        consultations.extend(consultation=row, last_day=last, reason="多人要求", **given)
    with pytest.raises(ActRefused, match="延长的理由"):
        consultations.extend(consultation=row, last_day=last + DAY, reason=" ", **given)
    done = consultations.extend(consultation=row, last_day=last + DAY, reason="多人要求", **given)
    notice = Extension.objects.get()
    assert (notice.former, notice.until) == (former, done.closes_at)
    with pytest.raises(Exception, match="extension_is_kept"), transaction.atomic():
        Extension.objects.update(reason="别的")
    with pytest.raises(ActRefused, match="不再延长"):
        consultations.extend(
            consultation=row, last_day=last + 9 * DAY, reason="再延", by=reviewer, at=after(done)
        )


class TestDraft:
    def test_versions_are_numbered_hashed_and_kept(self, city: City) -> None:
        row = running(city)
        version = DraftVersion.objects.get()
        assert (version.version, len(version.digest)) == (1, 64)
        assert [each.label for each in version.clauses.all()][:2] == ["第一条", "第二条"]
        with pytest.raises(Exception, match="never_changed"), transaction.atomic():
            DraftVersion.objects.update(text=from_lines(["第一条　换掉。"]))
        with pytest.raises(Exception, match="never_changed"), transaction.atomic():
            version.clauses.update(text="换掉")
        assert newest(row) == version

    def test_the_next_one_waits_for_another_hand(self, city: City) -> None:
        row, (handler, reviewer) = running(city), hands(city)
        text = from_lines(SECOND)
        given = {"consultation": row, "by": handler, "at": CAME_AT + DAY}
        with pytest.raises(ActRefused, match="改了什么"):
            consultations.put_draft(text=text, **given)
        consultations.put_draft(text=text, note="改了第三条。", **given)
        first = newest(row)
        assert first is not None
        assert first.version == 1
        with pytest.raises(ActRefused, match="等待公布"):
            consultations.put_draft(text=text, note="再改。", **given)
        consultations.release_draft(consultation=row, by=reviewer, at=CAME_AT + DAY)
        second = newest(row)
        assert second is not None
        assert second.version == 2

    def test_nobody_releases_what_they_put_in(self, city: City) -> None:

        row = running(city)

        both = person("p-both", organs=[city.office], roles=list(ROLES))
        consultations.put_draft(
            consultation=row, text=from_lines(SECOND), note="改。", by=both, at=CAME_AT
        )
        with pytest.raises(NotPermitted, match="他人办理"):
            consultations.release_draft(consultation=row, by=both, at=CAME_AT)
        assert newest(row).version == 1  # type: ignore[union-attr]

    def test_neither_nothing_nor_a_heap(self, city: City) -> None:
        row = drafted(city)
        given = {"consultation": row, "by": hands(city)[0], "at": CAME_AT}
        with pytest.raises(ActRefused, match="请填写草案"):
            consultations.put_draft(text=Text(), **given)
        with pytest.raises(ActRefused, match="最多40万字"):
            consultations.put_draft(text=from_lines(["长" * 400_001]), **given)

    def test_numbers_of_persons_stop_the_notice(self, city: City) -> None:
        row = submitted(city, lines=["第一条　请联系陈某，电话13800001111。"])
        with pytest.raises(Blocked, match="请更正"):
            consultations.announce(consultation=row, by=hands(city)[1], at=CAME_AT)
        assert not Consultation.objects.public(CAME_AT + DAY).exists()


def test_a_decision_of_the_same_organ(city: City) -> None:
    decision = started(city)
    row = drafted(city, decision=decision)
    assert list(decision.consultations.all()) == [row]
    with pytest.raises(NotPermitted):
        consultations.begin(organ=city.office, title="X", by=city.outsider, at=CAME_AT)


def test_the_day_of_the_decision_comes_after_the_end(city: City) -> None:
    row = running(city)
    given = {"consultation": row, "by": hands(city)[0]}
    last = last_day(row)
    assert last is not None
    # While it runs there is no such day, and nobody is offered to note one.
    before = STEPS.verdict(given["by"], row, "note_decision", on=last)
    assert not before.has_occasion
    with pytest.raises(ActRefused, match="还没有截止"):
        consultations.note_decision(decided_on=last, at=row.opens_at, **given)
    with pytest.raises(ActRefused, match="截止以后，请核对"):
        consultations.note_decision(decided_on=last, at=after(row), **given)
    with pytest.raises(ActRefused, match="晚于今天"):
        consultations.note_decision(decided_on=last + 9 * DAY, at=after(row), **given)
    done = consultations.note_decision(decided_on=last + DAY, at=after(row), **given)
    assert done.decided_on == last + DAY


def test_of_a_stopped_one_everybody_reads_why(city: City) -> None:
    row = running(city)
    made = written(row)
    consultations.stop(consultation=row, reason="不再制定", by=hands(city)[1], at=after(row))
    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.status, row.ended_reason) == ("stopped", "不再制定")
    assert made.closed_on == dt.date(after(row).year, after(row).month, after(row).day)


def test_every_state_is_reached(city: City) -> None:
    for state in STEPS.rules.workflow.states.values:
        assert brought(city, state).status == state
