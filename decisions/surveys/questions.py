"""A questionnaire as data: its questions, which depend on which, and what is wrong with it. Pure.

Codes are stable: an answer names the code of a question and of an option, never their places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final


class Kind(Enum):
    """The kinds of question, with their names."""

    ONE = "one", "单选"
    MANY = "many", "多选"
    YES_NO = "yes_no", "是否"
    SCALE = "scale", "量表"
    NUMBER = "number", "数字"
    SHORT = "short", "短文本"
    LONG = "long", "长文本"
    DATE = "date", "日期"
    ORDER = "order", "排序"
    MATRIX = "matrix", "矩阵单选"
    NOTE = "note", "说明文字"

    def __init__(self, code: str, label: str) -> None:
        self.code, self.label = code, label

    @property
    def picks(self) -> bool:
        """Whether one picks among options."""
        return self in _PICKING

    @property
    def is_single(self) -> bool:
        """Whether exactly one option is an answer."""
        return self in (Kind.ONE, Kind.YES_NO, Kind.SCALE)


_PICKING: Final = (Kind.ONE, Kind.MANY, Kind.YES_NO, Kind.SCALE, Kind.ORDER, Kind.MATRIX)
KINDS: Final = {kind.code: kind for kind in Kind}
LONGEST_TITLE, LONGEST_LABEL = 200, 100
LONGEST_SHORT, LONGEST_LONG = 200, 1000
MOST_QUESTIONS, MOST_OPTIONS, MOST_ORDERED = 60, 30, 7


@dataclass(frozen=True)
class Option:
    """What one may pick; with `is_other` one also writes what else is meant."""

    code: str
    label: str
    is_other: bool = False


YES_NO: Final = (Option("yes", "是"), Option("no", "否"))
SCALE: Final = tuple(Option(str(step), str(step)) for step in range(1, 6))


@dataclass(frozen=True)
class ShowIf:
    """Asked only of those who picked one of these options of an earlier question."""

    question: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question. `least` and `most` bound how many are picked, or the number that is given;
    `rows` are those of a matrix, of which `options` are the columns.
    """

    code: str
    kind: Kind
    title: str
    hint: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    least: int | None = None
    most: int | None = None
    unit: str = ""
    show_if: ShowIf | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        """What can be picked: what stands in it, or what every such question has."""
        return {Kind.YES_NO: YES_NO, Kind.SCALE: SCALE}.get(self.kind, self.options)

    @property
    def other(self) -> Option | None:
        """The option that asks for words of one's own."""
        return next((option for option in self.options if option.is_other), None)

    def label_of(self, code: str) -> str:
        """What an option is called."""
        return next((each.label for each in self.choices if each.code == code), code)


@dataclass(frozen=True)
class Questionnaire:
    """The questions in their order."""

    questions: tuple[Question, ...] = ()
    by_code: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {each.code: each for each in self.questions})

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def asked(self) -> list[Question]:
        """Those that ask something."""
        return [each for each in self.questions if each.kind is not Kind.NOTE]

    @property
    def numbers(self) -> dict[str, str]:
        """The number by which people know a question; what asks nothing has none."""
        return {each.code: str(place) for place, each in enumerate(self.asked, start=1)}


def faults(held: Questionnaire) -> list[str]:
    """What keeps a questionnaire from being asked, in words that say what to do."""
    found: list[str] = []
    if not held.asked:
        return ["问卷还没有问题，请至少写一题。"]
    if len(held) > MOST_QUESTIONS:
        found.append(f"问卷最多{MOST_QUESTIONS}题，现在有{len(held)}题，请删减。")
    earlier: dict[str, Question] = {}
    for place, question in enumerate(held, start=1):
        name = f"第{place}题（{question.code}）"
        if question.code in earlier:
            found.append(f"{name}的编号和前面的一题相同，请改一个。")
        found.extend(f"{name}{told}" for told in _own_faults(question))
        if question.show_if:
            found.extend(f"{name}{told}" for told in _branch_faults(question.show_if, earlier))
        earlier[question.code] = question
    return found


