"""An opinion written down wrongly is put right; the clock and the signature follow it."""

from __future__ import annotations

import pytest

from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from requests_app.models import Consultation, InformationRequest
from requests_app.services import answers
from requests_app.services.consultation import letters, opinions
from requests_app.services.consultation.rectification import rectify_opinion
from requests_app.workflow.states import HANDLER, HEAD, SIGNER, Status
from tests.builders import City
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.letters import sent
from tests.requests_app.officers import act, page_of, signed_in, trail

pytestmark = pytest.mark.django_db
LATER = SUBMITTED_AT + 2 * DAY
ON = LATER.date()
SAID = "演示公司经理说同意"


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def row(city: City, people: Desk) -> Consultation:
    """Served on the first day, and said to agree two days later."""
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    letter = sent(case, people, at=SUBMITTED_AT)
    handler = people[HANDLER]
    letters.record_service(
        consultation=letter, served_on=SUBMITTED_AT.date(), by=handler, at=SUBMITTED_AT
    )
    return letters.record_opinion(
        consultation=letter, opinion="agrees", text=SAID, received_on=ON, by=handler, at=LATER
    )


def put_right(row: Consultation, people: Desk, opinion: str, **changes: object) -> Consultation:
    given = {"reason": "回函写的是不同意", "by": people[HEAD], "at": LATER + DAY}
    return rectify_opinion(consultation=row, opinion=opinion, **{**given, **changes})  # type: ignore[arg-type]


def case_of(row: Consultation) -> InformationRequest:
    return InformationRequest.objects.get(pk=row.request_id)


def test_both_values_are_in_the_trail_and_no_words(row: Consultation, people: Desk) -> None:
    due = case_of(row).reply_due_on
    found = put_right(row, people, "objects", text="涉及商业秘密")
    found.refresh_from_db()
    assert (found.opinion, found.closed_on) == ("objects", ON)
    assert found.opinion_text == f"{SAID}\n更正：涉及商业秘密"
    assert case_of(row).reply_due_on == due
    entry = AuditEntry.objects.get(action="requests.rectify_opinion")
    told = {"letter": row.number, "before": "agrees", "after": "objects"}
    assert {key: entry.details[key] for key in told} == told
    assert case_of(row).acts.get(action="rectify_opinion").reason == "回函写的是不同意"
    assert "商业秘密" not in str(entry.content())
    # An objection that is one now must be answered for in the draft.
    with pytest.raises(ActRefused, match="不同意公开"):
        STEPS["submit_answer"](case_of(row), people, LATER + 2 * DAY)


def test_the_clock_runs_on_when_the_opinion_was_anothers(row: Consultation, people: Desk) -> None:
    """Without an opinion the whole period of the third party is not counted."""
    before = case_of(row).reply_due_on
    put_right(row, people, "awaited")
    row.refresh_from_db()
    assert (row.opinion, row.opinion_text, row.closed_on, row.opinion_at) == ("", "", None, None)
    after = case_of(row).reply_due_on
    assert before is not None
    assert after is not None
    assert after > before
    with pytest.raises(ActRefused, match="还没有收到"):
        STEPS["submit_answer"](case_of(row), people, LATER + DAY)
    letters.record_opinion(
        consultation=row, opinion="agrees", text="", received_on=ON, by=people[HANDLER],
        at=LATER + DAY,
    )  # fmt: skip
    assert case_of(row).reply_due_on == before


@pytest.mark.parametrize("opinion", ["objects", "none", "awaited"])
def test_a_draft_that_knew_the_wrong_one_is_not_signed(
    row: Consultation, people: Desk, opinion: str
) -> None:
    case, at = case_of(row), LATER
    for action in ("submit_answer", "approve", "pass_secrecy"):
        STEPS[action](case, people, at)
    put_right(row, people, opinion)
    with pytest.raises(ActRefused, match=r"退回|还没有收到"):
        answers.sign(request=case, by=people[SIGNER], at=at + 2 * DAY)
    assert case_of(row).status == Status.SIGNING


def test_not_after_the_signature_nor_what_they_said_themselves(
    row: Consultation, people: Desk
) -> None:
    case = case_of(row)
    own = sent(case, people, at=LATER, party="另一公司")
    with pytest.raises(ActRefused, match="还没有登记"):
        put_right(own, people, "objects")
    opinions.give_opinion(consultation=own, opinion="agrees", text="", at=LATER)
    before = trail()
    for wrong, message in (
        ({"row": own, "opinion": "objects"}, "对方自己在网上"),
        ({"row": row, "opinion": "agrees"}, "相同"),
        ({"row": row, "opinion": "别的"}, "请选择正确的意见"),
        ({"row": row, "opinion": "objects", "reason": " "}, "更正的理由"),
    ):
        with pytest.raises(ActRefused, match=message):
            put_right(people=people, **wrong)  # type: ignore[arg-type]
    assert trail() == before
    for action in ("submit_answer", "approve", "pass_secrecy", "sign"):
        STEPS[action](case, people, LATER + DAY)
    signed = trail()
    with pytest.raises(NotPermitted, match="待送达"):
        put_right(row, people, "objects")
    assert trail() == signed


def test_the_head_does_it_on_the_page_and_others_do_not(
    city: City, row: Consultation, people: Desk
) -> None:
    case = case_of(row)
    given = {"consultation": row.pk, "opinion": "objects", "reason": "回函写的是不同意"}
    assert act(signed_in(city.outsider), case, "rectify_opinion", **given).status_code == 404
    assert act(signed_in(people[HANDLER]), case, "rectify_opinion", **given).status_code == 403
    client = signed_in(people[HEAD])
    page = client.get(page_of(case)).content.decode()
    assert "更正登记的意见" in page
    assert act(client, case, "rectify_opinion", **given).status_code == 302
    row.refresh_from_db()
    assert row.opinion == "objects"
