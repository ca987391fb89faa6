"""The ledger in the back office: opinions page by page, put together and answered many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet

from decisions.consultations.choices import Placing, Result
from decisions.consultations.models import Consultation, Opinion, OpinionGroup
from decisions.consultations.presenters.outcome import place_of
from decisions.consultations.services import answers, public_copies
from portal.common.errors import ActRefused
from portal.personal.free_text import masked

PER_PAGE: Final = 50
STATES: Final[Mapping[str, str]] = {
    "open": "没有处理的", "answered": "处理过的", "waiting": "等待对应的", "unshown": "可以公开的",
    "all": "全部",
}  # fmt: skip
_LARGEST: Final = 2**31 - 1


@dataclass(frozen=True)
class Asked:
    """What the address of the ledger asks for; nonsense in it is as good as nothing."""

    state: str = "open"
    clause: int = 0
    alike: int = 0
    group: int = 0
    after: int = 0

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From the query of an address."""

        def number(name: str) -> int:
            text = given.get(name, "")
            plain = text.isascii() and text.isdigit() and len(text) < 19
            return int(text) if plain else 0

        state = given.get("state", "")
        return cls(
            state if state in STATES else "open", number("clause"), number("alike"),
            number("group"), number("after"),
        )  # fmt: skip

    def query(self, *, after: int = 0) -> str:
        """The end of the address of a page of it."""
        named = {
            "state": self.state, "clause": self.clause, "alike": self.alike, "group": self.group,
            "after": after,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True)
class Line:
    """An opinion as those who work on it see it: masked, with where it stands."""

    row: Opinion
    place: str
    text: str


def rows_of(case: Consultation, asked: Asked) -> QuerySet[Opinion]:
    """The opinions under the filters, in the order they came, from a place on."""
    rows = case.opinions.counted().select_related("now", "group")
    match asked.state:
        case "open":
            rows = rows.open()
        case "answered":
            rows = rows.exclude(outcome="")
        case "waiting":
            rows = rows.filter(placing=Placing.WAITING)
        case "unshown":
            rows = rows.filter(may_publish=True, shown_at__isnull=True)
    if asked.clause:
        rows = rows.filter(now_id=asked.clause)
    if asked.alike:
        rows = rows.filter(alike=asked.alike, group__isnull=True)
    if asked.group:
        rows = rows.filter(group_id=asked.group)
    return rows.filter(pk__gt=asked.after).order_by("pk")


def lines_of(rows: Sequence[Opinion], *, works: bool) -> list[Line]:
    """With the words masked; nothing of them for whoever only supervises."""
    return [
        Line(
            row, place_of(row),
            masked(row.text, names=[row.name] if row.name else []) if works else "—",
        )
        for row in rows
    ]  # fmt: skip


def act_on(case: Consultation, given: Any, *, by: Any, at: Any) -> str:
    """Do what was pressed to those that were ticked; what is told then. Raises ActRefused."""
    serials = {
        int(each) for each in given.getlist("pick")
        if each.isascii() and each.isdigit() and len(each) < 10
    }  # fmt: skip
    if not serials:
        raise ActRefused("请勾选意见。")
    match given.get("do"):
        case "group":
            answers.group(
                consultation=case, serials=serials, summary=given.get("summary", ""),
                into=_group_of(case, given.get("into", "")), by=by, at=at,
            )  # fmt: skip
            return f"已归并{len(serials)}条。"
        case "answer":
            answers.answer(
                consultation=case, serials=serials, outcome=given.get("outcome", ""),
                reason=given.get("reason", ""), change=given.get("change", ""), by=by, at=at,
            )  # fmt: skip
            return f"已处理{len(serials)}条。"
        case "show":
            public_copies.show_opinions(consultation=case, serials=serials, by=by, at=at)
            return f"已公开{len(serials)}条。"
    raise ActRefused("请选择要做什么。")


def _group_of(case: Consultation, text: str) -> OpinionGroup | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    found = OpinionGroup.objects.filter(consultation=case, pk=int(text)).first()
    if found is None:
        raise ActRefused("没有这一组，请重新选择。")
    return found


def choices() -> list[tuple[str, str]]:
    """The outcomes there are."""
    return list(Result.choices)
