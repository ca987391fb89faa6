"""Invented decisions, brought to their states by the real acts, and taken to the public."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.catalogues.models import CatalogueItem, ItemEdition
from decisions.dossiers import terms
from decisions.dossiers.choices import Competition, Exception12, Reply, UnitKind, Way
from decisions.dossiers.models import Decision
from decisions.dossiers.selectors import units_of
from decisions.dossiers.services import assessments, course, preparation, public_records, resolution
from disclosure.models import Document
from portal.accounts.choices import Role
from portal.organs.models import Organ
from portal.site.demo.builders import holder
from portal.site.demo.explained import document_of
from portal.text.lines import from_lines

Demo = Mapping[str, Any]
# So many days after its start each act was done; the meeting leads where a document names its day.
_DAYS: Final = {
    "start": 0, "screen": 5, "draft": 20, "take_part": 62, "ask_units": 26, "note_replies": 63,
    "hear_experts": 75, "assess_risk": 80, "review_competition": 90, "send_to_review": 95,
    "note_review": 118, "submit": 125, "pass": 132, "publish": 137, "report": 165,
    "evaluate": 180, "suspend": 190, "stop": 60,
}  # fmt: skip
_ORDER: Final = tuple(sorted(_DAYS, key=lambda name: _DAYS[name]))
_MEETING: Final = 130
# What stands at the side of the way to most of them.
_ENDS: Final = ("suspend", "stop")
_SEMINAR_PEOPLE: Final = 146
_EVALUATOR: Final = "海岚大学公共政策研究中心（演示）"


def load_decisions(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    return sum(_load(demo, now=now) for demo in listed())


def listed() -> list[Demo]:
    """What is decided in the demo city, with how far each came."""
    path = Path(__file__).with_suffix(".toml")
    rows: list[Demo] = tomllib.loads(path.read_text(encoding="utf-8"))["decision"]
    return rows


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    if Decision.objects.filter(title=demo["title"]).exists():
        return False
    made = _Making(demo, now=now)
    for action in _acts(demo):
        made.do(action)
    made.disclose()
    made.link()
    return True


def _acts(demo: Demo) -> Iterator[str]:
    """The acts up to the last of a demo: those that end it early are no step on other ways."""
    last = _DAYS[demo["until"]]
    for name in _ORDER[1:]:
        wanted = _DAYS[name] <= last and (name not in _ENDS or name == demo["until"])
        if wanted and (name not in _NEEDS or demo.get(_NEEDS[name])):
            yield name


# Acts that only come where something is said of them.
_NEEDS: Final = {
    "ask_units": "enterprises", "note_replies": "enterprises", "take_part": "opinions",
    "hear_experts": "experts", "assess_risk": "risk", "review_competition": "enterprises",
    "report": "report", "evaluate": "evaluation",
}  # fmt: skip


class _Making:
    """One decision on its way."""

    def __init__(self, demo: Demo, *, now: dt.datetime) -> None:
        self.demo, self.now = demo, now
        organ = Organ.objects.get(code=demo["organ"])
        self.handler = holder(organ, Role.DECISION_HANDLER)
        self.reviewer = holder(organ, Role.DECISION_REVIEWER)
        self.document: Document | None = document_of(demo["doc"]) if "doc" in demo else None
        self.row = course.start(
            organ=organ, maker=Organ.objects.get(code=demo["maker"]), title=demo["title"],
            joint=[*Organ.objects.filter(code__in=demo.get("joint", ()))], matter=demo["matter"],
            origin=demo["origin"], origin_words=demo.get("origin_words", ""), gist=demo["gist"],
            wants_hearing="hearing" in demo, started_on=self.day(0), by=self.handler,
            at=self.at("start"),
        )  # fmt: skip

    def do(self, action: str) -> None:
        """One act on its day."""
        self.last = self.at(action)
        self.row = _DOES.get(action, _plain(action))(self)

    def disclose(self) -> None:
        """What is on record by now, by another hand."""
        at = min(self.last + dt.timedelta(days=1), self.now)
        public_records.disclose(decision=self.row, by=self.reviewer, at=at)

    def link(self) -> None:
        """To the newest item of its maker's catalogues that bears the name, where there is one."""
        named = ItemEdition.objects.filter(title=self.demo.get("item", ""), on__isnull=False)
        rows = CatalogueItem.objects.public().filter(catalogue__maker=self.row.maker_id)
        item = rows.filter(pk__in=named.values("item")).order_by("catalogue__year", "pk").last()
        if item is not None:
            course.link_item(decision=self.row, item=item, by=self.handler, at=self.now)

    def day(self, after: int) -> dt.date:
        """So many days after the start; the meeting is a week before its document was signed."""
        signed = self.document.signed_on if self.document else None
        if signed is not None:
            return signed - dt.timedelta(days=7 + _MEETING - after)
        return timezone.localdate(self.now) - dt.timedelta(days=self.demo["days"] - after)

    def at(self, action: str) -> dt.datetime:
        """When an act was done: in the afternoon of its day, and never after now."""
        moment = timezone.make_aware(dt.datetime.combine(self.day(_DAYS[action]), dt.time(15)))
        return min(moment, self.now)

    def said(self, action: str) -> dict[str, Any]:
        """Who does it, and when."""
        return {"decision": self.row, "by": self.handler, "at": self.at(action)}


