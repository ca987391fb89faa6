"""The officers' pages of 更正申请: seen by whom, how much of it, and every act by its button."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification
from tests.builders import City, person
from tests.requests_app.cases import PNG
from tests.requests_app.officers import signed_in
from tests.requests_app.rectification.cases import (
    NAME,
    NUMBER,
    PERSONAL,
    PHONE,
    brought,
    filed,
    walk,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/rectification/"
SENT_ON = "/admin/requests_app/rectificationforwarding/"
QUERIES_OF_THE_LIST = 10


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def page_of(case: Rectification, rest: str = "change") -> str:
    return f"{LIST}{case.pk}/{rest}/"


def browser(city: City, role: str) -> Client:
    return signed_in(city.people[Role(role)])


def leaks(text: str) -> list[str]:
    return [secret for secret in (NAME, NUMBER, PHONE, "柳桥路9号602室") if secret in text]


class TestList:
    def test_each_has_their_own_queue(self, city: City) -> None:
        new, review = filed(city), brought(city, flow.Status.REVIEW)
        for role, mine, not_mine in (
            (flow.INTAKE, new, review),
            (flow.REVIEWER, review, new),
        ):
            page = browser(city, role).get(LIST).content.decode()
            assert mine.number in page
            assert not_mine.number not in page
            both = browser(city, role).get(f"{LIST}?queue=all").content.decode()
            assert not_mine.number in both
            assert leaks(both) == []
        today = browser(city, flow.INTAKE).get("/admin/").content.decode()
        assert "更正申请" in today
        assert LIST in today
        # What it is about, as those who handle it recognise it; whoever asked stays masked.
        assert "演**的低保登记表" in today
        assert leaks(today) == []
        late = browser(city, flow.HANDLER).get(f"{LIST}?queue=late").content.decode()
        assert new.number in late

    @pytest.mark.parametrize("rows", [1, 3])
    def test_as_many_queries_for_many_rows(
        self, city: City, rows: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(rows):
            brought(city, flow.Status.VERIFYING)
        client = browser(city, flow.HANDLER)
        client.get(LIST)
        with django_assert_num_queries(QUERIES_OF_THE_LIST):
            page = client.get(f"{LIST}?queue=all").content.decode()
        assert page.count("演**") == rows


class TestOutsiders:
    def test_nobody_else_finds_it_at_any_address(self, city: City) -> None:
        case = filed(city)
        paper = case.evidence.all()[0].public_id
        given = {"purpose": "verify", "handler": str(city.outsider.pk)}
        clerk = city.people[Role.CLERK]
        for user in (city.outsider, clerk):
            client = signed_in(user)
            assert case.number not in client.get(f"{LIST}?queue=all").content.decode()
            assert client.get(page_of(case)).status_code == 404
            for rest in ("act/accept", "act/forward", "reveal", f"evidence/{paper}"):
                assert client.post(page_of(case, rest), given).status_code == 404
        case.refresh_from_db()
        assert case.status == flow.Status.SUBMITTED
        assert (
            AuditEntry.objects.filter(action__in=("records.reveal", "records.accept")).count() == 0
        )

    def test_who_supervises_reads_masked_and_changes_nothing(self, city: City) -> None:
        case = brought(city, flow.Status.VERIFYING)
        client = signed_in(person("p-above", organs=[city.root], roles=[Role.SUPERVISOR]))
        page = client.get(page_of(case)).content.decode()
        assert leaks(page) == []
        assert "低保登记表" not in page
        given = {"text": "改", "corrected_on": "2026-09-07"}
        assert client.post(page_of(case, "act/correct"), given).status_code == 403
        paper = case.evidence.all()[0].public_id
        for rest in ("reveal", f"evidence/{paper}"):
            answer = client.post(page_of(case, rest), {"purpose": "verify"}, follow=True)
            assert leaks(answer.content.decode()) == []
            assert "只有受理、承办和审核人员" in answer.content.decode()

    def test_who_sent_it_on_keeps_the_row_and_nothing_else(self, city: City) -> None:
        """An officer of the first organ alone; the row tells how far it has come."""
        only = person("p-only", organs=[city.office], roles=[Role.REQUEST_INTAKE])
        case = filed(city)
        client = signed_in(only)
        given = {"target": str(city.street.pk), "reason": "由其登记", "told_by": "phone"}
        answer = client.post(page_of(case, "act/forward"), given)
        assert answer["Location"] == LIST
        assert client.get(page_of(case)).status_code == 404
        assert case.number not in client.get(f"{LIST}?queue=all").content.decode()
        page = client.get(SENT_ON).content.decode()
        assert case.number in page
        assert "正在办理" in page
        assert leaks(page) == []
        for other in (city.outsider, person("p-far", organs=[city.street], roles=[Role.SIGNER])):
            assert case.number not in signed_in(other).get(SENT_ON).content.decode()


class TestCase:
    def test_masked_until_it_is_asked_for_with_a_purpose(self, city: City) -> None:
        case, client = brought(city, flow.Status.REVIEW), browser(city, flow.REVIEWER)
        response = client.get(page_of(case))
        page = response.content.decode()
        assert leaks(page) == []
        assert "低保登记表" in page
        assert "no-store" in response["Cache-Control"]
        assert "法律没有规定天数" in page
        without = client.post(page_of(case, "reveal"), {"purpose": ""}, follow=True)
        assert leaks(without.content.decode()) == []
        shown = client.post(page_of(case, "reveal"), {"purpose": "verify"})
        assert "no-store" in shown["Cache-Control"]
        assert [secret for secret in PERSONAL if secret not in shown.content.decode()] == []
        entry = AuditEntry.objects.get(action="records.reveal")
        assert [secret for secret in PERSONAL if secret in str(entry.content())] == []

    def test_papers_are_handed_out_one_by_one(self, city: City) -> None:
        case, client = filed(city), browser(city, flow.INTAKE)
        other = filed(city)
        paper = case.evidence.all()[0]
        address = page_of(case, f"evidence/{paper.public_id}")
        assert client.get(address).status_code == 405
        response: Any = client.post(address, {"purpose": "identity"})
        assert b"".join(response.streaming_content) == PNG
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]
        assert AuditEntry.objects.filter(action="records.open_evidence").count() == 1
        foreign = page_of(other, f"evidence/{paper.public_id}")
        assert client.post(foreign, {"purpose": "identity"}).status_code == 404

    def test_every_act_by_its_button(self, city: City) -> None:
        """From the first to the last, with the fields the page offers."""
        case = filed(city)
        handler = city.people[Role.REQUEST_HANDLER]
        day = "2026-09-07"
        road: list[tuple[str, dict[str, Any], str]] = [
            ("accept", {"handler": handler.pk}, flow.Status.VERIFYING),
            ("decline", {"ground": "accurate", "text": "登记无误"}, flow.Status.REVIEW),
            ("return", {"reason": "没有核对原件"}, flow.Status.VERIFYING),
            (
                "refer",
                {"right_organ": "某局", "right_contacts": "0000-1", "text": "x"},
                flow.Status.REVIEW,
            ),
            ("return", {"reason": "可以更正"}, flow.Status.VERIFYING),
            ("correct", {"text": "已改", "corrected_on": "2026-11-20"}, flow.Status.REVIEW),
            ("approve_correct", {}, flow.Status.CORRECTED),
            ("tell", {"way": "phone", "told_on": day}, flow.Status.CORRECTED),
            ("archive", {}, flow.Status.ARCHIVED),
            ("hold", {"reason": "诉讼"}, flow.Status.ARCHIVED),
            ("lift_hold", {"reason": "已结"}, flow.Status.ARCHIVED),
        ]
        Rectification.objects.update(submitted_at="2026-09-07T01:00:00Z")
        for action, given, state in road:
            client = browser(city, flow.WORKFLOW.actions[action].role)
            if action == "tell":
                given["told_on"] = Rectification.objects.get().closed_on.isoformat()
            page = client.get(page_of(case)).content.decode()
            assert f"/act/{action}/" in page, action
            # What would be refused is not offered: the applicant has to be told first.
            assert ("/act/archive/" in page) == (action == "archive"), action
            response = client.post(page_of(case, f"act/{action}"), given)
            assert response.status_code == 302, (action, response.content.decode())
            case.refresh_from_db()
            assert case.status == state
        assert case.acts.count() == len(road) + 1

    def test_a_refusal_keeps_what_was_typed(self, city: City) -> None:
        case, client = brought(city, flow.Status.VERIFYING), browser(city, flow.HANDLER)
        given = {"text": "已经改了", "corrected_on": "2031-01-01"}
        response = client.post(page_of(case, "act/correct"), given)
        assert response.status_code == 409
        assert "已经改了" in response.content.decode()
        given["corrected_on"] = "2026-02-31"
        response = client.post(page_of(case, "act/correct"), given)
        assert response.status_code == 400
        assert "已经改了" in response.content.decode()
        assert client.post(page_of(case, "act/nothing"), given).status_code == 404
        taken = client.post(page_of(case, "act/approve_correct"), {})
        assert taken.status_code == 409

    def test_a_circle_is_not_even_offered(self, city: City) -> None:
        case = walk(filed(city), city, "forward")
        client = browser(city, flow.INTAKE)
        page = client.get(page_of(case, "act/forward")).content.decode()
        assert f'value="{city.district.pk}"' in page
        assert f'value="{city.office.pk}"' not in page
        given = {"target": str(city.office.pk), "reason": "回去", "told_by": "phone"}
        assert client.post(page_of(case, "act/forward"), given).status_code == 400
        case.refresh_from_db()
        assert case.organ == city.street


def test_a_citizen_has_no_business_there(city: City) -> None:
    user = User.objects.create_user("citizen", password="Buerger-2026-abc")
    case = filed(city, user=user)
    assert signed_in(user).get(page_of(case)).status_code in (302, 403)
