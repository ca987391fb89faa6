"""State × act × person: what the table allows is done, all else leaves nothing behind."""

from __future__ import annotations

import pytest
from django.db import transaction

from policies.interpretations.models import Interpretation
from policies.interpretations.permissions import RULES
from policies.interpretations.services.steps import STEPS
from policies.interpretations.workflow import RETURNS, WORKFLOW, Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import NotPermitted
from tests.builders import City, person
from tests.conftest import NOON
from tests.policies.interpretations.cases import ACTS, MINUTE, begun, brought, public_policy

pytestmark = pytest.mark.django_db
LATER = NOON + 10 * MINUTE
TABLE = {
    action: act
    for action, act in WORKFLOW.actions.items()
    if action in ACTS and act.role != WORKFLOW.party
}


class Undone(Exception):
    """Takes an attempt back."""


def personas(city: City) -> dict[str, User]:
    above = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
    working = {role.value: city.people[role] for role in RULES.roles}
    return working | {"supervisor": above, "outsider": city.outsider}


def witness(case: Interpretation) -> tuple[object, ...]:
    row = Interpretation.objects.filter(pk=case.pk).values().get()
    return row, case.acts.count(), case.parts.count(), AuditEntry.objects.count()


def is_lawful(action: str, state: str, persona: str) -> bool:
    acts = [TABLE[name] for name in (RETURNS if action in RETURNS else (action,))]
    return any(state in act.sources and persona == act.role for act in acts)


@pytest.mark.parametrize("state", Status.values)
def test_every_act_by_everyone(city: City, state: str) -> None:
    public_policy(city, number="试府办规〔2019〕1号", body="第一条　鼓励机关开放停车场。")
    case, people = brought(city, state), personas(city)
    assert case.status == state
    before, done = witness(case), set()
    for action, act in TABLE.items():
        for persona, user in people.items():
            verdict = RULES.judge(user, case, action)
            assert bool(verdict) == (state in act.sources and persona == act.role)
            if not is_lawful(action, state, persona):
                with pytest.raises(NotPermitted), transaction.atomic():
                    ACTS[action](case, user, LATER)
            assert witness(case) == before
        if state in act.sources and STEPS.obstacle(case, action, on=LATER.date()):
            with pytest.raises(Undone), transaction.atomic():
                ACTS[action](case, people[act.role], LATER)
                now = Interpretation.objects.get(pk=case.pk)
                assert now.status == (act.target or state)
                row = now.acts.last()
                assert row is not None
                assert (row.action, row.source, row.by) == (action, state, people[act.role])
                assert AuditEntry.objects.filter(action=f"interpretations.{action}").exists()
                raise Undone
            done.add(action)
    lawful = {action for action, act in TABLE.items() if state in act.sources}
    assert done >= lawful - {"reopen"}


def test_what_follows_from_the_policy_is_nobodys_act() -> None:
    theirs = {act.action for act in WORKFLOW.acts if act.role == WORKFLOW.party}
    assert theirs == {"release", "follow_down", "replace"}
    assert WORKFLOW.party not in Role.values


@pytest.mark.parametrize(
    ("action", "state", "done"),
    [
        ("pass_secrecy", "secrecy_review", "submit"),
        ("sign", "signing", "submit"),
        ("sign", "signing", "pass_secrecy"),
        ("publish", "ready", "submit"),
    ],
)
def test_who_did_the_one_may_not_do_the_other(
    city: City, action: str, state: str, done: str
) -> None:
    both = person("p-both", organs=[city.office], roles=list(RULES.roles))
    case = begun(city)
    for step in ("submit", "pass_secrecy", "sign"):
        if case.status == state:
            break
        by = both if step == done else city.people[Role(TABLE[step].role)]
        ACTS[step](case, by, LATER)
        case = Interpretation.objects.get(pk=case.pk)
    before = witness(case)
    with pytest.raises(NotPermitted, match="须由他人办理"), transaction.atomic():
        ACTS[action](case, both, LATER)
    assert witness(case) == before
    ACTS[action](case, city.people[Role(TABLE[action].role)], LATER)


@pytest.mark.parametrize("action", ["edit", "write_part", "plan", "fill"])
def test_who_wrote_any_of_it_does_not_sign_it(city: City, action: str) -> None:
    both = person("p-both", organs=[city.office], roles=[Role.CLERK, Role.SIGNER])
    case = begun(city)
    ACTS[action](case, both, LATER)
    for step in ("submit", "pass_secrecy"):
        ACTS[step](case, city.people[Role(TABLE[step].role)], LATER)
    with pytest.raises(NotPermitted, match="由您起草"), transaction.atomic():
        ACTS["sign"](case, both, LATER)
    ACTS["sign"](case, city.people[Role.SIGNER], LATER)