def _plain(action: str) -> Callable[[_Making], Decision]:
    """An act without words of its own but a reason."""

    def perform(made: _Making) -> Decision:
        by = made.reviewer if action in _ENDS else made.handler
        reason = made.demo.get("reason", "")
        return course.STEPS.perform(made.row, action, by=by, at=made.at(action), reason=reason)

    return perform


def _screen(made: _Making) -> Decision:
    demo = made.demo
    answers = {
        terms.PUBLIC: "",
        terms.EXPERTS: "" if "experts" in demo else "内容不属于专业性、技术性较强的事项",
        terms.RISK: "" if "risk" in demo else "不涉及社会稳定、公共安全等风险",
        terms.MARKET: "" if "enterprises" in demo else "不涉及经营者的经济活动",
        terms.ENTERPRISES: "" if "enterprises" in demo else "不涉及经营主体",
    }
    adaptation = "公布到施行之间留出适应调整的时间。" if "enterprises" in demo else ""
    return course.screen(
        answers=answers, wants_hearing="hearing" in demo, adaptation=adaptation,
        **made.said("screen"),
    )  # fmt: skip


def _draft(made: _Making) -> Decision:
    demo, said = made.demo, made.said("draft")
    words = demo.get("interpretation", "")
    return preparation.draft(
        drafted_on=made.day(_DAYS["draft"]), text=from_lines(demo["draft"]),
        explanation=demo["explanation"], options=demo.get("options", 1), interpretation=words,
        interpreted_on=made.day(_DAYS["draft"]) if words else None, **said,
    )  # fmt: skip


def _take_part(made: _Making) -> Decision:
    """The public consultation of thirty-five days, and what was held beside it."""
    demo, said = made.demo, made.said("take_part")
    row = preparation.take_part(
        way=Way.OPEN, first=made.day(25), last=made.day(60), opinions=demo["opinions"], **said
    )
    if "seminar" in demo:
        row = preparation.take_part(
            **{**said, "decision": row}, way=Way.SEMINAR, first=made.day(40), last=made.day(48),
            people=_SEMINAR_PEOPLE, note=demo["seminar"],
        )  # fmt: skip
    if "hearing" in demo:
        row = preparation.take_part(
            **{**said, "decision": row}, way=Way.HEARING, first=made.day(58), people=18,
            opinions=18, selection=demo["hearing"], names_on=made.day(45),
            materials_on=made.day(48), signed_on=made.day(58),
        )  # fmt: skip
    return row


def _ask_units(made: _Making) -> Decision:
    said, day = made.said("ask_units"), made.day(25)
    row = preparation.ask_units(
        kind=UnitKind.ENTERPRISE, names=made.demo["enterprises"], asked_on=day, **said
    )
    names = made.demo["associations"]
    return preparation.ask_units(
        **{**said, "decision": row}, kind=UnitKind.ASSOCIATION, names=names, asked_on=day
    )


