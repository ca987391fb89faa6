"""Interpretations brought to any state, by the acts alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from disclosure.companions import Event
from disclosure.models import Document
from policies.interpretations.models import InStep, Interpretation
from policies.interpretations.services import (
    contrasts,
    drafts,
    in_step,
    parts,
    release,
    review,
)
from policies.interpretations.services.steps import STEPS
from policies.interpretations.workflow import WORKFLOW, Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.text.lines import from_lines
from tests.builders import City, draft, published
from tests.conftest import NOON

MINUTE = dt.timedelta(minutes=1)
LAW = "《上海市优化营商环境条例》第七十四条第二款"
WORDS = "晚上单位大院开门，居民可以停车。\n周末全天可以停。"
PLAN = {
    "outline": "为什么定；谁可以停；怎样办月卡。",
    "forms": "文字、图解",
    "channels": "门户、公众号",
    "timing": "与文件同时",
}
BODY = "第一条　机关应当在夜间开放停车场。\n第二条　开放的时段为工作日十八时至次日八时。"


def rule(city: City, **changes: Any) -> InStep:
    """A rule of the city's office for what is 行政规范性文件."""
    given = {"organ": city.office, "normative": True, "article": LAW, **changes}
    return in_step.save_rule(rule=InStep(**given), by=city.people[Role.OFFICE_HEAD], at=NOON)


def policy(city: City, *, number: str = "试府办规〔2026〕3号", **changes: Any) -> Document:
    """A normative document, drafted."""
    given = {"title": "试江市夜间停车办法", "body": BODY, "doc_number": number, **changes}
    return draft(city, **{"effective_on": dt.date(2026, 12, 1),
                          "expires_on": dt.date(2031, 11, 30), **given})  # fmt: skip


def public_policy(city: City, *, number: str = "试府办规〔2026〕3号", **changes: Any) -> Document:
    """The same, public."""
    given = {"title": "试江市夜间停车办法", "body": BODY, "doc_number": number, **changes}
    return published(city, **{"effective_on": dt.date(2026, 12, 1),
                              "expires_on": dt.date(2031, 11, 30), **given})  # fmt: skip


def begun(
    city: City, documents: Sequence[Document] | None = None, *, at: dt.datetime = NOON, **more: Any
) -> Interpretation:
    """A complete draft: its head, its plan, a part of text."""
    clerk = city.people[Role.CLERK]
    documents = [public_policy(city)] if documents is None else documents
    case = drafts.begin(
        organ=city.office, title="晚上车能停哪里", documents=documents, by=clerk, at=at, **more
    )
    case = drafts.edit(
        interpretation=case, by=clerk, at=at, title=case.title, summary="单位大院晚上开门。",
        stage=case.stage, language=case.language,
    )  # fmt: skip
    drafts.plan(interpretation=case, **PLAN, by=clerk, at=at)
    text = from_lines(WORDS.splitlines())
    parts.write_part(interpretation=case, form="written", text=text, by=clerk, at=at)
    return Interpretation.objects.get(pk=case.pk)


def brought(
    city: City,
    state: str,
    documents: Sequence[Document] | None = None,
    *,
    at: dt.datetime = NOON,
    **more: Any,
) -> Interpretation:
    """One in a state of the table, by the shortest way of acts."""
    case = begun(city, documents, at=at - 10 * MINUTE, **more)
    for number, action in enumerate(_WAYS[state]):
        by = city.people[Role(_role(action))] if _role(action) != WORKFLOW.party else None
        ACTS[action](case, by, at - (len(_WAYS[state]) - number - 1) * MINUTE)
        case = Interpretation.objects.get(pk=case.pk)
    return case


def _role(action: str) -> str:
    return WORKFLOW.actions[action].role


_SIGNED = ("submit", "pass_secrecy", "sign")
_WAYS: Mapping[str, tuple[str, ...]] = {
    Status.DRAFT: (),
    Status.SECRECY_REVIEW: _SIGNED[:1],
    Status.SIGNING: _SIGNED[:2],
    Status.READY: _SIGNED,
    Status.RETURNED: ("submit", "return_secrecy"),
    Status.PUBLISHED: (*_SIGNED, "publish"),
    Status.SUPERSEDED: (*_SIGNED, "publish", "replace"),
    Status.WITHDRAWN: (*_SIGNED, "publish", "withdraw"),
    Status.DISCARDED: ("discard",),
}


