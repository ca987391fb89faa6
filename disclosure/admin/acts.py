"""Which acts a page offers, and the one service call behind each button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from disclosure.choices import Openness
from disclosure.forms.acts import ActForm
from disclosure.permissions import RULES
from disclosure.services import review
from disclosure.workflow import IN_REVIEW, WORKFLOW, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import holds

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.common.verdicts import Blocker

Performer = Callable[["Document", Any, dt.datetime, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Act:
    """A button: its label, how it looks, and what it calls."""

    name: str
    label: str
    perform: Performer
    is_main: bool = True


@dataclass(frozen=True)
class Offer:
    """An act as offered on a page: with its form, or disabled with the reason beside it."""

    act: Act
    form: ActForm
    reason: str
    basis: str

    @property
    def enabled(self) -> bool:
        return not self.reason


ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        Act("submit", "提交审查", lambda d, by, at, _: review.submit(document=d, by=by, at=at)),
        Act(
            "confirm_openness",
            "认定公开属性",
            lambda d, by, at, given: review.confirm_openness(
                document=d,
                by=by,
                at=at,
                openness=given["openness"],
                ground=given["ground"],
                article=given["article"],
            ),
        ),
        Act(
            "pass_secrecy",
            "保密审查通过",
            lambda d, by, at, given: review.pass_secrecy(
                document=d, by=by, at=at, opinion=given["reason"]
            ),
        ),
        Act("sign", "签发", lambda d, by, at, _: review.sign(document=d, by=by, at=at)),
        Act(
            "schedule",
            "签发并定时公开",
            lambda d, by, at, given: review.schedule(
                document=d, publish_at=given["publish_at"], by=by, at=at
            ),
            is_main=False,
        ),
        Act(
            "unschedule",
            "取消定时",
            lambda d, by, at, given: review.unschedule(
                document=d, reason=given["reason"], by=by, at=at
            ),
            is_main=False,
        ),
        Act(
            "keep_closed",
            "复核：维持不主动公开",
            lambda d, by, at, given: review.keep_closed(
                document=d, ground=given["ground"], article=given["article"], by=by, at=at
            ),
            is_main=False,
        ),
        Act(
            "reconsider",
            "复核：转主动公开",
            lambda d, by, at, given: review.reconsider(
                document=d, reason=given["reason"], by=by, at=at
            ),
        ),
        Act(
            "confirm_personal_data",
            "确认个人信息可以公开",
            lambda d, by, at, given: review.confirm_personal_data(
                document=d, by=by, at=at, reason=given["reason"]
            ),
            is_main=False,
        ),
        Act(
            "send_back",
            "退回",
            lambda d, by, at, given: review.send_back(
                document=d, by=by, at=at, reason=given["reason"]
            ),
            is_main=False,
        ),
        Act(
            "withdraw",
            "撤回公开",
            lambda d, by, at, given: review.withdraw(
                document=d, by=by, at=at, reason=given["reason"]
            ),
            is_main=False,
        ),
        Act(
            "reopen",
            "重新办理",
            lambda d, by, at, _: review.reopen(document=d, by=by, at=at),
        ),
    )
}

# The button behind which each transition of the table stands.
_BUTTONS = {
    "publish": "sign",
    "file_away": "sign",
    "return_openness": "send_back",
    "return_secrecy": "send_back",
    "return_signing": "send_back",
}


def form_for(act: Act, document: Document, given: Mapping[str, Any] | None = None) -> ActForm:
    """What is written beside an act, beginning with what the document says so far."""
    initial = {
        "openness": document.openness or Openness.OPEN,
        "ground": document.openness_ground,
        "article": document.openness_article,
    }
    return ActForm(given, action=act.name, initial=initial)


def possible_acts(
    user: User | AnonymousUser, document: Document, blockers: Sequence[Blocker]
) -> list[Offer]:
    """The acts of the document's state, each with the reason when it cannot be done now."""
    offers = []
    today = timezone.localdate()
    for transition in WORKFLOW.leaving(document.status):
        verdict = RULES.verdict(user, document, transition.action, on=today)
        if not verdict.has_occasion:
            continue
        name = _BUTTONS.get(transition.action, transition.action)
        reason = verdict.reason
        if verdict and blockers and not transition.needs_reason and name != "confirm_openness":
            reason = f"还有{len(blockers)}项需要先处理，见上面的清单。"
        form = form_for(ACTS[name], document)
        offers.append(Offer(ACTS[name], form, reason, transition.citation))
    waiting = any(blocker.overridable for blocker in blockers)
    in_hand = document.status in (*IN_REVIEW, Status.DRAFT, Status.RETURNED)
    if waiting and in_hand and holds(user, document.organ, Role.OPENNESS_REVIEWER):
        act = ACTS["confirm_personal_data"]
        form = form_for(act, document)
        offers.append(Offer(act, form, "", "个人信息保护法第二十五条"))
    return offers
