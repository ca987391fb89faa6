"""What was typed into a questionnaire, judged: what is an answer, what is wrong, what is not asked
at all. Pure.

A form names its fields by codes: `q3` for what is picked or written, `q3-other` for the words of
“其他”, `q5-1` for a line of a matrix, `q7-A` for the place of an item in an order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from decisions.surveys.questions import (
    LONGEST_LONG,
    LONGEST_SHORT,
    Kind,
    Question,
    Questionnaire,
)
from portal.common.typed import half_width, said

Typed = Mapping[str, Sequence[str]]
# So many questions on one page, or as many until one depends on another of the same page.
PER_PAGE: Final = 5
_LARGEST: Final = Decimal(10) ** 9
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
_LONGEST: Final = {Kind.SHORT: LONGEST_SHORT, Kind.LONG: LONGEST_LONG}


@dataclass(frozen=True)
class Given:
    """An answer: what was picked, by codes (of a matrix `line:column`, of an order the first
    first; a number or a day itself), and what was written.
    """

    picks: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.picks or self.text)


@dataclass(frozen=True)
class Judged:
    """The answers to the questions that are asked, and what is wrong by the question's code."""

    answers: Mapping[str, Given] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def field_names(question: Question) -> list[str]:
    """The fields of a form in which a question is answered."""
    code = question.code
    if question.kind is Kind.NOTE:
        return []
    if question.kind is Kind.MATRIX:
        return [f"{code}-{row.code}" for row in question.rows]
    if question.kind is Kind.ORDER:
        return [f"{code}-{option.code}" for option in question.options]
    return [code, f"{code}-other"] if question.other else [code]


def is_asked(question: Question, answers: Mapping[str, Given]) -> bool:
    """Whether a question is asked of somebody with these answers to the earlier ones."""
    if question.show_if is None:
        return True
    given = answers.get(question.show_if.question, Given())
    return not set(given.picks).isdisjoint(question.show_if.among)


def judge(
    held: Questionnaire,
    typed: Typed,
    *,
    only: Sequence[Question] | None = None,
    is_paper: bool = False,
) -> Judged:
    """Judge what was typed. What is not asked is not read: its answer is nowhere kept. With `only`
    the problems of other questions are left out; what is blank on paper stays blank.
    """
    answers: dict[str, Given] = {}
    problems: dict[str, str] = {}
    for question in held.asked:
        if not is_asked(question, answers):
            continue
        given, problem = _read(question, typed)
        if not problem and not given and question.is_required and not is_paper:
            problem = _MISSING.get(question.kind, "请回答这一题。")
        if problem:
            problems[question.code] = problem
        if given:
            answers[question.code] = given
    if only is not None:
        shown = {each.code for each in only}
        problems = {code: told for code, told in problems.items() if code in shown}
    return Judged(answers, problems)


def pages_of(held: Questionnaire) -> list[list[Question]]:
    """The questions in pages. A question stands on a later page than the one it depends on, so
    that nothing has to appear while one answers.
    """
    pages: list[list[Question]] = []
    for question in held:
        here = {each.code for each in pages[-1]} if pages else set()
        depends = question.show_if is not None and question.show_if.question in here
        if not pages or depends or len(pages[-1]) >= PER_PAGE:
            pages.append([])
        pages[-1].append(question)
    return pages


def asked_pages(held: Questionnaire, typed: Typed) -> list[list[Question]]:
    """The pages as somebody meets them who has typed this: what is not asked is left out, and so
    is a page on which nothing is.
    """
    answers = judge(held, typed).answers
    pages = [[each for each in page if is_asked(each, answers)] for page in pages_of(held)]
    return [page for page in pages if page]


