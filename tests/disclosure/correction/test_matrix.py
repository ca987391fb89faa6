"""State × act × person: what the table allows is done, all else leaves nothing behind."""

from __future__ import annotations

import pytest
from django.db import transaction

from disclosure.correction.permissions import RULES
from disclosure.correction.services.steps import STEPS
from disclosure.correction.workflow import WORKFLOW, Status
from disclosure.models import Correction, Document
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, person
from tests.conftest import NOON
from tests.disclosure.correction.cases import ACTS, MINUTE, begun, brought

pytestmark = pytest.mark.django_db
LATER = NOON + 10 * MINUTE
TABLE = {action: act for action, act in WORKFLOW.actions.items() if action in ACTS}
# What one button does by the kind or the state of the case.
SIBLINGS = {
    "submit": ("submit", "submit_form"),
    "submit_form": ("submit", "submit_form"),
    "return_openness": ("return_openness", "return_secrecy", "return_signing"),
    "return_secrecy": ("return_openness", "return_secrecy", "return_signing"),
    "return_signing": ("return_openness", "return_secrecy", "return_signing"),
}


class Undone(Exception):
    """Takes an attempt back."""


def personas(city: City) -> dict[str, User]:
    above = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
    working = {role.value: city.people[role] for role in RULES.roles}
    return working | {"supervisor": above, "outsider": city.outsider}


def witness(correction: Correction) -> tuple[object, ...]:
    row = Correction.objects.filter(pk=correction.pk).values().get()
    document = Document.objects.filter(pk=correction.document_id).values().get()
    return row, document, correction.acts.count(), AuditEntry.objects.count()


def is_lawful(action: str, state: str, persona: str) -> bool:
    acts = [TABLE[name] for name in SIBLINGS.get(action, (action,))]
    return any(state in act.sources and persona == act.role for act in acts)


@pytest.mark.parametrize("state", Status.values)
def test_every_act_by_everyone(city: City, state: str) -> None:
    correction, people = brought(city, state), personas(city)
    assert correction.status == state
    before = witness(correction)
    for action, act in TABLE.items():
        for persona, user in people.items():
            verdict = RULES.judge(user, correction, action)
            assert bool(verdict) == (state in act.sources and persona == act.role)
            if not is_lawful(action, state, persona):
                with pytest.raises(NotPermitted), transaction.atomic():
                    ACTS[action](correction, user, LATER)
            assert witness(correction) == before
        if state in act.sources and STEPS.obstacle(correction, action, on=LATER.date()):
            with pytest.raises(Undone), transaction.atomic():
                ACTS[action](correction, people[act.role], LATER)
                now = Correction.objects.get(pk=correction.pk)
                assert now.status == (act.target or state)
                row = now.acts.last()
                assert row is not None
                assert (row.action, row.source, row.by) == (action, state, people[act.role])
                assert AuditEntry.objects.filter(action=f"corrections.{action}").exists()
                raise Undone


@pytest.mark.parametrize("state", Status.values)
def test_nobody_ends_a_correction_by_hand(city: City, state: str) -> None:
    correction = brought(city, state)
    for user in personas(city).values():
        assert not RULES.judge(user, correction, "withdraw")
    assert bool(RULES.judge(city.outsider, correction, "withdraw", as_party=True)) == (
        Status(state).is_open
    )


@pytest.mark.parametrize(
    ("action", "state", "done"),
    [
        ("confirm_openness", "openness_review", "submit"),
        ("pass_secrecy", "secrecy_review", "submit"),
        ("pass_secrecy", "secrecy_review", "confirm_openness"),
        ("sign", "signing", "submit"),
    ],
)
def test_who_did_the_one_may_not_do_the_other(
    city: City, action: str, state: str, done: str
) -> None:
    both = person("p-both", organs=[city.office], roles=list(RULES.roles))
    correction = begun(city)
    for step in ("submit", "confirm_openness", "pass_secrecy"):
        if correction.status == state:
            break
        by = both if step == done else city.people[Role(TABLE[step].role)]
        ACTS[step](correction, by, LATER)
        correction = Correction.objects.get(pk=correction.pk)
    before = witness(correction)
    with pytest.raises(NotPermitted, match="须由他人办理"), transaction.atomic():
        ACTS[action](correction, both, LATER)
    assert witness(correction) == before
    ACTS[action](correction, city.people[Role(TABLE[action].role)], LATER)


@pytest.mark.parametrize("action", ["edit", "add_files", "widen"])
def test_who_wrote_any_of_it_does_not_sign_it(city: City, action: str) -> None:
    """Also when another person submitted what they wrote, in whatever round."""
    both = person("p-both", organs=[city.office], roles=[Role.CLERK, Role.SIGNER])
    correction = begun(city, kind="form" if action == "widen" else "content")
    ACTS[action](correction, both, LATER)
    for step in ("submit", "confirm_openness", "pass_secrecy"):
        ACTS[step](correction, city.people[Role(TABLE[step].role)], LATER)
    with pytest.raises(NotPermitted, match="由您起草"), transaction.atomic():
        ACTS["sign"](correction, both, LATER)
    ACTS["sign"](correction, city.people[Role.SIGNER], LATER)


@pytest.mark.parametrize("action", ["add_files", "replace_file", "drop_file"])
def test_files_come_and_go_with_content_only(city: City, action: str) -> None:
    correction = begun(city, kind="form")
    with pytest.raises(ActRefused, match="先改作内容更正"):
        ACTS[action](correction, city.people[Role.CLERK], LATER)


def test_form_is_signed_after_one_more_pair_of_eyes(city: City) -> None:
    correction = begun(city, kind="form")
    ACTS["submit_form"](correction, city.people[Role.CLERK], LATER)
    correction.refresh_from_db()
    assert correction.status == Status.SIGNING
    ACTS["sign"](correction, city.people[Role.SIGNER], LATER)
    correction.refresh_from_db()
    assert correction.status == Status.SIGNED
    assert [row.action for row in correction.acts.all()] == [
        "begin", "edit", "submit_form", "sign",
    ]  # fmt: skip
