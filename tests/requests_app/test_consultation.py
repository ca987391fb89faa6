"""Third parties and co-makers: heard in time, late or not at all, overruled, told, forgotten."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.personal.handed_in import HandedIn
from portal.personal.retention import GONE
from portal.tracking.codes import code_from
from requests_app.models import ConsultationFile, InformationRequest, ThirdPartyNotice
from requests_app.preconditions import Part
from requests_app.services import answers, contacts, withdrawal
from requests_app.services.consultation import letters, opinions
from requests_app.services.retention import purge
from requests_app.workflow.states import HANDLER, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import (
    DAY,
    PNG,
    PROVISION,
    STEPS,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    letter,
    submitted,
)
from tests.requests_app.letters import DOOR, sent
from tests.requests_app.officers import trail

pytestmark = pytest.mark.django_db
# Sent on 7 September 2026 and served the next day, a letter can be answered until the 29th:
# the 20th is worked, the 25th is a holiday.
SERVED = dt.date(2026, 9, 8)
LAST = dt.datetime(2026, 9, 29, 1, tzinfo=dt.UTC)


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


def walk(case: InformationRequest, people: Desk, at: dt.datetime, *actions: str) -> None:
    for action in actions:
        STEPS[action](case, people, at)


def opened(
    case: InformationRequest, people: Desk, at: dt.datetime, *, why: str = "", outcome: str = "3.1"
) -> None:
    """Hand in a draft that opens something."""
    answers.submit_answer(
        request=case, outcome=outcome, body="现予公开。", provision=PROVISION, override_reason=why,
        parts=[Part("单价", "3.3.4", "属于商业秘密")] if outcome == "3.2" else [],
        by=people[HANDLER], at=at,
    )  # fmt: skip


def test_every_letter_has_a_number_and_a_code_of_its_own(
    case: InformationRequest, people: Desk, city: City
) -> None:
    first, second = (sent(case, people, at=SUBMITTED_AT) for _ in range(2))
    assert [first.number, second.number] == [f"{case.number}-Z1", f"{case.number}-Z2"]
    assert len({first.code_index, second.code_index, case.code_index}) == 3
    assert first.code_index == letters.letter_code_index(code_from(first.key))
    for changes in (
        {"question": "演示申请人甲申请公开报价，是否同意"},
        {"organ": city.street},
        {"organ": city.office, "kind": "co_maker"},
        {"kind": "neighbour"},
    ):
        with pytest.raises(ActRefused):
            sent(case, people, at=SUBMITTED_AT, **changes)
    assert case.consultations.count() == 2


def test_silence_lets_the_organ_decide_after_the_term(
    case: InformationRequest, people: Desk
) -> None:
    row = sent(case, people, at=SUBMITTED_AT)
    with pytest.raises(ActRefused, match="也没有逾期"):  # not even served
        opened(case, people, LAST + 30 * DAY)
    letters.record_service(
        consultation=row, served_on=SERVED, served_how="post", by=people[HANDLER],
        at=SUBMITTED_AT + DAY,
    )  # fmt: skip
    with pytest.raises(ActRefused, match="也没有逾期"):
        opened(case, people, LAST)
    opened(case, people, LAST + DAY)
    walk(case, people, LAST + DAY, "approve", "pass_secrecy", "sign", "deliver")
    assert fresh(case).status == Status.ANSWERED


def test_a_co_maker_holds_nothing_up_and_answers_while_the_draft_is_judged(
    case: InformationRequest, people: Desk, city: City
) -> None:
    row = sent(case, people, at=SUBMITTED_AT, kind="co_maker", organ=city.street)
    opened(case, people, SUBMITTED_AT + DAY)
    walk(case, people, SUBMITTED_AT + DAY, "approve", "pass_secrecy")
    given = {"consultation": row, "by": people[HANDLER], "at": SUBMITTED_AT + 2 * DAY}
    letters.record_service(served_on=SERVED, **given)
    letters.record_opinion(opinion="objects", text="", received_on=SERVED + DAY, **given)
    answers.sign(request=case, by=people[SIGNER], at=SUBMITTED_AT + 3 * DAY)
    assert fresh(case).status == Status.DELIVERING


def test_nobody_is_asked_while_the_draft_is_judged(case: InformationRequest, people: Desk) -> None:
    STEPS["submit_answer"](case, people, SUBMITTED_AT)
    with pytest.raises(NotPermitted, match="现在不能征求意见"):
        sent(case, people)
    assert not fresh(case).consultations.exists()


def test_a_late_opinion_is_kept_and_moves_no_term(
    case: InformationRequest, people: Desk, city: City
) -> None:
    row = sent(case, people, at=SUBMITTED_AT)
    opinions.confirm_letter(consultation=row, at=SUBMITTED_AT + DAY)
    contacts.log_contact(
        request=case, way="phone", summary="说明进展", happened_at=LAST,
        by=people[HANDLER], at=LAST + 5 * DAY,
    )  # fmt: skip
    due = fresh(case).reply_due_on
    opinions.give_opinion(
        consultation=row, opinion="objects", text="属于商业秘密", at=LAST + 10 * DAY
    )
    row.refresh_from_db()
    assert row.closed_on == (LAST + 10 * DAY).date()
    assert fresh(case).reply_due_on == due
    # In time it would have shortened the excluded days.
    other = bring_to(submitted(city), Status.HANDLING, people=people)
    early = sent(other, people, at=SUBMITTED_AT)
    opinions.confirm_letter(consultation=early, at=SUBMITTED_AT + DAY)
    opinions.give_opinion(consultation=early, opinion="agrees", text="", at=SUBMITTED_AT + 2 * DAY)
    assert due is not None
    assert fresh(other).reply_due_on < due


def test_an_objection_after_the_draft_sends_it_back_and_is_overruled_with_reasons(
    case: InformationRequest, people: Desk
) -> None:
    row = sent(case, people, at=SUBMITTED_AT)
    opinions.confirm_letter(consultation=row, at=SUBMITTED_AT + DAY)
    moment = LAST + DAY
    opened(case, people, moment)
    walk(case, people, moment, "approve", "pass_secrecy")
    opinions.give_opinion(consultation=row, opinion="objects", text="属于商业秘密", at=moment + DAY)
    moment += 2 * DAY
    with pytest.raises(ActRefused, match="请退回"):
        answers.sign(request=case, by=people[SIGNER], at=moment)
    walk(case, people, moment, "return_signing")
    with pytest.raises(ActRefused, match="不顾第三方意见公开的理由"):
        opened(case, people, moment)
    opened(case, people, moment, why="电梯发生过事故，关系公共安全")
    walk(case, people, moment, "approve", "pass_secrecy", "sign")
    with pytest.raises(ActRefused, match="书面告知"):
        walk(case, people, moment, "deliver")
    given = {"consultation": row, "by": people[HANDLER], "at": moment}
    for text, told_on in (
        ("", moment.date()),
        ("演示申请人甲申请的报价予以公开", moment.date()),
        ("公开报价", moment.date() + DAY),
        ("公开报价", SERVED),
    ):
        with pytest.raises(ActRefused):
            letters.tell_third_party(text=text, told_on=told_on, **given)
    letters.tell_third_party(text="公开报价：关系公共安全", told_on=moment.date(), **given)
    with pytest.raises(ActRefused, match="已经就本次答复告知过"):
        letters.tell_third_party(text="公开报价", told_on=moment.date(), **given)
    walk(case, people, moment, "deliver")
    assert fresh(case).status == Status.ANSWERED
    assert "商业秘密" not in trail()


def test_what_needs_no_overruling_asks_for_no_reason(
    case: InformationRequest, people: Desk
) -> None:
    with pytest.raises(ActRefused, match="没有第三方反对"):
        opened(case, people, SUBMITTED_AT, why="公共利益")
    row = sent(case, people, at=SUBMITTED_AT)
    opinions.give_opinion(consultation=row, opinion="partly", text="单价除外", at=SUBMITTED_AT)
    with pytest.raises(ActRefused, match="不顾第三方意见公开的理由"):
        opened(case, people, SUBMITTED_AT + DAY)
    opened(case, people, SUBMITTED_AT + DAY, outcome="3.2")
    with pytest.raises(NotPermitted):
        letters.tell_third_party(
            consultation=row, text="公开总价", told_on=SERVED, by=people[HANDLER],
            at=SUBMITTED_AT + DAY,
        )  # fmt: skip


def test_nothing_is_signed_while_a_third_party_may_speak(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.SIGNING, people=people)
    letter(case, by=people[HANDLER], at=SUBMITTED_AT)
    with pytest.raises(ActRefused, match="也没有逾期"):
        answers.sign(request=case, by=people[SIGNER], at=SUBMITTED_AT)
    assert fresh(case).status == Status.SIGNING


def test_the_other_side_confirms_once_and_answers_once(
    case: InformationRequest, people: Desk
) -> None:
    row = sent(case, people, at=SUBMITTED_AT)
    before = AuditEntry.objects.count()
    opinions.confirm_letter(consultation=row, at=SUBMITTED_AT + DAY)
    with pytest.raises(ActRefused, match="不需要再确认"):
        opinions.confirm_letter(consultation=row, at=SUBMITTED_AT + 2 * DAY)
    for opinion in ("objects", "partly", "perhaps"):
        with pytest.raises(ActRefused):
            opinions.give_opinion(
                consultation=row, opinion=opinion, text=" ", at=SUBMITTED_AT + DAY
            )
    opinions.give_opinion(
        consultation=row, opinion="objects", text="属于商业秘密", at=SUBMITTED_AT + 2 * DAY
    )
    row.refresh_from_db()
    assert (row.served_on, row.served_how, row.opinion) == (SERVED, "online", "objects")
    assert AuditEntry.objects.count() == before + 2
    assert case.acts.filter(by=None, action__in=("record_service", "record_opinion")).count() == 2
    with pytest.raises(NotPermitted, match="不能再改"):
        opinions.give_opinion(
            consultation=row, opinion="agrees", text="", at=SUBMITTED_AT + 3 * DAY
        )
    [notice] = OutboxMessage.objects.filter(kind=opinions.NOTICE_OF_OPINION)
    assert notice.user == people[HANDLER]
    assert "商业秘密" not in notice.body + notice.subject
    assert "商业秘密" not in trail()
    assert "演示电梯公司" not in trail()


def test_a_closed_case_asks_for_no_opinion(case: InformationRequest, people: Desk) -> None:
    row = sent(case, people, at=SUBMITTED_AT)
    withdrawal.withdraw(request=case, at=SUBMITTED_AT)
    with pytest.raises(NotPermitted, match="已经办结"):
        opinions.confirm_letter(consultation=row, at=SUBMITTED_AT)
    with pytest.raises(NotPermitted, match="已经办结"):
        opinions.give_opinion(consultation=row, opinion="agrees", text="", at=SUBMITTED_AT)


def test_only_the_co_makers_handlers_answer_for_it(
    case: InformationRequest, people: Desk, city: City
) -> None:
    other = city.outsider.memberships.all()[0].organ
    theirs = person("p-other", organs=[other], roles=[Role.REQUEST_HANDLER])
    elsewhere = person("p-street", organs=[city.street], roles=[Role.REQUEST_HANDLER])
    row = sent(case, people, at=SUBMITTED_AT, kind="co_maker", organ=other)
    private = sent(case, people, at=SUBMITTED_AT)
    told = OutboxMessage.objects.filter(kind=letters.NOTICE_OF_LETTER)
    assert {notice.user for notice in told} == {theirs, city.outsider}
    for who, which in ((elsewhere, row), (people[HANDLER], row), (theirs, private)):
        with pytest.raises(NotPermitted, match="没有找到"):
            opinions.give_opinion(
                consultation=which, opinion="agrees", text="", by=who, at=SUBMITTED_AT
            )
    opinions.give_opinion(consultation=row, opinion="agrees", text="", by=theirs, at=SUBMITTED_AT)
    assert case.acts.get(action="record_opinion").by == theirs


def test_a_purge_takes_opinions_notices_and_codes_away(
    case: InformationRequest, people: Desk,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    row = sent(case, people, at=SUBMITTED_AT)
    picture = HandedIn(io.BytesIO(PNG), "合同.png")
    [paper] = opinions.attach_papers(consultation=row, files=[picture], at=SUBMITTED_AT)
    opinions.give_opinion(consultation=row, opinion="objects", text="商业秘密", at=SUBMITTED_AT)
    moment = SUBMITTED_AT + DAY
    opened(case, people, moment, why="关系公共安全")
    walk(case, people, moment, "approve", "pass_secrecy", "sign")
    letters.tell_third_party(
        consultation=row, text="公开报价", told_on=moment.date(), by=people[HANDLER],
        at=moment,
    )  # fmt: skip
    walk(case, people, moment, "deliver", "archive")
    storage, name = paper.file.storage, str(paper.file.name)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge.purge_due(at=SUBMITTED_AT + 31 * 61 * DAY) == 1
    assert not storage.exists(name)
    cache.clear()
    assert not ConsultationFile.objects.exists()
    row.refresh_from_db()
    answer = case.answers.get()
    kept = (row.party, row.question, row.opinion_text, answer.override_reason)
    assert {*kept, ThirdPartyNotice.objects.get().text} == {GONE}
    assert row.code_index == ""
    code = {"number": row.number, "code": code_from(row.key)}
    assert Client().post(DOOR, code).status_code == 403
    with pytest.raises(ActRefused, match="已按保存期限清除"):
        letters.open_letter(consultation=row, by=people[HANDLER], at=moment)
