"""The whole matrix of the review: every state × act × role, and people from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from disclosure.choices import Openness
from disclosure.models import Document
from disclosure.permissions import may_act
from disclosure.services import review
from disclosure.services.discard import discard
from disclosure.workflow import WORKFLOW, Status
from portal.accounts.choices import EXCLUSIVE, Role
from portal.acts.refusals import Blocked
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.site.demo.builders import Cast, bring_to
from portal.workflow import diagram, lawful_path
from tests.builders import City, person

ROLES = [role for role in Role if role not in EXCLUSIVE]
ACTS: dict[str, Callable[..., Document]] = {
    "submit": lambda d, by, at: review.submit(document=d, by=by, at=at),
    "confirm_openness": lambda d, by, at: review.confirm_openness(
        document=d,
        openness=d.openness,
        basis=d.openness_basis,
        ground=d.openness_ground,
        by=by,
        at=at,
    ),
    "pass_secrecy": lambda d, by, at: review.pass_secrecy(
        document=d, opinion="不涉密", by=by, at=at
    ),
    "publish": lambda d, by, at: review.sign(document=d, by=by, at=at),
    "file_away": lambda d, by, at: review.sign(document=d, by=by, at=at),
    "return_openness": lambda d, by, at: review.send_back(document=d, reason="补正", by=by, at=at),
    "return_secrecy": lambda d, by, at: review.send_back(document=d, reason="补正", by=by, at=at),
    "return_signing": lambda d, by, at: review.send_back(document=d, reason="补正", by=by, at=at),
    "withdraw": lambda d, by, at: review.withdraw(document=d, reason="有误", by=by, at=at),
    "discard": lambda d, by, at: discard(document=d, reason="重复录入", by=by, at=at),
    "reopen": lambda d, by, at: review.reopen(document=d, by=by, at=at),
    "schedule": lambda d, by, at: review.schedule(
        document=d, publish_at=at + dt.timedelta(hours=1), by=by, at=at
    ),
    "unschedule": lambda d, by, at: review.unschedule(document=d, reason="改期", by=by, at=at),
    "keep_closed": lambda d, by, at: review.keep_closed(
        document=d, basis="process", ground="仍属过程性信息", by=by, at=at
    ),
    "reconsider": lambda d, by, at: review.reconsider(document=d, reason="可以公开", by=by, at=at),
}
CLOSED = {
    "openness": Openness.ON_REQUEST,
    "openness_ground": "过程性信息",
    "openness_basis": "process",
}


def _at_state(city: City, make_draft: Callable[..., Document], state: str, action: str) -> Document:
    closed = CLOSED if state == "filed" or (action, state) == ("file_away", "signing") else {}
    document = make_draft(**closed)
    return bring_to(document, state, cast=city.cast, at=dt.datetime(2026, 11, 3, 2, tzinfo=dt.UTC))


@pytest.mark.parametrize("state", Status.values)
@pytest.mark.parametrize("action", list(ACTS))
def test_matrix(
    city: City,
    make_draft: Callable[..., Document],
    outsider: object,
    now: dt.datetime,
    state: str,
    action: str,
) -> None:
    document = _at_state(city, make_draft, state, action)
    transition = WORKFLOW.find(action, state)
    entries = AuditEntry.objects.count()
    for role in [*ROLES, None]:
        by = city.people[role] if role else outsider
        allowed = transition is not None and role == transition.role
        assert bool(may_act(by, document, action)) is allowed  # type: ignore[arg-type]
        if not allowed and not _same_button_is_lawful(action, state, role):
            with pytest.raises(NotPermitted):
                ACTS[action](document, by, now)
            document.refresh_from_db()
            assert document.status == state
    assert AuditEntry.objects.count() == entries
    if transition:
        done = ACTS[action](document, city.people[Role(transition.role)], now)
        assert done.status == transition.target
        assert done.acts.last().action == action  # type: ignore[union-attr]
        assert AuditEntry.objects.filter(action=f"disclosure.{action}").exists()


def _same_button_is_lawful(action: str, state: str, role: Role | None) -> bool:
    """签发 and 退回 are one button each for several acts of the table."""
    siblings = {
        "publish": ("file_away", "publish"),
        "file_away": ("publish", "file_away"),
        "return_openness": ("return_openness", "return_secrecy", "return_signing"),
        "return_secrecy": ("return_openness", "return_secrecy", "return_signing"),
        "return_signing": ("return_openness", "return_secrecy", "return_signing"),
    }
    found = [WORKFLOW.find(name, state) for name in siblings.get(action, ())]
    return any(transition and transition.role == role for transition in found)


@pytest.mark.parametrize("first", ["clerk", "openness_reviewer"])
def test_nobody_reviews_what_they_filed_or_decided(
    city: City, make_draft: Callable[..., Document], now: dt.datetime, first: str
) -> None:
    """T10: 保密审查 is done by another person, even when one person holds every role."""
    everyone = person("everyone", organs=[city.office], roles=ROLES)
    by = everyone if first == "clerk" else city.people[Role.CLERK]
    document = make_draft(by=by)
    review.submit(document=document, by=by, at=now)
    if first == "clerk":
        with pytest.raises(NotPermitted, match="须由他人办理"):
            ACTS["confirm_openness"](document, everyone, now)
        ACTS["confirm_openness"](document, city.people[Role.OPENNESS_REVIEWER], now)
    else:
        ACTS["confirm_openness"](document, everyone, now)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        ACTS["pass_secrecy"](document, everyone, now)


@pytest.mark.parametrize(
    ("action", "state", "elements"),
    [
        ("publish", "signing", {}),
        ("publish", "scheduled", {}),
        ("schedule", "signing", {}),
        ("file_away", "signing", CLOSED),
    ],
)
def test_who_submitted_a_document_that_another_recorded_does_not_sign_it(
    city: City,
    make_draft: Callable[..., Document],
    now: dt.datetime,
    action: str,
    state: str,
    elements: dict[str, str],
) -> None:
    recorder = person("recorder", organs=[city.office], roles=[Role.CLERK])
    both = person("both", organs=[city.office], roles=[Role.CLERK, Role.SIGNER])
    document = make_draft(by=recorder, **elements)
    cast = Cast({**city.people, Role.CLERK: both})
    bring_to(document, state, cast=cast, at=now)
    document.refresh_from_db()
    assert document.status == state
    with pytest.raises(NotPermitted, match="本次提交审查由您办理"):
        ACTS[action](document, both, now)
    document.refresh_from_db()
    assert document.status == state
    done = ACTS[action](document, city.people[Role.SIGNER], now)
    assert done.status == WORKFLOW.actions[action].target


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("confirm_openness", "openness_review"),
        ("pass_secrecy", "secrecy_review"),
        ("publish", "signing"),
    ],
)
def test_who_recorded_a_document_that_another_submitted_does_not_review_it(
    city: City, make_draft: Callable[..., Document], now: dt.datetime, action: str, state: str
) -> None:
    recorder = person("recorder", organs=[city.office], roles=ROLES)
    document = bring_to(make_draft(by=recorder), state, cast=city.cast, at=now)
    with pytest.raises(NotPermitted, match="您录入了本文件"):
        ACTS[action](document, recorder, now)
    document.refresh_from_db()
    assert document.status == state


def test_returned_documents_need_a_reason_and_start_a_new_round(
    city: City, make_draft: Callable[..., Document], now: dt.datetime
) -> None:
    document = make_draft()
    review.submit(document=document, by=city.people[Role.CLERK], at=now)
    with pytest.raises(ActRefused, match="理由"):
        review.send_back(
            document=document, reason="  ", by=city.people[Role.OPENNESS_REVIEWER], at=now
        )
    review.send_back(
        document=document, reason="缺附件", by=city.people[Role.OPENNESS_REVIEWER], at=now
    )
    document.refresh_from_db()
    assert document.status == Status.RETURNED
    review.submit(document=document, by=city.people[Role.CLERK], at=now)
    assert [act.round for act in document.acts.all()] == [1, 1, 2]


def test_a_text_changed_after_its_review_cannot_be_signed(
    city: City, make_draft: Callable[..., Document], now: dt.datetime
) -> None:
    document = bring_to(make_draft(), "signing", cast=city.cast, at=now)
    Document.objects.filter(pk=document.pk).update(body="换了内容")
    with pytest.raises(Blocked, match="保密审查"):
        review.sign(document=document, by=city.people[Role.SIGNER], at=now)


def test_every_state_is_reachable_and_every_label_known() -> None:
    assert {Role(t.role) for t in WORKFLOW.transitions} <= set(Role)
    for state in Status.values:
        lawful_path(WORKFLOW, state)
    chart = diagram(WORKFLOW)
    assert all(t.label in chart for t in WORKFLOW.transitions)