def _note_replies(made: _Making) -> Decision:
    """The first unit had opinions, the last was silent, the others had none."""
    said = made.said("note_replies")
    first, *others, last = units_of(made.row).order_by("pk")
    row = preparation.note_replies(
        units=[first], reply=Reply.OPINIONS, replied_on=made.day(40), **said
    )
    said["decision"] = row
    if others:
        row = preparation.note_replies(
            units=others, reply=Reply.NONE, replied_on=made.day(45), **said
        )
    return preparation.note_replies(
        **{**said, "decision": row}, units=[last], reply=Reply.SILENT
    )  # fmt: skip


def _hear_experts(made: _Making) -> Decision:
    return assessments.hear_experts(
        held_on=made.day(74), experts=5, assessor="海岚市决策咨询专家库（演示）",
        is_free_of_interest=True, is_signed=True, note=made.demo["experts"],
        **made.said("hear_experts"),
    )  # fmt: skip


def _assess_risk(made: _Making) -> Decision:
    return assessments.assess_risk(
        assessed_on=made.day(80), assessor="海岚明衡评估有限公司（演示）", level="low",
        precautions="分批实施，设咨询电话，每周汇总问题。", is_third_party=True,
        note=made.demo["risk"], **made.said("assess_risk"),
    )  # fmt: skip


def _review_competition(made: _Making) -> Decision:
    demo, said = made.demo, made.said("review_competition")
    given: dict[str, Any] = {"conclusion": Competition.FREE}
    if "exception" in demo:
        given = {
            "conclusion": Competition.EXCEPTION, "ground": Exception12.SECURITY,
            "alternative": demo["exception"], "ends_on": made.day(3 * 365),
        }  # fmt: skip
    return assessments.review_competition(
        reviewer=terms.MARKET_AND_DRAFTER, initial_on=made.day(84), concluded_on=made.day(90),
        heard="书面征求意见的企业和协会", **given, **said,
    )  # fmt: skip


def _send_to_review(made: _Making) -> Decision:
    return assessments.send_to_review(received_on=made.day(95), **made.said("send_to_review"))


def _note_review(made: _Making) -> Decision:
    return assessments.note_review(
        opinion_on=made.day(118), conclusion="lawful", **made.said("note_review")
    )


def _pass(made: _Making) -> Decision:
    at = {**made.said("pass"), "at": min(made.at("publish"), made.now)}
    held = made.day(_MEETING)
    signed = made.document.signed_on if made.document else None
    return resolution.decide(
        sitting="standing", held_on=held, decided_on=signed or held, head_spoke_last=True,
        note="会上报告了意见采纳情况。", **at,
    )  # fmt: skip


def _publish(made: _Making) -> Decision:
    demo, document = made.demo, made.document
    if document is None:
        raise LookupError(f"{demo['title']}：演示没有写明公布的文件")
    shown = timezone.localdate(document.published_at)
    at = timezone.make_aware(dt.datetime.combine(shown, dt.time(18)))
    return resolution.publish(
        document=document, published_on=shown, adopted=demo["adopted"],
        experts_adopted=demo.get("experts_adopted", ""), interpreted_on=shown,
        **{**made.said("publish"), "at": min(at, made.now)},
    )  # fmt: skip


def _report(made: _Making) -> Decision:
    day = timezone.localdate(made.at("report"))
    return resolution.report(reported_on=day, note=made.demo["report"], **made.said("report"))


def _evaluate(made: _Making) -> Decision:
    return resolution.evaluate(
        evaluated_on=timezone.localdate(made.at("evaluate")), evaluator=_EVALUATOR,
        trigger="needed", upshot="continue", note=made.demo["evaluation"], **made.said("evaluate"),
    )  # fmt: skip


_DOES: Final[Mapping[str, Callable[[_Making], Decision]]] = {
    "screen": _screen, "draft": _draft, "take_part": _take_part, "ask_units": _ask_units,
    "note_replies": _note_replies, "hear_experts": _hear_experts, "assess_risk": _assess_risk,
    "review_competition": _review_competition, "send_to_review": _send_to_review,
    "note_review": _note_review, "pass": _pass, "publish": _publish, "report": _report,
    "evaluate": _evaluate,
}  # fmt: skip
