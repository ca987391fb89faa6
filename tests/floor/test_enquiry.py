"""The sample kind from end to end, through its pages alone."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.notifications.models import OutboxMessage
from portal.settings import base
from portal.tracking.limits import WithoutCache
from portal.workflow import diagram
from tests.builders import City
from tests.floor.enquiries import QUESTION, asked, brought
from tests.kind import services
from tests.kind.models import Enquiry, EnquiryLetter
from tests.kind.views import LIMIT
from tests.kind.workflow import WORKFLOW, Status
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def typed(city: City, **changes: str) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()),
        "organ": city.office.code,
        "name": "演示咨询人庚",
        "email": "geng@example.org",
        "question": QUESTION,
        **changes,
    }


def act(city: City, role: Role, enquiry: Enquiry, action: str, **given: Any) -> None:
    client = signed_in(city.people[role])
    answer = client.post(f"/admin/kind/enquiry/{enquiry.pk}/act/{action}/", given)
    assert answer.status_code == 302, answer.content.decode()


def test_from_the_question_to_the_answer(city: City) -> None:
    client = Client()
    assert client.get("/enquiries/").status_code == 200
    sent: Any = client.post("/enquiries/", typed(city), follow=True)
    enquiry = Enquiry.objects.get()
    assert sent.redirect_chain == [(f"/enquiries/receipt/{enquiry.number}/", 302)]
    assert enquiry.number == "SJ-B-2026-ZX00001"
    found = re.search(r"<strong>(\w{4}-\w{4})</strong>", sent.content.decode())
    assert found
    mine = signed_in(city.people[Role.REQUEST_INTAKE]).get("/admin/").content.decode()
    assert "待我办理的咨询" in mine
    assert enquiry.number in mine
    handler = city.people[Role.REQUEST_HANDLER]
    act(city, Role.REQUEST_INTAKE, enquiry, "assign", handler=handler.pk)
    act(city, Role.REQUEST_HANDLER, enquiry, "propose", text="有补贴，每平方米一百元。")
    act(city, Role.ANSWER_REVIEWER, enquiry, "approve")

    door = Client()
    came: Any = door.post(
        "/enquiries/track/", {"number": enquiry.number, "code": found[1]}, follow=True
    )
    page = came.content.decode()
    assert "已答复" in page
    assert "每平方米一百元" in page
    letter = EnquiryLetter.objects.get()
    assert f"咨询答复书 {letter.number}" in page
    file: Any = door.get(f"/enquiries/case/{enquiry.number}/letter/{letter.public_id}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    act(city, Role.REQUEST_INTAKE, enquiry, "close")
    assert Enquiry.objects.get().status == Status.CLOSED
    entries = AuditEntry.objects.filter(action__startswith="enquiries.").order_by("pk")
    assert list(entries.values_list("action", flat=True)) == [
        f"enquiries.{name}" for name in ("submit", "assign", "propose", "approve", "close")
    ]
    assert [
        row.subject for row in OutboxMessage.objects.filter(kind="kind.party").order_by("pk")
    ] == [
        f"咨询{enquiry.number}：已受理",
        f"咨询{enquiry.number}：已答复",
    ]
    assert not any(QUESTION in message.body for message in mail.outbox)


def test_a_form_sent_twice_is_one(city: City) -> None:
    client, given = Client(), typed(city)
    first, second = (client.post("/enquiries/", given)["Location"] for _ in range(2))
    assert first == second
    assert Enquiry.objects.count() == 1


def test_what_is_wrong_is_said_with_its_status(city: City) -> None:
    client = Client()
    answer = client.post("/enquiries/", typed(city, question=""))
    assert answer.status_code == 400
    assert "演示咨询人庚" in answer.content.decode()
    for _ in range(LIMIT.most):
        assert client.post("/enquiries/", typed(city)).status_code == 302
    assert client.post("/enquiries/", typed(city)).status_code == 429
    assert Enquiry.objects.count() == LIMIT.most
    assert LIMIT.without_cache is WithoutCache.OPEN


def test_the_enquirer_takes_it_back_after_one_more_question(city: City) -> None:
    client = Client()
    client.post("/enquiries/", typed(city))
    address = f"/enquiries/case/{Enquiry.objects.get().number}/withdraw/"
    assert "撤回以后" in client.get(address).content.decode()
    assert Enquiry.objects.get().status == Status.RECEIVED
    client.post(address)
    assert Enquiry.objects.get().status == Status.CLOSED
    assert "现在不能进行这项操作" in client.post(address, follow=True).content.decode()
    assert Enquiry.objects.get().acts.count() == 2


def test_the_queues_of_the_list(city: City) -> None:
    received, answering = asked(city), brought(city, "answering")
    Enquiry.objects.filter(pk=received.pk).update(due_on="2026-11-01")
    Enquiry.objects.filter(pk=answering.pk).update(due_on="2026-12-01")
    intake = signed_in(city.people[Role.REQUEST_INTAKE])
    shown = {}
    for queue in ("", "?queue=mine", "?queue=late", "?queue=all"):
        page = intake.get(f"/admin/kind/enquiry/{queue}").content.decode()
        shown[queue] = [row.number in page for row in (received, answering)]
        here = queue.removeprefix("?queue=") or "mine"
        assert f'href="?queue={here}" aria-current="page"' in page
    assert shown == {
        "": [True, False],
        "?queue=mine": [True, False],
        "?queue=late": [True, False],
        "?queue=all": [True, True],
    }


def test_it_is_of_the_size_it_claims_and_installed_for_tests_alone() -> None:
    assert (len(Status.values), len(WORKFLOW.actions)) == (5, 8)
    assert "answering --> review" in diagram(WORKFLOW)
    assert "tests.kind" in configured.INSTALLED_APPS
    assert "tests.kind" not in base.INSTALLED_APPS


def test_a_whole_kind_of_case_fits_in_four_hundred_lines() -> None:
    """What a further kind costs is the floor's measure: a floor that grows holes shows it here."""
    room = Path(services.__file__).parent
    files = [path for path in room.rglob("*") if path.suffix in {".py", ".html"}]
    written = [path for path in files if "migrations" not in path.parts]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in written)
    assert 300 < lines <= 400
