"""Taking opinions in: to the instant, once, on the words they were written on; reference test 5."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import InternalError, connection, transaction

from decisions.consultations.models import Opinion
from decisions.consultations.selectors import newest
from decisions.consultations.services import consultations, intake
from portal.acts.models import Counter
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.text.lines import from_lines
from tests.builders import City
from tests.decisions.consultations.cases import (
    CAME_AT,
    DAY,
    SECOND,
    after,
    drafted,
    hands,
    running,
    said,
    settled,
    written,
)

pytestmark = pytest.mark.django_db
MOMENT = dt.timedelta(microseconds=100_000)


class TestInTime:
    def test_a_tenth_of_a_second_before_24_hours_is_in(self, city: City) -> None:
        row = running(city)
        made = written(row, at=row.closes_at - MOMENT)
        assert made.serial == 1
        assert made.number.endswith("YJ00001")

    def test_at_24_hours_it_is_too_late_and_said_since_when(self, city: City) -> None:
        row = running(city)
        with pytest.raises(ActRefused, match=r"24时截止.*您写的都还在"):
            written(row, at=row.closes_at)
        assert not Opinion.objects.exists()
        assert not Counter.objects.filter(series="opinions").exists()

    def test_before_it_opens(self, city: City) -> None:
        row = running(city, start=CAME_AT + DAY)
        with pytest.raises(ActRefused, match="请到时再提交"):
            written(row, at=row.opens_at - MOMENT)

    def test_the_database_refuses_it_too(self, city: City) -> None:
        row = running(city)
        made = written(row)
        assert made.submitted_at < row.closes_at
        copy = Opinion.objects.get(pk=made.pk)
        copy.pk, copy.seal_id, copy.serial = None, uuid.uuid4(), 99
        copy.number, copy.submission_key, copy.text = "X", uuid.uuid4(), "好。"
        assert row.closes_at is not None
        copy.submitted_at = row.closes_at
        with pytest.raises(InternalError, match="while it is open"), transaction.atomic():
            copy.save(force_insert=True)

    def test_an_extension_lets_in_again(self, city: City) -> None:
        row = running(city)
        old = row.closes_at
        last = (old + 5 * DAY).date()
        consultations.extend(
            consultation=row, last_day=last, reason="多人要求", by=hands(city)[1], at=CAME_AT
        )
        assert written(row, at=old).pk

    @pytest.mark.parametrize("state", ["draft", "settled"])
    def test_neither_before_the_notice_nor_after_the_end(self, city: City, state: str) -> None:
        row = drafted(city) if state == "draft" else settled(city, start=CAME_AT)
        version = row.versions.get()
        opinion = intake.Said(version=version, text="好。")
        with pytest.raises(ActRefused, match="现在不接收意见"):
            intake.submit(consultation=row, opinion=opinion, key=uuid.uuid4(), at=CAME_AT + DAY)


class TestOnce:
    def test_sent_twice_it_is_one_also_after_the_end(self, city: City) -> None:
        row, key = running(city), uuid.uuid4()
        first = intake.submit(consultation=row, opinion=said(row), key=key, at=CAME_AT + DAY)
        again = intake.submit(consultation=row, opinion=said(row), key=key, at=after(row))
        assert (first.is_new, again.is_new) == (True, False)
        assert (first.case.pk, first.code) == (again.case.pk, again.code)
        assert Opinion.objects.count() == 1

    def test_serials_have_no_gaps(self, city: City) -> None:
        row = running(city)
        assert [written(row, f"第{n}条").serial for n in range(4)] == [1, 2, 3, 4]


class TestOnItsWords:
    def test_version_clause_and_quote_are_kept_for_good(self, city: City) -> None:
        row = running(city)
        made = written(row, on="第三条", quote="公示 收费标准")
        assert (made.version.version, made.clause.label) == (1, "第三条")
        with pytest.raises(Exception, match="opinion_keeps_its_place"), transaction.atomic():
            Opinion.objects.filter(pk=made.pk).update(quote="别的")
        with pytest.raises(Exception, match="never_deleted"), transaction.atomic():
            Opinion.objects.filter(pk=made.pk)._raw_delete("default")

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"text": " \u3000"}, "写明您的意见"),
            ({"text": "长" * 5_001}, "最多5000字"),
            ({"on": "第三条", "quote": "没有这句"}, "不在第三条里"),
            ({"quote": "没有选条"}, "请选择是哪一条"),
            ({"stance": "maybe"}, "请选择支持"),
            ({"is_child": True}, "监护人"),
            ({"may_name": True}, "怎样称呼"),
        ],
    )
    def test_bad_input_in_words(self, city: City, changes: dict[str, Any], told: str) -> None:
        row = running(city)
        with pytest.raises(ActRefused, match=told):
            written(row, **changes)

    def test_a_new_version_is_looked_at_first(self, city: City) -> None:
        row = running(city)
        opinion = said(row)
        handler, reviewer = hands(city)
        consultations.put_draft(
            consultation=row, text=from_lines(SECOND), note="改了。", by=handler, at=CAME_AT
        )
        consultations.release_draft(consultation=row, by=reviewer, at=CAME_AT)
        with pytest.raises(ActRefused, match="新的一稿"):
            intake.submit(consultation=row, opinion=opinion, key=uuid.uuid4(), at=CAME_AT + DAY)

    def test_a_clause_of_another_consultation_is_none(self, city: City) -> None:
        row, other = running(city), running(city)
        version = newest(other)
        assert version is not None
        opinion = intake.Said(version=version, text="好。", clause=version.clauses.first())
        with pytest.raises(ActRefused):
            intake.submit(consultation=row, opinion=opinion, key=uuid.uuid4(), at=CAME_AT + DAY)


class TestPersons:
    def test_who_wrote_is_sealed_and_in_no_trail(self, city: City) -> None:
        row = running(city)
        made = written(
            row, "我住在演示路5弄3号，收费太高。", name="陈演示", phone="13800001111",
            may_publish=True,
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM decisions_opinion WHERE id = %s", [made.pk])
            kept = str(cursor.fetchone())
        trail = str(list(AuditEntry.objects.values_list("summary", "details")))
        for words in ("陈演示", "13800001111", "收费太高"):
            assert words not in kept
            assert words not in trail
        assert made.text.startswith("我住在")

    def test_of_a_child_no_name_is_shown(self, city: City) -> None:
        made = written(
            running(city), name="小明", is_child=True, guardian="陈演示 13800001111",
            may_publish=True, may_name=True,
        )  # fmt: skip
        assert (made.may_publish, made.may_name) == (True, False)
        assert made.guardian.startswith("陈演示")

    def test_where_only_a_summary_is_shown_nobody_consents(self, city: City) -> None:
        made = written(running(city, showing="summary"), may_publish=True)
        assert not made.may_publish

    def test_the_same_words_are_known_as_such(self, city: City) -> None:
        row = running(city)
        one, two = written(row, "要 便宜"), written(row, "要便宜")
        assert one.text_index == two.text_index != written(row, "要贵").text_index


class TestOnPaper:
    def _enter(self, city: City, row: Any, **changes: Any) -> Opinion:
        given = {
            "way": "letter", "sent_on": (row.closes_at - MOMENT).date(), "key": uuid.uuid4(),
            "opinion": said(row), "by": hands(city)[0], "at": after(row),
        }  # fmt: skip
        return intake.enter(consultation=row, **{**given, **changes}).case

    def test_a_postmark_of_the_last_day_counts_with_a_reason(self, city: City) -> None:
        row = running(city)
        with pytest.raises(ActRefused, match="写明现在才登记的理由"):
            self._enter(city, row)
        made = self._enter(city, row, late_entry_reason="邮戳是最后一天，今天收到")
        assert made.entered_by == hands(city)[0]
        assert made.late_entry_reason

    def test_what_was_sent_later_does_not(self, city: City) -> None:
        row = running(city)
        with pytest.raises(ActRefused, match="不计入"):
            self._enter(
                city, row, sent_on=row.closes_at.date() + DAY, late_entry_reason="晚到",
                at=after(row) + 3 * DAY,
            )  # fmt: skip

    def test_what_belongs_on_the_page_is_typed_by_nobody_else(self, city: City) -> None:
        row = running(city)
        with pytest.raises(ActRefused, match="不能代为登记"):
            self._enter(city, row, way="online", late_entry_reason="系统坏了")

    @pytest.mark.parametrize(("day", "told"), [(-60, "早于发布"), (60, "晚于今天")])
    def test_days_that_cannot_be(self, city: City, day: int, told: str) -> None:
        row = running(city)
        with pytest.raises(ActRefused, match=told):
            self._enter(city, row, sent_on=CAME_AT.date() + day * DAY, at=CAME_AT + DAY)

    def test_only_handlers(self, city: City) -> None:
        row = running(city)
        for user in (city.outsider, hands(city)[1]):
            with pytest.raises(NotPermitted):
                self._enter(city, row, by=user)
