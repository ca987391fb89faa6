"""The back office of events: who sees whom, the door, the plans; outsiders find nothing."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from decisions.events.checkin import by_text
from decisions.events.models import Event, EventPlan, EventSession, Scan, SignUp
from decisions.events.services import events, issued_tickets, reveal
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.conftest import NOON
from tests.decisions.events.cases import DAY, WORDS, drafted, published, signed_up, with_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/decisions/event/"
SIGNUPS = "/admin/decisions/signup/"


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def session(city: City) -> EventSession:
    return published(city, at=NOON - DAY, starts_at=NOON + 12 * DAY, places=2)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def planner(city: City) -> Client:
    return client_of(city.people[Role.PARTICIPATION])


@pytest.mark.parametrize(("days", "is_short"), [(10, True), (14, True), (15, False)])
def test_a_short_notice_is_told_and_blocks_nothing(city: City, days: int, is_short: bool) -> None:
    event = drafted(city, at=NOON)
    with_session(city, event, at=NOON, starts_at=NOON + days * DAY)
    page = planner(city).get(f"{LIST}{event.pk}/change/").content.decode()
    assert ("离现在不到15天" in page) == is_short
    events.STEPS.perform(event, "submit", by=city.people[Role.PARTICIPATION], at=NOON)
    done = events.publish(event=event, by=city.people[Role.DECISION_REVIEWER], at=NOON)
    assert done.status == "published"


def test_an_event_is_begun_and_what_is_lacking_is_said(city: City) -> None:
    client = planner(city)
    given = {**WORDS, "organ": city.office.pk}
    answer = client.post(f"{LIST}begin/", {**given, "map_url": "javascript:1"})
    assert answer.status_code == 409
    assert "地图地址应以" in answer.content.decode()
    assert WORDS["title"] in answer.content.decode()
    answer = client.post(f"{LIST}begin/", given)
    event = Event.objects.get()
    assert answer["Location"] == f"{LIST}{event.pk}/change/"
    page = client.get(answer["Location"]).content.decode()
    for words in (WORDS["title"], "加一场", "送发布"):
        assert words in page
    for other in (city.people[Role.DECISION_REVIEWER], city.people[Role.CLERK]):
        assert client_of(other).get(f"{LIST}begin/").status_code == 403


def test_a_session_is_added_on_its_form(city: City) -> None:
    event, client = drafted(city, at=NOON), planner(city)
    address = f"{LIST}{event.pk}/act/add_session/"
    given = {
        "starts_at": "2026-12-05T09:00", "ends_at": "2026-12-05T08:00",
        "opens_at": "2026-11-21T09:00", "closes_at": "2026-12-04T18:00", "places": "50",
        "unit": "person", "most_companions": "2", "passing": "fits", "conditions": "",
        "groups": "市民 30\n企业 20",
    }  # fmt: skip
    answer = client.post(address, given)
    assert answer.status_code == 409
    assert "应当在开始" in answer.content.decode()
    assert "市民 30" in answer.content.decode()
    assert client.post(address, {**given, "ends_at": "2026-12-05T11:00"}).status_code == 302
    row = event.sessions.get()
    assert list(row.groups.values_list("name", "places")) == [("市民", 30), ("企业", 20)]
    page = client.get(f"{LIST}{event.pk}/change/").content.decode()
    assert "最近的一场离现在不到15天" not in page
    answer = client.post(
        f"{LIST}{event.pk}/act/change_session/",
        {"session": row.pk, "starts_at": "2026-11-25T09:00", "ends_at": "2026-11-25T11:00",
         "closes_at": "2026-11-24T18:00", "is_tentative": "yes"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert event.sessions.get().is_tentative
    page = client.get(f"{LIST}{event.pk}/change/").content.decode()
    assert "最近的一场离现在不到15天" in page


def test_who_comes_is_seen_by_those_who_hold_the_event(city: City, session: EventSession) -> None:
    row = signed_up(session, "欧阳修远", phone="13800138000", needs="需要轮椅", at=NOON)
    people, own = f"{LIST}session/{session.pk}/people/", f"{SIGNUPS}{row.pk}/change/"
    for address in (people, own, f"{SIGNUPS}?queue=all"):
        page = planner(city).get(address).content.decode()
        assert row.number in page
        for word in ("修远", "13800138000", "轮椅"):
            assert word not in page
    for role in (Role.DECISION_REVIEWER, Role.CLERK, Role.SUPERVISOR):
        assert client_of(city.people[role]).get(people).status_code in (302, 403, 404), role
    for other in (city.outsider, city.people[Role.DECISION_REVIEWER]):
        assert client_of(other).get(own).status_code == 404


def test_what_is_sealed_is_shown_for_a_purpose_and_on_record(
    city: City, session: EventSession
) -> None:
    row = signed_up(session, "欧阳修远", phone="13800138000", needs="需要轮椅", at=NOON)
    address, client = f"{SIGNUPS}{row.pk}/reveal/", planner(city)
    assert "请选择查看的用途" in client.post(address, follow=True).content.decode()
    page = client.post(address, {"purpose": "help"}).content.decode()
    for word in ("欧阳修远", "13800138000", "需要轮椅"):
        assert word in page
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.action, entry.details["purpose"]) == ("event_signups.reveal", "help")
    assert "欧阳" not in f"{entry.summary}{entry.details}"
    supervisor = city.people[Role.SUPERVISOR]
    with pytest.raises(NotPermitted):
        reveal.reveal(signup=row, purpose="help", by=supervisor, at=NOON)
    with pytest.raises(ActRefused):
        by = city.people[Role.PARTICIPATION]
        reveal.reveal(signup=row, purpose="curiosity", by=by, at=NOON)


def test_the_door_lets_in_by_a_typed_code(city: City, session: EventSession) -> None:
    row = SignUp.objects.select_related("ticket").get(pk=signed_up(session, at=NOON).pk)
    address, client = f"{LIST}session/{session.pk}/door/", planner(city)
    page = client.get(address).content.decode()
    assert "js/door.js" in page
    assert "<script>" not in page
    code = issued_tickets.code_for(row.ticket)
    done = client.post(address, {"typed": code}, follow=True).content.decode()
    assert "已签到" in done
    refused = client.post(address, {"typed": code})
    assert refused.status_code == 409
    assert "已经签到" in refused.content.decode()
    assert client.post(address, {"typed": "\x00"}).status_code == 409
    assert Scan.objects.count() == 1


def test_a_device_takes_the_list_and_sends_its_scans(city: City, session: EventSession) -> None:
    row = SignUp.objects.select_related("ticket", "session").get(
        pk=signed_up(session, "欧阳修远", at=NOON).pk
    )
    base, client = f"{LIST}session/{session.pk}/", planner(city)
    taken = client.post(f"{base}list/")
    assert "no-store" in taken["Cache-Control"]
    entry = by_text(issued_tickets.text_of(row.ticket, row, row.session))[0]
    assert entry in taken.json()["entries"]
    nonce = str(uuid.uuid4())
    scans = [
        {"nonce": nonce, "entry": entry, "at": NOON.isoformat(), "device": "d", "how": "qr"},
        {"nonce": "nonsense"},
        "nonsense",
    ]

    def upload(body: str) -> Any:
        return client.post(f"{base}scans/", body, content_type="application/json")

    for _ in range(2):
        assert upload(json.dumps({"scans": scans})).json() == {"kept": [nonce]}
    assert Scan.objects.count() == 1
    for body in ("", "[]", "{}", '{"scans": 5}', "\xff", "[" * 100_000):
        answer = upload(body)
        assert answer.status_code == 400
        assert "不是签到记录" in answer.json()["problem"]
    assert upload("x" * 2_000_001).status_code == 413


@pytest.mark.parametrize("where", ["people/", "door/", "list/", "scans/"])
def test_the_door_is_nobody_elses(city: City, session: EventSession, where: str) -> None:
    address = f"{LIST}session/{session.pk}/{where}"
    for user in (city.outsider, city.people[Role.DECISION_REVIEWER], city.people[Role.SUPERVISOR]):
        answers = {
            client_of(user).get(address).status_code,
            client_of(user).post(address).status_code,
        }
        assert answers <= {403, 404, 405}, user
        assert 404 in answers or 403 in answers
    assert Client().get(address).status_code in (302, 405)


def test_scans_from_another_site_are_not_taken(city: City, session: EventSession) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.people[Role.PARTICIPATION])
    answer = client.post(f"{LIST}session/{session.pk}/list/")
    assert answer.status_code == 403


def test_the_plan_of_a_year_is_written_and_published(city: City) -> None:
    writer, reviewer = planner(city), client_of(city.people[Role.DECISION_REVIEWER])
    address = f"{LIST}plans/2026/write/"
    given = {
        "organ": city.office.pk,
        "lines": "8 政府开放日 走进水厂",
        "targets": "走进社区 每月 1 8",
    }
    wrong = writer.post(address, {**given, "lines": "八月 走进水厂"})
    assert wrong.status_code == 409
    assert "请核对这一行：八月 走进水厂" in wrong.content.decode()
    assert writer.post(address, given).status_code == 302
    assert reviewer.get(address).status_code == 403
    plan = EventPlan.objects.get()
    figures = f"{LIST}plans/2026/"
    page = reviewer.get(figures).content.decode()
    for words in ("走进水厂", "走进社区每月至少1场", "落后", "公布"):
        assert words in page
    assert "8月0场" not in page
    assert "9月0场" in page
    assert writer.post(f"{LIST}plan/{plan.pk}/publish/").status_code == 403
    assert "走进水厂" not in Client().get("/events/plans/2026/").content.decode()
    reviewer.post(f"{LIST}plan/{plan.pk}/publish/")
    assert "走进水厂" in Client().get("/events/plans/2026/").content.decode()
    assert "走进水厂" in writer.get(f"{address}?organ={city.office.code}").content.decode()
    outsider = client_of(city.outsider)
    assert "走进水厂" not in outsider.get(figures).content.decode()
    assert outsider.post(f"{LIST}plan/{plan.pk}/publish/").status_code == 404
    supervisor = client_of(city.people[Role.SUPERVISOR])
    assert "走进水厂" in supervisor.get(figures).content.decode()


def test_what_waits_stands_in_todays_work(city: City) -> None:
    event = drafted(city, at=NOON)
    assert str(event) in planner(city).get("/admin/").content.decode()