def _own_faults(question: Question) -> Iterator[str]:
    kind, options = question.kind, question.options
    if not question.title:
        yield "没有题目，请写上。"
    if len(question.title) > (LONGEST_LONG if kind is Kind.NOTE else LONGEST_TITLE):
        yield "的题目太长，请缩短。"
    if kind in (Kind.ONE, Kind.MANY, Kind.ORDER, Kind.MATRIX):
        if len(options) < 2:
            yield "至少要有两个选项。"
        if len(options) > MOST_OPTIONS:
            yield f"最多{MOST_OPTIONS}个选项，请合并。"
    elif options:
        yield f"是{kind.label}题，不写选项。"
    if kind is Kind.ORDER and len(options) > MOST_ORDERED:
        yield f"排序最多{MOST_ORDERED}项，请减少。"
    if (kind is Kind.MATRIX) != bool(question.rows):
        yield "是矩阵单选，要写行。" if kind is Kind.MATRIX else "不是矩阵单选，不写行。"
    yield from _label_faults(question)
    yield from _bound_faults(question)


def _label_faults(question: Question) -> Iterator[str]:
    for group, what in ((question.options, "选项"), (question.rows, "行")):
        if len({each.code for each in group}) < len(group):
            yield f"有两个{what}的编号相同，请改一个。"
        if len({each.label for each in group}) < len(group):
            yield f"有两个{what}写的一样，请改一个。"
        if any(not each.label or len(each.label) > LONGEST_LABEL for each in group):
            yield f"有{what}没有写或者超过{LONGEST_LABEL}字，请改。"
    others = [each for each in question.options if each.is_other]
    if len(others) > 1 or (others and question.kind not in (Kind.ONE, Kind.MANY)):
        yield "只有单选、多选可以有一个“其他”。"


def _bound_faults(question: Question) -> Iterator[str]:
    least, most = question.least, question.most
    if question.kind not in (Kind.MANY, Kind.NUMBER):
        if least is not None or most is not None:
            yield "不写“最少”“最多”，只有多选和数字题写。"
        return
    if least is not None and most is not None and least > most:
        yield "的“最少”大于“最多”，请核对。"
    if question.kind is Kind.MANY:
        top = len(question.options)
        if any(bound is not None and not 1 <= bound <= top for bound in (least, most)):
            yield f"的“最少”“最多”应在1到{top}之间。"


def _branch_faults(branch: ShowIf, earlier: Mapping[str, Question]) -> Iterator[str]:
    asked = earlier.get(branch.question)
    if asked is None:
        yield "的条件要看一道前面的题，请写前面的题的编号。"
        return
    if not (asked.kind.is_single or asked.kind is Kind.MANY):
        yield "的条件要看一道单选、多选、是否或者量表题。"
        return
    known = {option.code for option in asked.choices}
    if not branch.among or not set(branch.among) <= known:
        yield f"的条件里有{asked.code}没有的选项，请核对。"


def as_data(held: Questionnaire) -> list[dict[str, Any]]:
    """As it is kept."""
    return [
        {
            "code": each.code, "kind": each.kind.code, "title": each.title, "hint": each.hint,
            "required": each.is_required, "options": _options_data(each.options),
            "rows": _options_data(each.rows), "least": each.least, "most": each.most,
            "unit": each.unit,
            "show_if": each.show_if and [each.show_if.question, list(each.show_if.among)],
        }
        for each in held
    ]  # fmt: skip


def from_data(data: Sequence[Mapping[str, Any]]) -> Questionnaire:
    """What was kept."""
    return Questionnaire(
        tuple(
            Question(
                code=each["code"],
                kind=KINDS[each["kind"]],
                title=each["title"],
                hint=each["hint"],
                is_required=each["required"],
                options=_options_from(each["options"]),
                rows=_options_from(each["rows"]),
                least=each["least"],
                most=each["most"],
                unit=each["unit"],
                show_if=(
                    ShowIf(each["show_if"][0], tuple(each["show_if"][1]))
                    if each["show_if"]
                    else None
                ),
            )
            for each in data
        )
    )


def _options_data(options: Sequence[Option]) -> list[list[Any]]:
    return [[each.code, each.label, each.is_other] for each in options]


def _options_from(data: Sequence[Sequence[Any]]) -> tuple[Option, ...]:
    return tuple(Option(code, label, is_other) for code, label, is_other in data)