def as_data(answers: Mapping[str, Given]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """As it is kept: what was picked, and apart from it what was written. A question that was
    answered in words alone has its place among the former, so that answers are counted unopened.
    """
    picks = {code: list(given.picks) for code, given in answers.items()}
    return picks, {code: given.text for code, given in answers.items() if given.text}


def from_data(picks: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Given]:
    """What was kept."""
    return {code: Given(tuple(codes), texts.get(code, "")) for code, codes in picks.items()}


_MISSING: Final = {
    Kind.ONE: "请选一项。",
    Kind.YES_NO: "请选“是”或者“否”。",
    Kind.SCALE: "请从1到5选一个。",
    Kind.MANY: "请至少选一项。",
    Kind.ORDER: "请排出次序。",
    Kind.MATRIX: "请每行选一项。",
}


def _read(question: Question, typed: Typed) -> tuple[Given, str]:
    """The answer as it was meant, and what is wrong with it."""
    return _READERS[question.kind](question, typed)


def _one(typed: Typed, name: str) -> str:
    values = typed.get(name) or ("",)
    return said(values[-1].replace("\x00", ""))


def _picked(question: Question, typed: Typed) -> tuple[Given, str]:
    """Of one option or several; “其他” is an option and its words, and neither is lost."""
    known = [option.code for option in question.choices]
    wanted = [value for value in typed.get(question.code, ()) if value]
    if set(wanted) - set(known):
        return Given(), "选项已经改过，请重新选。"
    picks = tuple(code for code in known if code in wanted)
    text, other = _one(typed, f"{question.code}-other"), question.other
    given = Given(picks, text if other and other.code in picks else "")
    if question.kind.is_single and len(picks) > 1:
        return given, "这一题只选一项，请去掉多选的。"
    if other and text and other.code not in picks:
        return given, f"您写了“{other.label}”的内容，请把“{other.label}”也选上，或者删去写的内容。"
    if other and other.code in picks and not text:
        return given, f"您选了“{other.label}”，请写明是什么。"
    if len(text) > LONGEST_SHORT:
        return given, f"“其他”最多写{LONGEST_SHORT}字，请缩短。"
    return given, _few_or_many(question, len(picks))


def _few_or_many(question: Question, number: int) -> str:
    if question.kind is not Kind.MANY or not number:
        return ""
    if question.most is not None and number > question.most:
        return f"最多选{question.most}项，现在选了{number}项，请去掉几项。"
    if question.least is not None and number < question.least:
        return f"至少选{question.least}项，现在选了{number}项，请再选几项。"
    return ""


def _ordered(question: Question, typed: Typed) -> tuple[Given, str]:
    places: dict[str, str] = {}
    for option in question.options:
        if value := half_width(_one(typed, f"{question.code}-{option.code}")):
            places[option.code] = value
    if not places:
        return Given(), ""
    size = len(question.options)
    wanted = {str(place) for place in range(1, size + 1)}
    if len(places) < size:
        return Given(), "请给每一项一个次序，或者全部不填。"
    if not set(places.values()) <= wanted:
        return Given(), f"次序应为1到{size}的数字。"
    if set(places.values()) != wanted:
        return Given(), "有两项的次序相同，请给每一项不同的次序。"
    return Given(tuple(sorted(places, key=lambda code: int(places[code])))), ""


def _lines(question: Question, typed: Typed) -> tuple[Given, str]:
    known = {option.code for option in question.options}
    picks = []
    for row in question.rows:
        if value := _one(typed, f"{question.code}-{row.code}"):
            if value not in known:
                return Given(), "选项已经改过，请重新选。"
            picks.append(f"{row.code}:{value}")
    given = Given(tuple(picks))
    if question.is_required and picks and len(picks) < len(question.rows):
        return given, "还有几行没有选，请每行选一项。"
    return given, ""


def _number(question: Question, typed: Typed) -> tuple[Given, str]:
    text = half_width(_one(typed, question.code)).replace(",", "")
    if not text:
        return Given(), ""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Given(), "请填写数字，不写单位和文字。"
    if not number.is_finite() or abs(number) > _LARGEST:
        return Given(), "这个数太大，请核对。"
    if question.least is not None and number < question.least:
        return Given(), f"应不小于{question.least}{question.unit}，请核对。"
    if question.most is not None and number > question.most:
        return Given(), f"应不大于{question.most}{question.unit}，请核对。"
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        return Given(), "最多写两位小数。"
    return Given((f"{number.normalize():f}",)), ""


def _text(question: Question, typed: Typed) -> tuple[Given, str]:
    text, longest = _one(typed, question.code), _LONGEST[question.kind]
    if len(text) > longest:
        return Given(text=text), f"最多写{longest}字，现在有{len(text)}字，请缩短。"
    return Given(text=text), ""


def _day(question: Question, typed: Typed) -> tuple[Given, str]:
    text = half_width(_one(typed, question.code)).replace("/", "-").replace(".", "-")
    if not text:
        return Given(), ""
    try:
        year, month, day = (int(part) for part in text.split("-"))
        read = dt.date(year, month, day)
    except (ValueError, OverflowError):
        return Given(), "日期的写法不对，应如2026-03-01。"
    if not _FIRST_DAY <= read <= _LAST_DAY:
        return Given(), "这个日期不对，请核对年份。"
    return Given((read.isoformat(),)), ""


_READERS: Final[Mapping[Kind, Callable[[Question, Typed], tuple[Given, str]]]] = {
    Kind.ONE: _picked,
    Kind.MANY: _picked,
    Kind.YES_NO: _picked,
    Kind.SCALE: _picked,
    Kind.ORDER: _ordered,
    Kind.MATRIX: _lines,
    Kind.NUMBER: _number,
    Kind.SHORT: _text,
    Kind.LONG: _text,
    Kind.DATE: _day,
}
