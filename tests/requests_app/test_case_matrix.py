"""State × act × role, drawn from the tables: what they allow is done once, all else refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.workflow import diagram
from requests_app.models import InformationRequest, RequestAct
from requests_app.permissions import may_act
from requests_app.services import answers
from requests_app.services.steps import STEPS as CASE_STEPS
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import APPLICANT, HANDLER, REVIEWER, SIGNER, Status
from tests.builders import City
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.matrix import (
    BY_STAFF,
    PREPARE,
    Office,
    Try,
    an_office,
    attempt,
    brought_to,
    is_another_name,
)

pytestmark = pytest.mark.django_db
ALL = WORKFLOW.actions
# Which act of the opposite kind of answer the service does instead.
TWINS = {"approve_withholding": "approve"}


class Undone(Exception):
    """Takes back what an attempt did, so that the next one finds the same case."""


def sources(action: str) -> tuple[str, ...]:
    return ALL[action].sources


def allowed(office: Office, state: str, action: str, persona: str) -> bool:
    """What the table says, with the one pair of eyes that has already judged."""
    role, _ = office.personas()[persona]
    if state not in sources(action) or role != ALL[action].role:
        return False
    return (action, persona) != ("second", REVIEWER)


@pytest.mark.parametrize("state", Status.values)
def test_the_verdict_of_every_cell(city: City, state: str) -> None:
    office = an_office(city)
    case = brought_to(office, state)
    assert case.status == state
    wrong = []
    for action in ALL:
        for persona, (_, user) in office.personas().items():
            verdict = may_act(user, case, action)
            if bool(verdict) != allowed(office, state, action, persona):
                wrong.append((action, persona, verdict.reason))
            assert verdict.allowed or verdict.reason.endswith("。")
        applicants = ALL[action].role == APPLICANT and state in sources(action)
        if bool(may_act(office.supervisor, case, action, as_applicant=True)) != applicants:
            wrong.append((action, "applicant", ""))
    assert wrong == []


@pytest.mark.parametrize("state", Status.values)
def test_every_act_by_everyone(city: City, state: str) -> None:
    """Refused: NotPermitted, state and trail as they were. Allowed: done exactly once."""
    office = an_office(city)
    case = brought_to(office, state)
    before = witness(case)
    tried = done = 0
    for action in BY_STAFF:
        if is_another_name(action, state):
            continue
        for persona, (_, user) in office.personas().items():
            at = SUBMITTED_AT + DAY
            trial = Try(case, user, at, office)
            tried += 1
            if allowed(office, state, action, persona):
                expect_done(action, trial, state)
                done += 1
            else:
                expect_refused(action, trial, before)
    assert witness(case) == before
    assert tried > 300
    lawful = [a for a in BY_STAFF if state in sources(a)]
    assert done >= len(lawful)


def expect_refused(action: str, trial: Try, before: tuple[object, ...]) -> None:
    # An act on a row of the case needs the row to be there, in the states that let it be made.
    needs_row = action in (
        *("record_service", "record_opinion", "end_consultation", "tell_third_party"),
        *("give_assistance", "answer_remedy", "conclude_remedy", "rectify", "rectify_opinion"),
    )
    if needs_row and trial.case.status not in sources(action):
        assert not may_act(trial.by, trial.case, action)
        return
    with pytest.raises(Undone), transaction.atomic():
        if needs_row or action == "join":
            PREPARE[action](trial)
            before = witness(trial.case)
        with pytest.raises(NotPermitted):
            attempt(action, trial)
        assert witness(trial.case) == before
        raise Undone


def expect_done(action: str, trial: Try, state: str) -> None:
    with pytest.raises(Undone), transaction.atomic():
        if prepare := PREPARE.get(action):
            prepare(trial)
        acts = RequestAct.objects.filter(request=trial.case).count()
        entries = AuditEntry.objects.count()
        attempt(action, trial)
        assert RequestAct.objects.filter(request=trial.case).count() == acts + 1, action
        # A part of a split case begins with an entry of its own.
        born = trial.case.parts.count() if action == "split" else 0
        assert AuditEntry.objects.count() == entries + 1 + born, action
        act = ALL[TWINS.get(action, action)]
        now = InformationRequest.objects.get(pk=trial.case.pk).status
        assert now == (act.target or state), action
        raise Undone


def witness(case: InformationRequest) -> tuple[object, ...]:
    """What an attempt that is refused must leave as it was."""
    row = InformationRequest.objects.filter(pk=case.pk).values_list().get()
    return (*row, RequestAct.objects.count(), AuditEntry.objects.count())


@pytest.mark.parametrize("state", Status.values)
@pytest.mark.parametrize("action", ["withdraw", "supply_correction", "supply_reasons"])
def test_the_applicants_acts(city: City, state: str, action: str) -> None:
    office = an_office(city)
    case, people = brought_to(office, state), office.desk
    before = witness(case)
    if state in sources(action):
        STEPS[action](case, people, SUBMITTED_AT)
        case.refresh_from_db()
        assert case.status == WORKFLOW.actions[action].target
        assert case.acts.filter(action=action, by=None).count() == 1
        return
    with pytest.raises(NotPermitted):
        STEPS[action](case, people, SUBMITTED_AT)
    assert witness(case) == before


def test_the_design_sheet_shows_the_tables() -> None:
    sheet = (Path(__file__).parents[2] / "docs" / "case.md").read_text(encoding="utf-8")
    assert diagram(WORKFLOW) in sheet
    for name, act in (ALL | WORKFLOW.bulk).items():
        row = next(line for line in sheet.splitlines() if line.startswith(f"| `{name}` |"))
        assert f"{act.basis.law.short}{act.basis}" in row


# --- nobody judges what they wrote ---


@pytest.fixture
def one_for_all(city: City) -> Office:
    """A handler who was also given every other role of the office."""
    office = an_office(city)
    handler = office.desk[HANDLER]
    for role in {WORKFLOW.actions[a].role for a in BY_STAFF if a in WORKFLOW.actions}:
        handler.memberships.get_or_create(organ=city.office, role=role)
    handler.__dict__.pop("_roles_by_organ", None)
    return office


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (Status.REVIEW, "approve"),
        (Status.SECOND_REVIEW, "second"),
        (Status.SECRECY_REVIEW, "pass_secrecy"),
        (Status.SIGNING, "sign"),
    ],
)
def test_the_writer_does_not_judge(one_for_all: Office, state: str, action: str) -> None:
    case = brought_to(one_for_all, state)
    writer = one_for_all.desk[HANDLER]
    before = witness(case)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        attempt(action, Try(case, writer, SUBMITTED_AT, one_for_all))
    assert witness(case) == before


def test_the_writer_of_a_refusal_does_not_judge_it(one_for_all: Office) -> None:
    case = brought_to(one_for_all, Status.HANDLING)
    STEPS["refuse"](case, one_for_all.desk, SUBMITTED_AT)
    before = witness(case)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        attempt(
            "approve_withholding", Try(case, one_for_all.desk[HANDLER], SUBMITTED_AT, one_for_all)
        )
    assert witness(case) == before


@pytest.mark.parametrize("judge", ["approve", "approve_withholding", "second"])
def test_who_judged_before_does_not_review_the_secrecy(city: City, judge: str) -> None:
    """保密审查 is another person's than each judgement before it."""
    people = desk(city)
    way = ("submit_answer", "approve") if judge == "approve" else ("refuse", "approve", "second")
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    for action in way:
        STEPS[action](case, people, SUBMITTED_AT)
    both = people.second if judge == "second" else people[REVIEWER]
    both.memberships.create(organ=city.office, role=Role.SECRECY_REVIEWER)
    both.__dict__.pop("_roles_by_organ", None)
    before = witness(case)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        answers.pass_secrecy(request=case, opinion="不涉密", by=both, at=SUBMITTED_AT)
    assert witness(case) == before


