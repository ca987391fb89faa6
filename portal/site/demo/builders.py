"""Bring a document to a state by walking the lawful path through the real services.

The demo data and the tests use the same builders, so neither can hold a state that the portal
itself could not have reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure.services import review
from disclosure.services.discard import discard
from disclosure.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.workflow import lawful_path

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.organs.models import Organ

REVIEW_OPINION = "经逐项审查，不涉及国家秘密、工作秘密和敏感信息。"
RETURN_REASON = "请补充完善后重新提交。"
DISCARD_REASON = "重复录入。"
SCHEDULED_AHEAD = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Cast:
    """The people of an organ by role, as the review needs them."""

    by_role: Mapping[Role, User]

    def __getitem__(self, role: str) -> User:
        return self.by_role[Role(role)]


def bring_to(
    document: Document, target: str, *, cast: Cast, at: dt.datetime, reason: str = ""
) -> Document:
    """Walk the shortest lawful path to a state; each act a minute after the one before.

    `at` is the instant of the last act. Raises what the acts raise.
    """
    path = lawful_path(WORKFLOW, target)
    for number, action in enumerate(path):
        moment = at - dt.timedelta(minutes=len(path) - 1 - number)
        document = _ACTS[action](document, cast[WORKFLOW.actions[action].role], moment, reason)
    return document


_Step = Callable[["Document", "User", dt.datetime, str], "Document"]


def _confirm(document: Document, by: User, at: dt.datetime, _reason: str) -> Document:
    return review.confirm_openness(
        document=document,
        openness=document.openness,
        basis=document.openness_basis,
        ground=document.openness_ground,
        by=by,
        at=at,
    )


def _pass(document: Document, by: User, at: dt.datetime, _reason: str) -> Document:
    return review.pass_secrecy(document=document, opinion=REVIEW_OPINION, by=by, at=at)


def _return(document: Document, by: User, at: dt.datetime, reason: str) -> Document:
    return review.send_back(document=document, reason=reason or RETURN_REASON, by=by, at=at)


_ACTS: Mapping[str, _Step] = {
    "submit": lambda d, by, at, _: review.submit(document=d, by=by, at=at),
    "confirm_openness": _confirm,
    "pass_secrecy": _pass,
    "publish": lambda d, by, at, _: review.sign(document=d, by=by, at=at),
    "schedule": lambda d, by, at, _: review.schedule(
        document=d, publish_at=at + SCHEDULED_AHEAD, by=by, at=at
    ),
    "unschedule": lambda d, by, at, reason: review.unschedule(
        document=d, reason=reason or RETURN_REASON, by=by, at=at
    ),
    "keep_closed": lambda d, by, at, _: review.keep_closed(
        document=d,
        basis=d.openness_basis,
        ground=d.openness_ground,
        by=by,
        at=at,
    ),
    "reconsider": lambda d, by, at, reason: review.reconsider(
        document=d, reason=reason or RETURN_REASON, by=by, at=at
    ),
    "file_away": lambda d, by, at, _: review.sign(document=d, by=by, at=at),
    "return_openness": _return,
    "return_secrecy": _return,
    "return_signing": _return,
    "withdraw": lambda d, by, at, reason: review.withdraw(
        document=d, reason=reason or RETURN_REASON, by=by, at=at
    ),
    "discard": lambda d, by, at, reason: discard(
        document=d, reason=reason or DISCARD_REASON, by=by, at=at
    ),
    "reopen": lambda d, by, at, _: review.reopen(document=d, by=by, at=at),
}


def holder(organ: Organ, role: Role) -> User:
    """The first of those who hold a role at an organ."""
    return Membership.objects.holders(organ, role).order_by("pk")[0].user
