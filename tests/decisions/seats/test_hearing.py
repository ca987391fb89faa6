"""A hearing on a decision: materials in time, names before, a signed record, then it counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from decisions.dossiers.gate import before_meeting
from decisions.dossiers.models import Decision
from decisions.dossiers.selectors import facts_of
from decisions.dossiers.sources import told_elsewhere
from decisions.participation.offers import offers
from decisions.seats.models import Applicant, RecordSignature, Sitting
from decisions.seats.obstacles import OBSTACLES
from decisions.seats.selectors import figures
from decisions.seats.services import applications, draws, hearing, invitations, meeting, sittings
from decisions.seats.services.words import materials_last
from decisions.seats.workflow import Place
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from tests.builders import City, person
from tests.decisions.dossiers import cases as dossiers
from tests.decisions.seats.cases import (
    AT,
    DAY,
    HOUR,
    SIDES,
    again,
    announced,
    coming,
    drafted,
    heard,
    of_hearing,
    people,
    thrown,
)
from tests.decisions.seats.hearings import held, named, officer, reviewer, sent, told

pytestmark = pytest.mark.django_db


def own_page(client: Client, one: Applicant) -> str:
    """What whoever applied reads of it, between the head and the foot of the site."""
    citizen = person(f"citizen{one.pk}", organs=[], roles=[])
    Applicant.objects.filter(pk=one.pk).update(user=citizen)
    client.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(one.get_absolute_url()).content.decode().partition('id="main"')[2]


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


def lacks_of(decision: Decision) -> list[str]:
    return [lack.message for lack in before_meeting(facts_of(decision))]


class TestTheNotice:
    def test_it_is_on_a_decision_and_seats_every_side(self, city: City) -> None:
        for changes, words in (
            ({"groups": SIDES}, "哪一项决策"),
            ({"decision": dossiers.started(city), "groups": ["市民 2"]}, "相关各方都有代表"),
        ):
            row = drafted(city, **{**of_hearing(None), **changes})
            with pytest.raises(ActRefused, match=words):
                sittings.STEPS.perform(row, "submit", by=officer(city), at=AT)

    def test_the_database_asks_for_its_decision_too(self, city: City) -> None:
        row = announced(city)
        with pytest.raises(IntegrityError), transaction.atomic():
            Sitting.objects.filter(pk=row.pk).update(names_at=AT)

    def test_those_who_are_drawn_have_time_for_the_materials(self, city: City) -> None:
        closes_at = AT + 10 * DAY
        with pytest.raises(ActRefused, match="须在7日前送达"):
            drafted(
                city, kind="hearing", decision=dossiers.started(city), groups=SIDES,
                draw_at=closes_at + 14 * DAY, meets_at=closes_at + 20 * DAY,
            )  # fmt: skip

    def test_who_applies_agrees_that_names_are_published(self, city: City, client: Client) -> None:
        now = timezone.now()
        ends = now + 9 * DAY
        about = of_hearing(dossiers.started(city), ends)
        row = announced(city, at=now - DAY, closes_at=ends, **about)
        given = {"key": "5a6f2c1e-7b1d-4a52-9c53-6a3a36f2b001", "name": "甲", "contact":
                 "13800138000", "group": "市民", "meets": "on"}  # fmt: skip
        refused = client.post(f"/seats/{row.pk}/apply/", given)
        assert refused.status_code == 400
        assert "不同意公布姓名的不能报名" in refused.content.decode()
        assert (
            client.post(f"/seats/{row.pk}/apply/", {**given, "may_name": "on"}).status_code == 302
        )
        assert Applicant.objects.get().may_name


class TestBefore:
    def test_materials_are_there_seven_days_before_or_it_is_held_later(self, city: City) -> None:
        row = coming(city)
        with pytest.raises(ActRefused, match=r"第十六条.*改期"):
            sent(row, city, late=1)
        hearing.postpone(
            sitting=row, meets_at=row.meets_at + DAY, reason="材料晚了一天", by=reviewer(city),
            at=row.meets_at - 6 * DAY,
        )  # fmt: skip
        row = again(row)
        assert sent(row, city).materials_on == materials_last(row)
        letters = OutboxMessage.objects.filter(subject__contains="改期")
        assert letters.count() == len(people(row, Place.COMING, Place.SUBSTITUTE))
        assert not letters.filter(body__contains="列席会议").exists()

    def test_it_is_only_ever_held_later(self, city: City) -> None:
        row = coming(city)
        with pytest.raises(ActRefused, match="只能改晚"):
            hearing.postpone(
                sitting=row, meets_at=row.meets_at, reason="提前", by=reviewer(city), at=row.draw_at
            )

    def test_names_are_published_when_all_have_answered_and_each_side_comes(
        self, city: City
    ) -> None:
        row = coming(city)
        one = people(row, Place.COMING)[0]
        invitations.decline(applicant=one, at=row.draw_at + HOUR)
        with pytest.raises(ActRefused, match="还没有答复"):
            named(row, city)
        for each in people(row, Place.INVITED):
            invitations.decline(applicant=each, at=row.draw_at + HOUR)
        with pytest.raises(ActRefused, match=f"“{one.group}”没有人参加|还没有答复"):
            named(row, city)

    def test_not_once_it_has_begun(self, city: City) -> None:
        row = coming(city)
        with pytest.raises(ActRefused, match="会以前公布"):
            hearing.publish_names(sitting=row, by=reviewer(city), at=row.meets_at)

    def test_nobody_moves_up_whom_the_materials_would_not_reach_in_time(self, city: City) -> None:
        row = coming(city)
        sent(row, city)
        one = people(row, Place.COMING)[0]
        invitations.decline(applicant=one, at=row.meets_at - 6 * DAY)
        assert not people(row, Place.INVITED)
        assert people(row, Place.SUBSTITUTE)

    def test_without_names_or_materials_it_was_no_hearing(self, city: City) -> None:
        row = coming(city)
        on = timezone.localdate(row.meets_at)
        assert "没有在会前公布参加人名单" in OBSTACLES["hold"](row, on).reason
        row = named(row, city)
        assert "材料在七日前送达" in OBSTACLES["hold"](row, on).reason


class TestTheRecord:
    def test_it_is_told_back_only_with_a_signed_record(self, city: City) -> None:
        row = held(city)
        with pytest.raises(ActRefused, match="笔录"):
            meeting.tell(sitting=row, by=reviewer(city), at=row.meets_at + DAY)
        assert told(row, city).signed_on == row.held_on

    def test_who_did_not_sign_is_named_with_the_reason(self, city: City) -> None:
        row = held(city)
        first, second = people(row, Place.ATTENDED)
        told(row, city, unsigned=[f"{first.line} 认为漏记"])
        assert RecordSignature.objects.get(applicant=first).why_not == "认为漏记"
        assert RecordSignature.objects.get(applicant=second).why_not == ""

    @pytest.mark.parametrize(
        ("unsigned", "words"),
        [(["99 走了"], "99号没有到会"), (["甲 走了"], "编号 理由")],
    )
    def test_lines_that_name_nobody_are_refused(
        self, city: City, unsigned: list[str], words: str
    ) -> None:
        with pytest.raises(ActRefused, match=words):
            told(held(city), city, unsigned=unsigned)

    def test_a_record_that_nobody_signed_is_none(self, city: City) -> None:
        row = held(city)
        nobody = [f"{one.line} 拒绝" for one in people(row, Place.ATTENDED)]
        with pytest.raises(ActRefused, match="笔录不成立"):
            told(row, city, unsigned=nobody)

    def test_it_is_signed_after_the_hearing(self, city: City) -> None:
        row = held(city)
        with pytest.raises(ActRefused, match="签名日期"):
            told(row, city, signed_on=row.held_on - dt.timedelta(days=1))


class TestTheDecision:
    def test_it_completes_the_step_of_the_dossier(self, city: City) -> None:
        decision = dossiers.walk(dossiers.started(city), city, "screen", "draft")
        row = held(city, decision=decision)
        assert "听证笔录没有经参加人确认签名。" in lacks_of(decision)
        assert "征求意见还没有结束，或者还有意见没有处理。" in lacks_of(decision)
        told(row, city)
        assert not [each for each in lacks_of(decision) if "听证" in each or "意见没有" in each]
        assert "没有公众参与。" not in lacks_of(decision)

    def test_it_stands_on_the_page_of_the_decision_and_among_what_one_can_take_part_in(
        self, city: City
    ) -> None:
        decision = dossiers.started(city)
        row = heard(city, decision=decision)
        (line,) = told_elsewhere(decision)
        assert (line.step, line.title, line.url) == (
            "taking_part",
            "听证会",
            row.get_absolute_url(),
        )
        assert "列席" not in line.words
        kinds = [offer.kind for offer in offers(AT + DAY) if offer.url == row.get_absolute_url()]
        assert kinds == ["hearings"]

    def test_it_is_no_meeting_of_the_organ_with_representatives(self, city: City) -> None:
        row = told(held(city), city)
        year = row.held_on.year if row.held_on else 0
        found = figures([city.office.pk], year, on=dt.date(year, 12, 31))
        assert sum(each.standing.held for each in found) == 0


class TestPages:
    def test_everybody_reads_the_names_once_they_are_published(
        self, city: City, client: Client
    ) -> None:
        row = coming(city)
        names = [one.name for one in people(row, Place.COMING)]
        page = client.get(row.get_absolute_url()).content.decode()
        assert "听证会七日前" in page
        assert not [name for name in names if name in page]
        named(row, city)
        first = people(row, Place.COMING)[0]
        page = client.get(row.get_absolute_url()).content.decode()
        assert all(name in page for name in names)
        # Whoever takes the consent back is named nowhere within the same request.
        applications.hide_name(applicant=first, at=row.meets_at - HOUR)
        page = client.get(row.get_absolute_url()).content.decode()
        assert first.name not in page
        assert "本人撤回公开姓名" in page

    def test_the_record_and_the_signatures_are_read_once_they_are_told(
        self, city: City, client: Client
    ) -> None:
        row = told(held(city), city)
        page = client.get(row.get_absolute_url()).content.decode()
        for words in ("听证笔录", "两方都同意分时段收费。", "已签名", "草案和起草说明"):
            assert words in page, words
        content = page.split('id="main"')[1].split("<footer")[0]
        assert "已到会" in content
        assert "列席" not in content
        assert "公众代表" not in content

    def test_hearings_have_a_list_of_their_own(self, city: City, client: Client) -> None:
        row = heard(city)
        announced(city, topic="另一次会议（演示）")
        page = client.get("/seats/hearings/").content.decode()
        assert row.get_absolute_url() in page
        assert "另一次会议" not in page
        assert row.get_absolute_url() not in client.get("/seats/").content.decode()

    def test_the_desk_and_the_trail_speak_of_a_hearing(self, city: City, client: Client) -> None:
        draft = drafted(city, **of_hearing(dossiers.started(city)))
        assert draft.number == f"听证{draft.pk}"
        row = told(held(city), city)
        trail = "\n".join(AuditEntry.objects.values_list("summary", flat=True))
        assert f"拟定听证公告：{draft.number}" in trail
        assert "报名参加听证：" in trail
        assert "列席" not in trail
        client.force_login(officer(city), backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/admin/decisions/sitting/{row.pk}/change/", follow=True)
        shown = page.content.decode()
        assert "发布听证公告" in shown
        assert "号参加人" in shown
        assert "已到会" in shown
        assert "已列席" not in shown
        one = people(row, Place.ATTENDED)[0]
        page = client.get(f"/admin/decisions/applicant/{one.pk}/change/", follow=True)
        assert "参加人确定参加听证" in page.content.decode()

    def test_whoever_takes_part_reads_of_a_hearing(self, city: City, client: Client) -> None:
        now = timezone.now()
        row = thrown(city, heard(city, at=now - 30 * DAY, closes_at=now - 20 * DAY))
        row = draws.reveal(sitting=row, by=officer(city), at=row.draw_at)
        invited = own_page(client, people(row, Place.INVITED)[0])
        assert "我来参加听证" in invited
        attended = own_page(client, people(told(held(city), city), Place.ATTENDED)[0])
        assert "收费应当分时段。" in attended
        assert "列席" not in invited + attended

    def test_the_trail_of_seats_stays_as_it_was(self, city: City) -> None:
        announced(city)
        assert AuditEntry.objects.filter(summary__startswith="发布列席公告").exists()

    def test_the_desk_says_by_when_what_is_due(self, city: City, client: Client) -> None:
        row = coming(city)
        client.force_login(officer(city), backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/admin/decisions/sitting/{row.pk}/change/", follow=True)
        words = page.content.decode()
        assert "听证会七日前" in words
        assert "登记听证材料送达" in words
