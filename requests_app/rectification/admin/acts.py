"""Every act on a request for rectification as a form and one service call; which are offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from requests_app.forms import fields as f
from requests_app.forms.fields import Make
from requests_app.forms.papers import papers
from requests_app.rectification import workflow as flow
from requests_app.rectification.choices import DeclineGround, TellingWay
from requests_app.rectification.models import RectificationEvidence
from requests_app.rectification.permissions import may_act_on_rectification
from requests_app.rectification.services import (
    acceptance,
    archive,
    decisions,
    forwarding,
    hold,
    result,
    withdrawal,
)
from requests_app.rectification.services.papers import add_rectification_papers
from requests_app.selectors import organs_to_ask

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from requests_app.rectification.models import Rectification


class RectificationActForm(forms.Form):
    """What is written beside one act; the law is decided by the act."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        rectification: Rectification,
        name: str,
        fields: Mapping[str, Make],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, auto_id=f"{name}_%s", initial=dict(initial or {}))
        for label, make in fields.items():
            # The makers read the organ and the handler, which both kinds of case have.
            self.fields[label] = make(cast(Any, rectification))


@dataclass(frozen=True)
class OfficerAct:
    """A button: what is asked beside it, each field named as the service names it."""

    name: str
    service: Callable[..., object]
    fields: dict[str, Make] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return flow.ACTIONS[self.name].label

    @property
    def basis(self) -> str:
        basis = flow.ACTIONS[self.name].basis
        return f"{basis.law.short}{basis}"

    def form(
        self, rectification: Rectification, data: Any = None, files: Any = None
    ) -> RectificationActForm:
        """Its form; a decision that was returned begins with what it said."""
        return RectificationActForm(
            data,
            files,
            rectification=rectification,
            name=self.name,
            fields=self.fields,
            initial=_last_decision(self.name, rectification),
        )

    def perform(
        self, rectification: Rectification, given: Mapping[str, Any], *, by: User, at: dt.datetime
    ) -> None:
        """The one service call. Raises ActRefused as the service does."""
        self.service(rectification=rectification, **given, by=by, at=at)


def _elsewhere(rectification: Any) -> forms.Field:
    """Organs of the site to which it may go: never where it was."""
    return forms.ModelChoiceField(
        label="转送至",
        queryset=organs_to_ask().exclude(pk__in=forwarding.organs_been_at(rectification)),
        empty_label="请选择",
        help_text="有权更正这项记录的机关；期限在那里重新起算，不能转回办理过的机关",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择转送至哪个机关。", "invalid_choice": "请重新选择机关。"},
    )


def _way(rectification: Any) -> forms.Field:
    """How the applicant is told; on the site only those with an account."""
    ways = [way for way in TellingWay.choices if way[0] != TellingWay.SITE or rectification.user_id]
    return f.choice("告知申请人的方式", ways)(rectification)


def _last_decision(name: str, rectification: Rectification) -> dict[str, Any]:
    last = rectification.decisions.order_by("-id").first() if name in flow.DECISIONS else None
    if last is None or last.kind != name:
        return {}
    names = ("text", "corrected_on", "ground", "right_organ", "right_contacts")
    return {key: getattr(last, key) for key in names}


OFFICER_ACTS: Mapping[str, OfficerAct] = {
    act.name: act
    for act in (
        OfficerAct("accept", acceptance.accept, {
            "handler": f.handler("承办人"),
            "reason": f.word("改派的理由", required=False, help_text="已有承办人的，改派时必填"),
        }),
        OfficerAct("forward", forwarding.forward, {
            "target": _elsewhere,
            "reason": f.reason("转送的理由", help_text="将告知申请人"),
            "told_by": _way,
        }),
        OfficerAct("correct", decisions.correct, {
            "text": f.text("更正了什么", rows=3, help_text="将告知申请人"),
            "corrected_on": f.day("更正日期", today=True),
        }),
        OfficerAct("decline", decisions.decline, {
            "ground": f.choice("情形", DeclineGround.choices),
            "text": f.text("不予更正的理由", rows=3, help_text="将告知申请人"),
        }),
        OfficerAct("refer", decisions.refer, {
            "right_organ": f.word("有权更正的机关"),
            "right_contacts": f.word("该机关的联系方式", longest=300, help_text="电话、地址"),
            "text": f.text("说明", help_text="将告知申请人"),
        }),
        *(OfficerAct(flow.approval_of(kind), decisions.approve) for kind in flow.DECISIONS),
        OfficerAct("return", decisions.send_back, {
            "reason": f.reason("退回的理由", help_text="写明还要核实什么"),
        }),
        OfficerAct("tell", result.tell, {
            "way": _way, "told_on": f.day("告知日期", today=True),
        }),
        OfficerAct("add_papers", add_rectification_papers, {
            "purpose": f.choice("材料的用途", RectificationEvidence.Purpose.choices),
            "files": papers("文件", required=True, help_text="JPG、PNG或PDF，加密保存。"),
        }),
        OfficerAct("record_withdrawal", withdrawal.record_withdrawal, {
            "reason": f.reason(
                "申请人怎样提出撤回", help_text="如：某日来信、来电；电话提出的，写明怎样核对了身份"
            ),
        }),
        OfficerAct("archive", archive.archive),
        OfficerAct("hold", hold.hold_rectification, {
            "reason": f.reason("延长保存的理由", help_text="不要写个人信息"),
        }),
        OfficerAct("lift_hold", hold.lift_rectification_hold, {"reason": f.reason("解除的理由")}),
    )
}  # fmt: skip


# Acts that bring the decision on; the others are folded away beside them.
_MAIN = {"accept", *flow.DECISIONS, *map(flow.approval_of, flow.DECISIONS), "tell", "archive"}


@dataclass(frozen=True)
class RectificationOffer:
    """An act as offered: with its form, or with the reason why not."""

    act: OfficerAct
    form: RectificationActForm | None
    reason: str

    @property
    def is_main(self) -> bool:
        return self.act.name in _MAIN


@dataclass(frozen=True)
class RectificationOffers:
    """What can be done now, first what brings the decision on; and what cannot, with reasons."""

    main: list[RectificationOffer]
    beside: list[RectificationOffer]
    closed: list[RectificationOffer]

    @property
    def groups(self) -> list[tuple[str, list[RectificationOffer]]]:
        """As the page of a case has them: these few need no headings."""
        return [("", self.beside)] if self.beside else []


def rectification_offers(
    user: User | AnonymousUser, rectification: Rectification
) -> RectificationOffers:
    """Every act of the state that concerns this request."""
    decision = rectification.decisions.order_by("-id").first()
    wanted = flow.approval_of(decision.kind) if decision else ""
    offers: list[RectificationOffer] = []
    for row in flow.offered_in(rectification.status):
        is_other_approval = bool(row.apart_from) and row.action != wanted
        is_idle = row.action == ("hold" if rectification.legal_hold else "lift_hold")
        if row.role == flow.APPLICANT or is_other_approval or is_idle:
            continue
        act = OFFICER_ACTS[row.action]
        reason = may_act_on_rectification(user, rectification, act.name).reason
        if not reason and act.name == "archive" and not result.is_told(rectification):
            reason = result.UNTOLD
        offers.append(RectificationOffer(act, None if reason else act.form(rectification), reason))
    given = [offer for offer in offers if offer.form]
    return RectificationOffers(
        main=[offer for offer in given if offer.is_main],
        beside=[offer for offer in given if not offer.is_main],
        closed=[offer for offer in offers if offer.reason],
    )
