"""The desk of documents: every act of the review as a form and one service call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.choices import Openness
from disclosure.correction.admin.acts import ON_DOCUMENT, begins_on_document
from disclosure.grounds import CHOICES as GROUNDS
from disclosure.models import NegativeListEntry
from disclosure.presenters.gate import unconfirmed, wording
from disclosure.services import review
from disclosure.services.discard import discard
from disclosure.services.pressure import urge
from disclosure.workflow import CORRECTING, RETURNS
from portal.common.forms import SaidField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.offers import Offer, offers_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.common.verdicts import Blocker


def _ground(_document: Any) -> forms.Field:
    return SaidField(
        label="理由",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="依申请公开、不予公开时必填，结合本文件写明",
    )


def _basis(_document: Any) -> forms.Field:
    return forms.ChoiceField(
        label="依据",
        required=False,
        choices=[("", "请选择"), *GROUNDS],
        help_text="依申请公开、不予公开时必选",
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择依据。"},
    )


def _entry(document: Any) -> forms.Field | None:
    """The organ's own 负面清单, where it has one."""
    entries = NegativeListEntry.objects.filter(organ_id=document.organ_id, is_active=True)
    if not entries.exists():
        return None
    return forms.ModelChoiceField(
        label="负面清单事项",
        queryset=entries,
        required=False,
        empty_label="不属于清单事项",
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择负面清单事项。"},
    )


def _publish_at(_document: Any) -> forms.Field:
    return forms.SplitDateTimeField(
        label="公开时间",
        widget=UnfoldAdminSplitDateTimeWidget,
        error_messages={
            "required": "请填写公开的日期和时间。",
            "invalid": "日期和时间应写成 2026-01-31 和 09:00 的形式。",
            "invalid_date": "日期应为日历上有的日子，写成 2026-01-31 的形式。",
            "invalid_time": "时间应写成 09:00 的形式。",
        },
    )


def _items(document: Any) -> forms.Field:
    """What may be confirmed and is not yet; nothing is chosen beforehand."""
    return forms.MultipleChoiceField(
        label="已逐项看过、可以公开的事项",
        choices=[(found.key, wording(found)) for found in unconfirmed(document)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选要确认的事项。",
            "invalid_choice": "事项有变化，请看过新的清单再确认。",
        },
    )


_SIGN = Button(review.sign, name="sign", label="签发")
_BACK = Button(review.send_back, {"reason": f.reason("退回理由")}, name="send_back")
_BUTTONS: Mapping[str, Button] = {
    "submit": Button(review.submit),
    "confirm_openness": Button(review.confirm_openness, {
        "openness": f.choice("公开属性", Openness.choices),
        "basis": _basis,
        "entry": _entry,
        "ground": _ground,
    }),
    "pass_secrecy": Button(review.pass_secrecy, {"opinion": f.reason("保密审查意见")}),
    "publish": _SIGN,
    "file_away": _SIGN,
    "schedule": Button(review.schedule, {"publish_at": _publish_at}),
    "unschedule": Button(review.unschedule, {"reason": f.reason("取消定时的理由")}),
    **dict.fromkeys(RETURNS, _BACK),
    "withdraw": Button(review.withdraw, {"reason": f.reason("撤回理由")}, label="撤回公开"),
    "reopen": Button(review.reopen),
    "discard": Button(discard, {"reason": f.reason("废弃的理由")}),
    "keep_closed": Button(
        review.keep_closed, {"basis": _basis, "entry": _entry, "ground": _ground},
        label="复核：维持不主动公开",
    ),
    "reconsider": Button(
        review.reconsider, {"reason": f.reason("可以公开的理由")}, label="复核：转主动公开"
    ),
    "confirm_personal_data": Button(review.confirm_items, {
        "items": _items,
        "reason": f.reason("看过以后认为可以公开的理由"),
    }),
    "urge": Button(urge),
    **ON_DOCUMENT,
}  # fmt: skip


def _begins(action: str, document: Document) -> dict[str, Any]:
    """What the document says so far."""
    return {
        **begins_on_document(action, document),
        "openness": document.openness or Openness.OPEN,
        "basis": document.openness_basis,
        "entry": document.openness_entry_id,
        "ground": document.openness_ground,
    }


DESK = Desk(
    review.STEPS,
    _BUTTONS,
    heading=lambda document: str(document.title),
    back="返回文件",
    begins=_begins,
)
# What goes on whatever stands in the list of what is missing.
_IN_ANY_CASE = ("confirm_openness", "confirm_personal_data", "urge")


def offered_acts(user: User | AnonymousUser, document: Document) -> list[Offer]:
    """Every act of the document's state."""
    return offers_for(DESK, user, document, on=timezone.localdate()).every


def possible_acts(offers: Sequence[Offer], blockers: Sequence[Blocker]) -> list[Offer]:
    """Those of the review, each with the reason when it cannot be done now."""
    overridable = any(blocker.overridable for blocker in blockers)
    shown = []
    for offer in offers:
        act = offer.act.act
        if act.group == CORRECTING:
            continue
        if act.action == "confirm_personal_data" and not (overridable and offer.enabled):
            continue
        waits = blockers and not act.needs_reason and act.action not in _IN_ANY_CASE
        if offer.enabled and waits:
            told = f"还有{len(blockers)}项需要先处理，见上面的清单。"
            shown.append(replace(offer, reason=told))
        else:
            shown.append(offer)
    return shown
