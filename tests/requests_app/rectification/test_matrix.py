"""State × act × person for 更正申请, drawn from the table: what it allows is done, all else not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import NotPermitted
from portal.workflow import diagram
from requests_app.rectification import workflow as flow
from requests_app.rectification.choices import DecisionKind
from requests_app.rectification.models import Rectification, RectificationAct
from requests_app.rectification.permissions import RULES
from requests_app.rectification.services.steps import STEPS as STEPS_OF
from tests.builders import City, person
from tests.requests_app.cases import DAY, SUBMITTED_AT
from tests.requests_app.rectification.cases import STEPS, brought, filed, walk

pytestmark = pytest.mark.django_db
ROLES = (flow.INTAKE, flow.HANDLER, flow.REVIEWER, flow.HEAD)


class Undone(Exception):
    """Takes back what an attempt did, so that the next one finds the same case."""


def personas(city: City) -> dict[str, User]:
    return {role: city.people[Role(role)] for role in ROLES} | {
        "supervisor": person("p-above", organs=[city.root], roles=[Role.SUPERVISOR]),
        "signer": city.people[Role.SIGNER],
        "outsider": city.outsider,
    }


def is_allowed(state: str, action: str, persona: str) -> bool:
    """What the table says; of the approvals only that of what was decided (更正)."""
    act = flow.WORKFLOW.actions[action]
    other = bool(act.apart_from) and action != "approve_correct"
    return state in act.sources and persona == act.role and not other


def witness(case: Rectification) -> tuple[object, ...]:
    """What an attempt that is refused must leave as it was."""
    row = Rectification.objects.filter(pk=case.pk).values_list().get()
    sealed = tuple(str(value) for value in row)
    return (*sealed, RectificationAct.objects.count(), AuditEntry.objects.count())


def test_the_table_and_the_vocabulary_agree() -> None:
    assert set(flow.DECISIONS) == set(DecisionKind.values)
    assert set(STEPS) == set(flow.WORKFLOW.actions)
    sheet = (Path(__file__).parents[3] / "docs" / "records.md").read_text(encoding="utf-8")
    assert diagram(flow.WORKFLOW) in sheet
    for name, act in (flow.WORKFLOW.actions | flow.WORKFLOW.bulk).items():
        row = next(line for line in sheet.splitlines() if line.startswith(f"| `{name}` |"))
        assert f"{act.label} |" in row
        assert f"{act.basis.law.short}{act.basis}" in row


@pytest.mark.parametrize("state", flow.Status.values)
def test_every_act_by_everyone(city: City, state: str) -> None:
    case, people = brought(city, state), personas(city)
    assert case.status == state
    done = 0
    for action, act in flow.WORKFLOW.actions.items():
        for persona, user in people.items():
            verdict = RULES.judge(user, case, action)
            if verdict and act.apart_from:  # which approval there is to give is the case's to say
                verdict = STEPS_OF.obstacle(case, action, on=SUBMITTED_AT.date())
            allowed = is_allowed(state, action, persona)
            assert bool(verdict) == allowed, (action, persona, verdict.reason)
            assert allowed or verdict.reason.endswith("。")
            # One service call approves whatever was decided, and it is tried once.
            if act.role != flow.APPLICANT and action not in ("approve_decline", "approve_refer"):
                attempt(case, city, action, user, allowed=allowed)
                done += allowed
    # In 待审核 the two approvals of what was not decided are refused to everybody.
    staffs = [a for a in flow.WORKFLOW.offered_in(state) if a.role != flow.APPLICANT]
    assert done == len(staffs) - (2 if state == flow.Status.REVIEW else 0)


def attempt(case: Rectification, city: City, action: str, user: User, *, allowed: bool) -> None:
    before, at = witness(case), SUBMITTED_AT + DAY
    with pytest.raises(Undone), transaction.atomic():
        if action == "lift_hold" and allowed:
            walk(case, city, "hold")
        if action == "archive" and case.status in flow.DECIDED and allowed:
            walk(case, city, "tell")
        if action == "urge" and allowed:
            Rectification.objects.filter(pk=case.pk).update(due_on=SUBMITTED_AT.date())
        inside = witness(case)
        if allowed:
            STEPS[action](case, lambda _role: user, city, at)
            now = Rectification.objects.get(pk=case.pk)
            assert now.status == (flow.WORKFLOW.actions[action].target or case.status)
            assert witness(case)[-2:] == (inside[-2] + 1, inside[-1] + 1)
        else:
            with pytest.raises(NotPermitted):
                STEPS[action](case, lambda _role: user, city, at)
            assert witness(case) == inside
        raise Undone
    assert witness(case) == before


@pytest.mark.parametrize("state", flow.Status.values)
def test_the_applicant_takes_it_back_until_it_is_decided(city: City, state: str) -> None:
    case, above = brought(city, state), personas(city)["supervisor"]
    for action, act in flow.WORKFLOW.actions.items():
        verdict = RULES.judge(above, case, action, as_party=True)
        assert bool(verdict) == (act.role == flow.APPLICANT and state in flow.OPEN)
    before = witness(case)
    if state in flow.OPEN:
        assert walk(case, city, "withdraw").status == flow.Status.WITHDRAWN
        return
    with pytest.raises(NotPermitted):
        walk(case, city, "withdraw")
    assert witness(case) == before


@pytest.mark.parametrize("kind", flow.DECISIONS)
def test_who_decided_does_not_approve(city: City, kind: str) -> None:
    """A handler who was also made a reviewer; and the first decision does not bind the second."""
    handler = city.people[Role.REQUEST_HANDLER]
    handler.memberships.create(organ=city.office, role=Role.ANSWER_REVIEWER)
    handler.__dict__.pop("_roles_by_organ", None)
    case = walk(filed(city), city, "accept", kind)
    before = witness(case)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        STEPS[flow.approval_of(kind)](case, lambda _role: handler, city, SUBMITTED_AT)
    assert witness(case) == before
    walk(case, city, "return", "refer", flow.approval_of(kind))
    case.refresh_from_db()
    assert case.status == flow.Status.REFERRED
