"""What becomes of opinions: grouped by a person, answered, settled; reference test 12."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection, transaction

from decisions.consultations.counts import counts_of, ledger_for
from decisions.consultations.models import Consultation, Opinion, OpinionGroup
from decisions.consultations.selectors import missing_entries
from decisions.consultations.services import answers, channels, intake, public_copies
from decisions.consultations.services.steps import STEPS
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.consultations.cases import (
    CAME_AT,
    DAY,
    after,
    answered,
    hands,
    running,
    said,
    settled,
    written,
)

pytestmark = pytest.mark.django_db
WHY = "夜间收费由价格主管部门另行规定，不在这部办法里写，已经转给他们研究。"


def recounted(row: Consultation) -> dict[str, int]:
    """The ledger counted again, by nothing but SQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(nullif(outcome, ''), 'open'), count(*) FROM decisions_opinion"
            " WHERE consultation_id = %s AND status <> 'withdrawn' GROUP BY 1",
            [row.pk],
        )
        return dict(cursor.fetchall())


def _group(city: City, row: Consultation, *serials: int, **changes: Any) -> OpinionGroup:
    given = {"summary": "夜间再便宜一些", "by": hands(city)[0], "at": CAME_AT + 2 * DAY}
    answers.group(consultation=row, serials=serials, **{**given, **changes})
    group: OpinionGroup | None = changes.get("into") or row.groups.order_by("-pk").first()
    assert group is not None
    return OpinionGroup.objects.get(pk=group.pk)


def _answer(city: City, row: Consultation, **given: Any) -> Consultation:
    handler = hands(city)[0]
    asked = {"outcome": "declined", "reason": WHY, **given}
    return answers.answer(consultation=row, **asked, by=handler, at=CAME_AT + 3 * DAY)


def _settle(city: City, row: Consultation, at: dt.datetime | None = None) -> Consultation:
    return STEPS.perform(row, "settle", by=hands(city)[0], at=at or after(row))


class TestGroups:
    def test_a_person_puts_them_together_and_answers_once(self, city: City) -> None:
        row = running(city)
        made = [written(row, "夜间再便宜一些。", on="第四条") for _ in range(3)]
        other = written(row, "夜间请便宜。", on="第四条")
        group = _group(city, row, 1, 2, 3)
        group = _group(city, row, other.serial, into=group)
        assert group.opinions == 4
        assert counts_of(row).copies == {group.pk: 3}
        _answer(city, row, groups=[group])
        for each in made:
            each.refresh_from_db()
            assert (each.status, each.outcome, each.group) == ("answered", "declined", group)
            assert each.acts.last().action == "answer"
        assert ledger_for(row).total.declined == 4

    def test_never_over_two_clauses(self, city: City) -> None:
        row = running(city)
        written(row, "便宜。", on="第三条")
        written(row, "便宜。", on="第四条")
        written(row, "便宜。")
        for serials in ((1, 2), (1, 3)):
            with pytest.raises(ActRefused, match="不同的条文"):
                _group(city, row, *serials)

    def test_neither_one_nor_answered_nor_strange_ones(self, city: City) -> None:
        row, other = running(city), running(city)
        written(row, "便宜。")
        written(other, "便宜。")
        with pytest.raises(ActRefused, match="至少选两条"):
            _group(city, row, 1)
        with pytest.raises(ActRefused, match="重新选择"):
            _group(city, row, 1, 2)
        written(row, "便宜。")
        group = _group(city, row, 1, 2)
        written(other, "便宜。")
        with pytest.raises(ActRefused, match="这次征求意见里"):
            _group(city, other, 1, 2, into=group)

    def test_taken_apart_they_are_open_again(self, city: City) -> None:
        row = running(city)
        for _ in range(3):
            written(row, "便宜。")
        group = _group(city, row, 1, 2, 3)
        _answer(city, row, groups=[group])
        at = CAME_AT + 4 * DAY
        answers.ungroup(consultation=row, group=group, serials=[3], by=hands(city)[0], at=at)
        assert OpinionGroup.objects.get(pk=group.pk).opinions == 2
        assert recounted(row) == {"declined": 2, "open": 1}
        answers.ungroup(consultation=row, group=group, by=hands(city)[0], at=at)
        assert not row.groups.exists()
        assert recounted(row) == {"open": 3}

    def test_what_is_withdrawn_counts_no_more(self, city: City) -> None:
        row = running(city)
        one = written(row, "便宜。")
        written(row, "便宜。")
        group = _group(city, row, 1, 2)
        public_copies.withdraw(opinion=one, at=CAME_AT + 2 * DAY)
        assert OpinionGroup.objects.get(pk=group.pk).opinions == 1
        _answer(city, row, groups=[group])
        assert recounted(row) == {"declined": 1}
        assert ledger_for(row).withdrawn == 1

    def test_numbers_of_persons_are_not_published(self, city: City) -> None:
        row = running(city)
        written(row)
        written(row)
        with pytest.raises(ActRefused, match="请隐去"):
            _group(city, row, 1, 2, summary="请打13800001111")
        with pytest.raises(ActRefused, match="请隐去"):
            _answer(city, row, serials=[1], reason="已打13800001111告知")


