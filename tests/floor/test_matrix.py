"""State × act × persona, drawn from the tables: what they allow is done once, all else is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.workflow import SAME
from tests.builders import City, person
from tests.floor.kinds import CAME_AT, DAY, WITH_MATRIX, Kind, personas

pytestmark = pytest.mark.django_db
AT = CAME_AT + DAY
STATES = [(kind, state) for kind in WITH_MATRIX for state in kind.workflow.states.values]


class Undone(Exception):
    """Takes back what an attempt did, so that the next one finds the same case."""


def witness(kind: Kind, case: Any) -> tuple[Any, int, int]:
    """What a refused attempt must leave as it was: the row, the rows of acts, the trail."""
    row = kind.steps.model._default_manager.filter(pk=case.pk).values_list().get()
    texts = tuple(str(value) for value in row)
    return texts, case.acts.count(), AuditEntry.objects.count()


def ids(value: object) -> str:
    return str(value)


@pytest.mark.parametrize(("kind", "state"), STATES, ids=ids)
def test_every_act_by_everyone(city: City, kind: Kind, state: str) -> None:
    case, people = kind.brought(city, state), personas(kind, city)
    assert case.status == state
    done = set()
    for action, act in kind.workflow.actions.items():
        if act.role == kind.workflow.party:
            continue
        for persona, user in people.items():
            lawful = state in act.sources and persona == act.role
            judged = kind.steps.rules.judge(user, case, action)
            assert bool(judged) == lawful, (action, persona, judged.reason)
            if not lawful:
                refused(kind, case, action, user, city, judged.reason)
            elif tried(kind, case, action, user, city):
                done.add(action)
    without_occasion = {
        act.action
        for act in kind.workflow.offered_in(state)
        if not kind.steps.obstacle(case, act.action, on=timezone.localdate(AT)).has_occasion
        and act.action not in kind.clear
    }
    offered = {act.action for act in kind.workflow.offered_in(state)}
    assert done == offered - without_occasion


def refused(kind: Kind, case: Any, action: str, user: User, city: City, reason: str) -> None:
    """The service says what the verdict says, and nothing has changed."""
    before = witness(kind, case)
    if action.startswith("approve_"):  # one service for three acts; it does what was decided
        action, reason = "approve_correct", ""
    with pytest.raises(NotPermitted) as told, transaction.atomic():
        kind.do(case, action, user, city, AT)
    assert not reason or str(told.value) == reason
    assert witness(kind, case) == before


def tried(kind: Kind, case: Any, action: str, user: User, city: City) -> bool:
    """An act that is theirs: first refused by what stands in the way of it, word for word; done
    once that is cleared, with one row, its entry, and the table's target. Whether it was done.
    """
    before, target = witness(kind, case), kind.workflow.actions[action].target or case.status
    stands = kind.steps.obstacle(case, action, on=timezone.localdate(AT))
    assert kind.steps.verdict(user, case, action, on=timezone.localdate(AT)) == stands
    if not stands and action not in kind.clear:
        assert not stands.has_occasion
        return False
    if not stands:
        with pytest.raises(ActRefused) as told, transaction.atomic():
            kind.do(case, action, user, city, AT)
        assert str(told.value) == stands.reason
        assert witness(kind, case) == before
    with pytest.raises(Undone), transaction.atomic():
        kind.cleared(case, action, city, AT)
        _, acts, entries = witness(kind, case)
        kind.do(case, action, user, city, AT)
        now = kind.again(case)
        assert now.status == target
        written = entries + 1 + kind.besides.get(action, 0)
        assert witness(kind, case)[1:] == (acts + 1, written)
        row = now.acts.order_by("-id")[0]
        assert (row.action, row.source, row.target, row.by) == (action, case.status, target, user)
        entry = AuditEntry.objects.order_by("-pk")[0]
        assert entry.action == f"{kind.steps.prefix}.{action}"
        raise Undone
    assert witness(kind, case) == before
    return True


@pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind, state in STATES if kind.workflow.party], ids=ids
)
def test_the_party_does_its_own_acts_and_no_other(city: City, kind: Kind, state: str) -> None:
    case = kind.brought(city, state)
    nobody = city.outsider
    for action, act in kind.workflow.actions.items():
        verdict = kind.steps.rules.judge(nobody, case, action, as_party=True)
        assert bool(verdict) == (act.role == kind.workflow.party and state in act.sources)
    if kind.workflow.by_party("withdraw", state):
        kind.do(case, "withdraw", None, city, AT)
        row = kind.again(case).acts.order_by("-id")[0]
        assert (row.action, row.by) == ("withdraw", None)
        return
    before = witness(kind, case)
    with pytest.raises(NotPermitted), transaction.atomic():
        kind.do(case, "withdraw", None, city, AT)
    assert witness(kind, case) == before


def _apart(kind: Kind) -> list[tuple[Kind, str, str]]:
    return [
        (kind, act.action, act.sources[0])
        for act in kind.workflow.actions.values()
        if act.apart_from
    ]


@pytest.mark.parametrize(
    ("kind", "action", "state"),
    [row for kind in WITH_MATRIX for row in _apart(kind)],
    ids=ids,
)
def test_who_did_the_one_may_not_do_the_other(
    city: City, kind: Kind, action: str, state: str
) -> None:
    case = kind.brought(city, state)
    both = person("p-both", organs=[city.office], roles=list(kind.steps.rules.roles))
    judge = city.people[Role(kind.workflow.actions[action].role)]
    kind.cleared(case, action, city, AT)
    again = case.acts.order_by("-id")[0].action
    assert again in kind.workflow.actions[action].apart_from
    if kind.workflow.actions[again].target != SAME:
        back = next(act for act in kind.workflow.leaving(state)
                    if kind.workflow.find(again, act.target))  # fmt: skip
        kind.do(case, back.action, judge, city, AT)
    kind.do(kind.again(case), again, both, city, AT)
    case, before = kind.again(case), witness(kind, case)
    verdict = kind.steps.rules.judge(both, case, action)
    assert not verdict
    assert verdict.reason.startswith(f"本次{kind.workflow.actions[again].label}由您办理")
    with pytest.raises(NotPermitted, match="须由他人办理"), transaction.atomic():
        kind.do(case, action, both, city, AT)
    assert witness(kind, case) == before
    assert kind.steps.rules.judge(judge, case, action)
