"""The file of a decision for those who keep it: the steps with what is there and what is lacking,
and every record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.dossiers import steps, terms
from decisions.dossiers.gate import Lack
from decisions.dossiers.models import Record
from decisions.dossiers.presenters.course import Line, course_of
from portal.statute import citations

if TYPE_CHECKING:
    from decisions.dossiers.facts import Facts
    from decisions.dossiers.selectors import Dossier
    from decisions.dossiers.sources import Told


@dataclass(frozen=True)
class StepRow:
    """A step in the file: what was put on record under it, what it lacks, or why it is left out."""

    step: steps.Step
    rule: str
    lines: Sequence[Line]
    lacks: Sequence[Lack]
    left_out: str = ""


def step_rows(
    dossier: Dossier,
    told: Sequence[Told],
    facts: Facts,
    lacks: Sequence[Lack],
    left_out: Mapping[str, str],
) -> list[StepRow]:
    """All fifteen; `left_out` are the reasons by the questions of the start."""
    lines = {stop.step.code: stop.lines for stop in course_of(dossier, told)}
    return [
        StepRow(
            step,
            citations(step.articles),
            lines.get(step.code, ()),
            [lack for lack in lacks if lack.step == step.code],
            _why_left_out(step, facts, left_out),
        )
        for step in steps.STEPS
    ]


def _why_left_out(step: steps.Step, facts: Facts, left_out: Mapping[str, str]) -> str:
    if step.code in facts.waived:
        return "按批准的简化程序不办理"
    if step.question and not facts.applies(step.question):
        return f"不须办理：{left_out.get(step.question, '')}"
    return ""


def state_of(row: Record) -> str:
    """How a record stands towards the public."""
    if row.struck_at:
        return f"已划去：{row.struck_why}"
    return "已公开" if row.disclosed_at else "没有公开"


def questions() -> Mapping[str, str]:
    """The questions of the start, in their order."""
    return terms.QUESTIONS
