"""Words and tables of the pages of a selection."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure.exchange.values import neutral
from policies.interpretations.honours import Honour
from policies.selection.deadlines import Phase
from policies.selection.selectors import Nominee, awarded
from policies.selection.workflow import Status
from portal.common.moments import from_words, until_words

if TYPE_CHECKING:
    import datetime as dt

    from policies.selection.models import Selection

# So that spreadsheets read the table as UTF-8.
_MARK: Final = "\ufeff"
PHASES: Final = {
    Phase.NOMINATING: "正在提名",
    Phase.BETWEEN: "提名已截止，投票还没有开始",
    Phase.VOTING: "正在投票",
    Phase.MARKING: "投票已截止，专家打分中",
    Phase.COUNTING: "投票、打分已截止，结果待公布",
}


@dataclass(frozen=True)
class Stretch:
    """One part of the course: what, from and until when, and whether it is now."""

    name: str
    words: str
    is_now: bool


def phase_words(selection: Selection, *, at: dt.datetime) -> str:
    """Where it stands, for everybody."""
    if selection.status == Status.PUBLISHED:
        return "结果已公布"
    if selection.status == Status.STOPPED:
        return "已终止"
    return PHASES[selection.course.phase(at)] if selection.course else ""


def course_of(selection: Selection, *, at: dt.datetime) -> list[Stretch]:
    """The parts of the course, in words."""
    course = selection.course
    if course is None:
        return []
    now = course.phase(at) if selection.status == Status.RUNNING else None
    begins = f"{from_words(course.voting_from)}至{until_words(course.voting_until)}"
    return [
        Stretch("提名", f"至{until_words(course.nominations_until)}", now is Phase.NOMINATING),
        Stretch("公众投票", begins, now is Phase.VOTING),
        Stretch("专家打分", f"至{until_words(course.marking_until)}", now is Phase.MARKING),
    ]


def place_words(nominee: Nominee) -> str:
    """第3名，并列; what fell out says so."""
    row = nominee.row
    if row.place is None:
        return "退出评选"
    return f"第{row.place}名{'（并列）' if row.is_shared else ''}"


def honour_words(selection: Selection) -> str:
    """The quiet mark on the page of what was chosen."""
    return f"{selection.year}年好解读"


def as_csv(selection: Selection, nominees: Iterable[Nominee]) -> str:
    """The table of a result, with everything it was reckoned from."""
    written = io.StringIO()
    written.write(_MARK)
    writer = csv.writer(written)
    writer.writerow(
        [
            "名次", "并列", "入选", "解读", "机关", "票数", "投票得分", "专家得分",
            f"总分（投票{selection.votes_weight}%，专家{selection.marks_weight}%）",
        ]
    )  # fmt: skip
    for each in nominees:
        row = each.row
        figures = (row.votes, row.votes_part, row.marks_part, row.score)
        writer.writerow(
            [
                "" if row.place is None else row.place,
                "是" if row.is_shared else "",
                "是" if row.is_awarded else "",
                neutral(each.title),
                neutral(row.organ.name),
                *("" if figure is None else figure for figure in figures),
            ]
        )
    return written.getvalue()


def honours_of(series: int) -> list[Honour]:
    """For the page of an interpretation: what it was chosen in."""
    return [
        Honour(honour_words(selection), selection.get_absolute_url())
        for selection in awarded(series)
    ]