def test_the_first_reviewer_is_not_the_second(city: City) -> None:
    people = desk(city)
    case = bring_to(submitted(city), Status.SECOND_REVIEW, people=people)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        answers.second(request=case, opinion="同意", by=people[REVIEWER], at=SUBMITTED_AT)
    answers.second(request=case, opinion="同意", by=people.second, at=SUBMITTED_AT)
    case.refresh_from_db()
    assert case.status == Status.SECRECY_REVIEW


def test_a_new_draft_begins_the_judging_anew(city: City) -> None:
    """Who judged the last draft may judge the next one; who wrote it may not."""
    people = desk(city)
    case = bring_to(submitted(city), Status.SECOND_REVIEW, people=people)
    for action in ("return_second", "submit_answer", "approve"):
        STEPS[action](case, people, SUBMITTED_AT)
    case.refresh_from_db()
    assert case.status == Status.SECRECY_REVIEW


def test_the_first_reviewer_of_the_last_draft_is_the_second_of_the_next(city: City) -> None:
    """The hands of a round that was sent back do not count any more."""
    people = desk(city)
    case = bring_to(submitted(city), Status.SECOND_REVIEW, people=people)
    for action in ("return_second", "refuse"):
        STEPS[action](case, people, SUBMITTED_AT)
    answers.approve(request=case, opinion="同意", by=people.second, at=SUBMITTED_AT)
    answers.second(request=case, opinion="同意", by=people[REVIEWER], at=SUBMITTED_AT)
    case.refresh_from_db()
    assert case.status == Status.SECRECY_REVIEW


# --- a refusal's longer way ---


def test_a_refusal_is_judged_twice_and_filed_before_it_is_signed(city: City) -> None:
    people = desk(city)
    case = submitted(city)
    for action in ("confirm", "assign", "refuse", "approve", "second", "pass_secrecy"):
        STEPS[action](case, people, SUBMITTED_AT)
    with pytest.raises(ActRefused, match="须先报备案"):
        answers.sign(request=case, by=people[SIGNER], at=SUBMITTED_AT)
    case.refresh_from_db()
    assert case.status == Status.SIGNING
    filing = answers.file_refusal(request=case, by=people[SIGNER], at=SUBMITTED_AT)
    assert filing.organ != case.organ
    with pytest.raises(ActRefused, match="已经备案"):
        answers.file_refusal(request=case, by=people[SIGNER], at=SUBMITTED_AT)
    answers.sign(request=case, by=people[SIGNER], at=SUBMITTED_AT)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.DELIVERING, "3.3.6")


def test_an_answer_that_opens_is_not_filed(city: City) -> None:
    people = desk(city)
    case = bring_to(submitted(city), Status.SIGNING, people=people)
    with pytest.raises(ActRefused, match="不需要备案"):
        answers.file_refusal(request=case, by=people[SIGNER], at=SUBMITTED_AT)


def test_nobody_approves_what_does_not_exist(city: City) -> None:
    """Permission is asked first: a stranger learns nothing about drafts."""
    case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
    with pytest.raises(NotPermitted, match="没有找到"):
        answers.approve(request=case, opinion="同意", by=city.outsider, at=SUBMITTED_AT)
    with pytest.raises(NotPermitted):
        CASE_STEPS.perform(case, "archive", by=city.outsider, at=SUBMITTED_AT)