class TestAnswers:
    def test_what_many_say_is_explained(self, city: City, settings: Any) -> None:
        settings.CONSULTATION_CONCENTRATED_LEAST = 3
        row = running(city)
        for _ in range(3):
            written(row, "便宜。")
        group = _group(city, row, 1, 2, 3)
        with pytest.raises(ActRefused, match="至少写20个字"):
            _answer(city, row, groups=[group], reason="不采纳。")
        # Adopted it needs no more.
        _answer(city, row, groups=[group], reason="采纳。", outcome="adopted", change="改为半价。")
        assert recounted(row) == {"adopted": 3}

    def test_a_campaign_is_not_refused_one_by_one(self, city: City, settings: Any) -> None:
        settings.CONSULTATION_CONCENTRATED_LEAST = 3
        row = running(city)
        for _ in range(3):
            written(row, "便宜。")
        _answer(city, row, serials=[1, 2, 3], reason="不采纳。")
        with pytest.raises(ActRefused, match=r"3条文字相同的意见.*先归并"):
            _settle(city, row)

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({"serials": [1], "outcome": "noted"}, "选择处理结果"),
            ({"serials": [1], "reason": "  "}, "填写理由"),
            ({"serials": [1], "change": "改第一条"}, "没有采纳的"),
            ({}, "选择要处理的"),
            ({"serials": [1, 9]}, "重新选择"),
        ],
    )
    def test_bad_input_in_words(self, city: City, given: dict[str, Any], told: str) -> None:
        row = running(city)
        written(row)
        with pytest.raises(ActRefused, match=told):
            _answer(city, row, **given)
        assert recounted(row) == {"open": 1}

    def test_one_by_itself_and_again(self, city: City) -> None:
        row = running(city)
        made = written(row)
        handler = hands(city)[0]
        answers.answer_one(
            opinion=made, outcome="partly", reason="写明期限。", change="加上期限。",
            summary="写期限", by=handler, at=CAME_AT + 2 * DAY,
        )  # fmt: skip
        assert recounted(row) == {"partly": 1}
        answers.reconsider(opinion=made, reason="另有规定", by=handler, at=CAME_AT + 3 * DAY)
        made.refresh_from_db()
        assert (made.outcome, made.reason, made.change) == ("", "", "")

    def test_only_handlers_of_the_organ(self, city: City) -> None:
        row = running(city)
        made = written(row)
        for user in (hands(city)[1], city.outsider):
            with pytest.raises(NotPermitted):
                answers.answer_one(
                    opinion=made, outcome="adopted", reason="好。", by=user, at=CAME_AT + DAY
                )

    def test_an_outcome_is_a_matter_of_the_row_itself(self, city: City) -> None:
        made = written(running(city))
        with pytest.raises(Exception, match="has_an_outcome"), transaction.atomic():
            Opinion.objects.filter(pk=made.pk).update(status="answered")
        with pytest.raises(Exception, match="with_reason"), transaction.atomic():
            Opinion.objects.filter(pk=made.pk).update(status="answered", outcome="adopted")


class TestSettling:
    def test_not_while_one_is_open_and_it_is_named(self, city: City) -> None:
        row = running(city)
        written(row)
        written(row)
        _answer(city, row, serials=[1])
        with pytest.raises(ActRefused, match="还有1条意见没有处理，第一条是第2号"):
            _settle(city, row)

    def test_not_before_the_end(self, city: City) -> None:
        row = running(city)
        with pytest.raises(ActRefused, match="还没有截止"):
            _settle(city, row, at=row.closes_at - dt.timedelta(seconds=1))

    def test_nobody_wrote_and_it_is_settled(self, city: City) -> None:
        assert settled(city, start=CAME_AT, opinions=0).status == "settled"

    def test_what_was_said_elsewhere_is_typed_in(self, city: City) -> None:
        row, handler = running(city), hands(city)[0]
        day = (CAME_AT + 3 * DAY).date()
        channels.note_channel(
            consultation=row, way="seminar", first=day, people=9, opinions=1, minutes="谈了收费。",
            by=handler, at=CAME_AT + 4 * DAY,
        )  # fmt: skip
        channel = row.channels.get()
        assert missing_entries(row) == [(channel, 0)]
        with pytest.raises(ActRefused, match="登记了1条，录入了0条"):
            _settle(city, row)
        intake.enter(
            consultation=row, opinion=said(row), way="seminar", sent_on=day, key=uuid.uuid4(),
            channel=channel, by=handler, at=CAME_AT + 5 * DAY,
        )  # fmt: skip
        answered(row, city)
        assert _settle(city, row).status == "settled"
        assert ledger_for(row).ways["seminar"].adopted == 1

    def test_the_ledger_is_the_same_counted_again(self, city: City) -> None:
        row = running(city)
        for number in range(24):
            written(row, f"第{number}条。", on=("", "第三条", "第四条")[number % 3])
        for place, outcome in enumerate(("adopted", "partly", "declined", "outside")):
            serials = [n for n in range(1, 25) if n % 5 == place]
            _answer(city, row, serials=serials, outcome=outcome)
        public_copies.withdraw(opinion=row.opinions.open().first(), at=CAME_AT + 4 * DAY)
        ledger = ledger_for(row)
        again = recounted(row)
        assert sum(again.values()) == ledger.total.received == 23
        for name in ("adopted", "partly", "declined", "outside", "open"):
            assert again.get(name, 0) == getattr(ledger.total, name)
            assert sum(getattr(line, name) for line in ledger.ways.values()) == again.get(name, 0)
            assert sum(getattr(line, name) for line in ledger.clauses.values()) == again.get(
                name, 0
            )
