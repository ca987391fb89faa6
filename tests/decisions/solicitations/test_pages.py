"""The pages of solicitations: what everybody reads and when, proposing, the own page, the desk."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from decisions.participation.offers import offers
from decisions.solicitations.models import Proposal, Solicitation
from decisions.solicitations.services.reveal import reveal
from decisions.solicitations.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import NotPermitted
from tests.builders import City
from tests.decisions.solicitations.cases import (
    AT,
    DAY,
    TITLE,
    brought,
    drafted,
    proposed,
    running,
    sorted_out,
    walk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ALL = "/solicitations/"
LIST = "/admin/decisions/solicitation/"


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("<wbr>", "")


def open_now(city: City) -> Solicitation:
    now = timezone.now()
    return running(city, at=now - DAY)


class TestPublic:
    def test_a_draft_is_nobodys(self, city: City, client: Client) -> None:
        row = drafted(city)
        for address in ("", "propose/"):
            assert client.get(f"{ALL}{row.pk}/{address}").status_code == 404
        assert TITLE not in text(client.get(ALL))

    def test_what_was_proposed_is_read_by_nobody_and_the_projects_once_published(
        self, city: City, client: Client
    ) -> None:
        row = running(city, at=AT)
        proposed(row, "隔壁老张的事")
        assert "老张" not in text(client.get(row.get_absolute_url()))
        done = sorted_out(city, title="另一次（演示）")
        page = text(client.get(done.get_absolute_url()))
        for words in ("建议归并成2件", "修街心公园", "2条建议", "收到4条，归并3条，没有列入1条"):
            assert words in page, words
        assert "我家的官司" not in page

    def test_the_outcome_and_what_was_built(self, city: City, client: Client) -> None:
        row = brought(city, Status.DECIDED)
        address = row.get_absolute_url()
        assert "明年第一季度开工" not in text(client.get(address))
        walk(row, city, "answer", "note_progress", at=row.closes_at)
        page = text(client.get(address))
        assert "明年第一季度开工" in page
        assert "已办成" not in page
        walk(row, city, "show_progress", at=row.closes_at)
        assert "已办成。" in text(client.get(address))

    def test_the_list_is_of_one_kind_where_that_is_asked_for(
        self, city: City, client: Client
    ) -> None:
        running(city)
        running(city, kind="need", title="缺什么政策（演示）")
        page = text(client.get(f"{ALL}?kind=need"))
        assert "缺什么政策" in page
        assert TITLE not in page
        assert TITLE in text(client.get(f"{ALL}?kind=nothing"))

    def test_it_is_among_what_one_can_take_part_in(self, city: City) -> None:
        row = running(city)
        for kind in ("need", "topic"):
            running(city, kind=kind)
        found = [one for one in offers(AT + DAY) if one.kind.startswith("solicitations-")]
        assert {one.kind for one in found} == {
            "solicitations-project", "solicitations-need", "solicitations-topic"
        }  # fmt: skip
        done = sorted_out(city)
        walk(done, city, "decide", "answer", at=done.closes_at)
        states = {one.key: one.state(done.closes_at + DAY) for one in offers(done.closes_at + DAY)
                  if one.kind == "solicitations-project"}  # fmt: skip
        assert states == {row.pk: "closed", done.pk: "answered"}

    def test_queries(
        self, city: City, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = sorted_out(city)
        client.get(one.get_absolute_url())
        with django_assert_num_queries(5):
            client.get(one.get_absolute_url())
        with django_assert_num_queries(3):
            client.get(ALL)
        for _ in range(3):
            sorted_out(city)
        with django_assert_num_queries(3):
            client.get(ALL)


class TestProposing:
    def test_from_the_form_to_the_own_page(self, city: City, client: Client) -> None:
        row = open_now(city)
        address = f"{ALL}{row.pk}/propose/"
        given = {"key": str(uuid.uuid4()), "title": "加装电梯", "text": "请加装。", "name": "",
                 "contact": ""}  # fmt: skip
        told = client.post(address, {**given, "text": "请打13800138000。"})
        assert told.status_code == 400
        assert "请去掉再提交" in text(told)
        assert "加装电梯" in text(told)
        receipt = client.post(address, given, follow=True)
        one = Proposal.objects.get()
        assert one.number in text(receipt)
        page = text(client.get(one.get_absolute_url()))
        assert "请加装。" in page
        assert "没有留，请自己来看" in page
        # What staff does with it is not said before it is public.
        walk(row, city, "merge", at=row.closes_at)
        page = text(client.get(one.get_absolute_url()))
        assert "已归并" not in page
        assert "公布以前可以撤回" in page
        assert f"/solicitations/case/{one.number}/withdraw/" in page
        walk(row, city, "publish", at=row.closes_at)
        page = text(client.get(one.get_absolute_url()))
        assert "已归并" in page
        assert "撤回" not in page
        assert Client().get(one.get_absolute_url()).status_code in (302, 404)

    def test_too_late_nothing_typed_is_lost(self, city: City, client: Client) -> None:
        now = timezone.now()
        row = running(city, at=now - 20 * DAY, closes_at=now - dt.timedelta(minutes=1))
        given = {"key": str(uuid.uuid4()), "title": "加装电梯", "text": "请加装。"}
        answer = client.post(f"{ALL}{row.pk}/propose/", given)
        assert answer.status_code == 409
        assert "这条建议没有收" in text(answer)
        assert "请加装。" in text(answer)


class TestDesk:
    @pytest.mark.parametrize("state", [*Status])
    def test_its_page_in_every_state(self, city: City, state: Status) -> None:
        row = brought(city, state)
        for role in (Role.DECISION_HANDLER, Role.DECISION_REVIEWER):
            answer = client_of(city.people[role]).get(f"{LIST}{row.pk}/change/")
            assert TITLE in text(answer)
        assert client_of(city.outsider).get(f"{LIST}{row.pk}/change/").status_code == 404

    def test_what_is_personal_is_masked_until_somebody_says_what_for(self, city: City) -> None:
        row = running(city)
        one = proposed(row, text="请打13800138000找我。")
        desk = client_of(city.people[Role.DECISION_HANDLER])
        for address in (f"{LIST}{row.pk}/change/", f"/admin/decisions/proposal/{one.pk}/change/"):
            page = text(desk.get(address))
            assert "13800138000" not in page
            assert "找我" in page
        seen = desk.post(f"/admin/decisions/proposal/{one.pk}/reveal/", {"purpose": "contact"})
        assert "13800138000" in text(seen)
        assert AuditEntry.objects.filter(action="solicitations_proposals.reveal").count() == 1
        with pytest.raises(NotPermitted):
            reveal(proposal=one, purpose="contact", by=city.people[Role.DECISION_REVIEWER], at=AT)

    def test_a_draft_is_begun(self, city: City) -> None:
        desk, now = client_of(city.people[Role.DECISION_HANDLER]), timezone.localtime()
        given = {"organ": city.office.pk, "kind": "project", "title": TITLE, "text": "说明",
                 "opens_at": f"{now:%Y-%m-%dT%H:%M}",
                 "closes_at": f"{now + 9 * DAY:%Y-%m-%dT%H:%M}"}  # fmt: skip
        bad = desk.post(f"{LIST}begin/", {**given, "closes_at": given["opens_at"]})
        assert "截止应在开始以后" in text(bad)
        assert desk.post(f"{LIST}begin/", given).status_code == 302
        assert Solicitation.objects.get().title == TITLE
        # Whoever is of another organ begins none of this one.
        refused = client_of(city.outsider).post(f"{LIST}begin/", given)
        assert refused.status_code in (400, 403)
        assert Solicitation.objects.count() == 1
