"""A question as a page shows it: its fields with what was typed, its mistake, why it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from decisions.surveys.answers import Typed
from decisions.surveys.questions import LONGEST_LONG, LONGEST_SHORT, Kind, Question, Questionnaire
from decisions.surveys.tally import condition_of

_LONGEST = {Kind.SHORT: LONGEST_SHORT, Kind.LONG: LONGEST_LONG}


@dataclass(frozen=True)
class Pick:
    """Something to tick, or a place of an order."""

    name: str
    value: str
    label: str
    is_picked: bool = False

    @property
    def id(self) -> str:
        """The id of its field."""
        return f"{self.name}-{self.value}"


@dataclass(frozen=True)
class Line:
    """A line of a matrix or of an order, with what can be picked in it."""

    name: str
    label: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class Asked:
    """One question on a page."""

    question: Question
    number: str
    condition: str = ""
    error: str = ""
    value: str = ""
    other: str = ""
    picks: tuple[Pick, ...] = ()
    lines: tuple[Line, ...] = field(default=())

    @property
    def because(self) -> str:
        """Why it is asked of this person; "" for what is asked of everybody."""
        return f"因为您{self.condition.removeprefix('若')}，多问这一题。" if self.condition else ""

    @property
    def kind(self) -> str:
        """The code of its kind, by which the template lays it out."""
        return self.question.kind.code

    @property
    def widget(self) -> str:
        """The kind of the field that is ticked."""
        return "checkbox" if self.question.kind is Kind.MANY else "radio"

    @property
    def hint(self) -> str:
        """What is said below the question: its own hint, how many may be picked, how long."""
        told = [self.question.hint] if self.question.hint else []
        least, most, unit = self.question.least, self.question.most, self.question.unit
        if self.question.kind is Kind.MANY and not self.question.hint:
            told += [f"至少选{least}项。"] if least else []
            told += [f"最多选{most}项。"] if most else ["可以选几项。"]
        if self.question.kind is Kind.NUMBER:
            told += [f"单位：{unit}。"] if unit else []
        if self.question.kind is Kind.ORDER and not self.question.hint:
            told.append("给每一项一个次序，1是最前。")
        if longest := _LONGEST.get(self.question.kind):
            told.append(f"请不要写姓名、电话和住址。最多{longest}字。")
        return "".join(told)


def asked(
    questions: Iterable[Question],
    held: Questionnaire,
    typed: Typed,
    problems: Mapping[str, str] | None = None,
) -> list[Asked]:
    """Questions with what was typed into them."""
    return [_asked(question, held, typed, problems or {}) for question in questions]


def _asked(
    question: Question, held: Questionnaire, typed: Typed, problems: Mapping[str, str]
) -> Asked:
    code = question.code
    values = typed.get(code, ())
    return Asked(
        question=question,
        number=held.numbers.get(code, ""),
        condition=condition_of(question, held),
        error=problems.get(code, ""),
        value=values[-1] if values else "",
        other=_last(typed, f"{code}-other"),
        picks=_picks(question, values),
        lines=_lines(question, typed),
    )


def _picks(question: Question, values: Sequence[str]) -> tuple[Pick, ...]:
    if not (question.kind.is_single or question.kind is Kind.MANY):
        return ()
    return tuple(
        Pick(question.code, option.code, option.label, option.code in values)
        for option in question.choices
    )


def _lines(question: Question, typed: Typed) -> tuple[Line, ...]:
    if question.kind is Kind.MATRIX:
        heads, marks = question.rows, [(each.code, each.label) for each in question.options]
    elif question.kind is Kind.ORDER:
        places = range(1, len(question.options) + 1)
        heads, marks = question.options, [(str(place), str(place)) for place in places]
    else:
        return ()
    found = []
    for head in heads:
        name = f"{question.code}-{head.code}"
        value = _last(typed, name)
        picks = tuple(Pick(name, code, label, code == value) for code, label in marks)
        found.append(Line(name, head.label, picks))
    return tuple(found)


def _last(typed: Typed, name: str) -> str:
    values = typed.get(name, ())
    return values[-1] if values else ""


def in_words(held: Questionnaire, typed: Typed) -> list[tuple[str, str]]:
    """Everything typed so far as question and words, for somebody whose answer comes too late."""
    found = []
    for each in asked(held.asked, held, typed):
        words = [pick.label for pick in each.picks if pick.is_picked]
        for line in each.lines:
            words += [f"{line.label}：{pick.label}" for pick in line.picks if pick.is_picked]
        words += [text for text in (each.other, "" if each.picks else each.value) if text]
        if words:
            found.append((each.question.title, "；".join(words)))
    return found