def _point(case: Interpretation, by: User, at: dt.datetime) -> None:
    row = case.policies.first()
    drafts.point(interpretation=case, places=[(row.pk, "tiao-1")], by=by, at=at)


def _unlink(case: Interpretation, by: User, at: dt.datetime) -> None:
    drafts.unlink(interpretation=case, policy=case.policies.first(), by=by, at=at)


def _contrast(case: Interpretation, by: User, at: dt.datetime) -> None:
    older = Document.objects.get(doc_number="试府办规〔2019〕1号")
    contrasts.contrast(interpretation=case, older=older, by=by, at=at)


def _part(service: Callable[..., object], **given: Any) -> Callable[..., None]:
    def act(case: Interpretation, by: User, at: dt.datetime) -> None:
        service(interpretation=case, part=case.parts.first(), by=by, at=at, **given)

    return act


def _replace(case: Interpretation, _by: None, at: dt.datetime) -> None:
    """The next edition, to the public."""
    city_people = {act.action: act.by for act in case.acts.select_related("by")}
    clerk, others = city_people["begin"], city_people
    new = drafts.revise(interpretation=case, by=clerk, at=at)
    drafts.edit(interpretation=new, title=new.title, summary=new.summary, note="改了一处。",
                  by=clerk, at=at)  # fmt: skip
    for action in (*_SIGNED, "publish"):
        by = clerk if action == "submit" else others[action]
        ACTS[action](new, by, at)


def released(document: Document, at: dt.datetime) -> None:
    """What the follower of a document does when it becomes public."""
    release.follow_policy(document, Event.PUBLISHED, None, at)


_WORDS = from_lines(["改过的文字。"])
ACTS: Mapping[str, Callable[[Interpretation, Any, dt.datetime], object]] = {
    "submit": lambda case, by, at: review.submit(interpretation=case, by=by, at=at),
    "pass_secrecy": lambda case, by, at: review.pass_secrecy(
        interpretation=case, opinion="不涉密。", by=by, at=at
    ),
    "sign": lambda case, by, at: review.sign(interpretation=case, by=by, at=at),
    "publish": lambda case, by, at: release.publish(interpretation=case, by=by, at=at),
    **dict.fromkeys(
        ("return_secrecy", "return_signing", "return_ready"),
        lambda case, by, at: review.send_back(
            interpretation=case, reason="请改。", by=by, at=at
        ),
    ),
    "withdraw": lambda case, by, at: release.withdraw(
        interpretation=case, reason="有误。", by=by, at=at
    ),
    "replace": _replace,
    "reopen": lambda case, by, at: STEPS.perform(case, "reopen", by=by, at=at),
    "discard": lambda case, by, at: STEPS.perform(
        case, "discard", by=by, at=at, reason="重复。"
    ),
    "edit": lambda case, by, at: drafts.edit(
        interpretation=case, title="新的标题", summary="新的说明", by=by, at=at
    ),
    "plan": lambda case, by, at: drafts.plan(interpretation=case, **PLAN, by=by, at=at),
    "link": lambda case, by, at: drafts.link(
        interpretation=case, document=Document.objects.get(doc_number="试府办规〔2019〕1号"),
        by=by, at=at,
    ),
    "point": _point,
    "unlink": _unlink,
    "write_part": lambda case, by, at: parts.write_part(
        interpretation=case, form="pictures", text=_WORDS, by=by, at=at
    ),
    "rewrite_part": _part(parts.rewrite_part, form="written", text=_WORDS),
    "place_part": _part(parts.place_part, position=1),
    "drop_part": _part(parts.drop_part),
    "fill": lambda case, by, at: drafts.fill(interpretation=case, texts={}, by=by, at=at),
    "contrast": _contrast,
    "file": lambda case, by, at: release.file(
        interpretation=case, filed_on=at.date(), place="市政府办公室", by=by, at=at
    ),
    "revise": lambda case, by, at: drafts.revise(interpretation=case, by=by, at=at),
}  # fmt: skip
