"""What a questionnaire came to, with small groups hidden before anybody sees a figure. Pure.

Figures are made once, when the result is drawn up, and every format is written from them. Of each
question the parts are of those it was put to, so that a multiple choice counts persons by option
and never combinations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any, Final

from decisions.surveys.answers import Given, is_asked
from decisions.surveys.questions import Kind, Option, Question, Questionnaire
from decisions.surveys.suppression import K, Shown, is_small, least_of, suppress, suppress_crossing

Answers = Sequence[Mapping[str, Given]]
# Whoever was asked and said nothing, and whoever was not asked.
SILENT, UNASKED = "-", "~"
SILENT_LABEL, UNASKED_LABEL = "没有回答", "没有问到"
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")
_HUNDRED: Final = 100
_TEN: Final = 10


def rounded_down(count: int) -> int:
    """What may be said of a count while a questionnaire is open: whole tens."""
    return count - count % _TEN


def figures(
    held: Questionnaire, answers: Answers, *, crossings: Iterable[tuple[str, str]] = (), k: int = K
) -> dict[str, Any]:
    """Everything that may be shown, as it is kept."""
    k = least_of(k)
    made: dict[str, _Made] = {}
    for question in held.asked:
        made[question.code] = _Made(question, answers, _is_open(question, held, made), k)
    return {
        "n": len(answers),
        "k": k,
        "questions": [made[question.code].data(held) for question in held.asked],
        "crossings": [
            _crossing(made[row], made[column], answers, k)
            for row, column in crossings
            if row in made and column in made
        ],
    }


def _is_open(question: Question, held: Questionnaire, made: Mapping[str, _Made]) -> bool:
    """Whether everybody may know how many a question was put to: of a branch, where the count of
    each option that leads to it is shown. Of a multiple choice only one option may lead there,
    since how many picked one of several stands nowhere.
    """
    branch = question.show_if
    if branch is None:
        return True
    before = made[branch.question]
    if held.by_code[branch.question].kind is Kind.MANY and len(branch.among) > 1:
        return False
    shown = before.tables[0][1]
    return before.is_open and all(shown[code] is not None for code in branch.among)


class _Made:
    """The tables of one question, small groups hidden."""

    def __init__(self, question: Question, answers: Answers, is_open: bool, k: int) -> None:
        self.question, self.is_open, self.k = question, is_open, k
        asked = [given for given in answers if is_asked(question, given)]
        self.asked = len(asked)
        self.given = [one for each in asked if (one := each.get(question.code)) is not None]
        self.base = suppress({"given": len(self.given), SILENT: self.asked - len(self.given)}, k=k)
        self.tables: list[tuple[str, Shown[str]]] = self._tables()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is hidden, so that an average gives nobody away."""
        return self.is_open and not any(shown.hidden for _, shown in self.tables)

    def _tables(self) -> list[tuple[str, Shown[str]]]:
        kind, codes = self.question.kind, [option.code for option in self.question.choices]
        if kind is Kind.MATRIX:
            return [(row.label, self._row(row, codes)) for row in self.question.rows]
        if kind is Kind.MANY:
            return [("", self._persons_by_option(codes))]
        if kind is Kind.ORDER or kind.is_single:
            return [("", self._parts(codes, (one.picks[0] for one in self.given if one.picks)))]
        if kind is Kind.DATE:
            months = [one.picks[0][:7] for one in self.given]
            return [("", self._parts(sorted(set(months)), months))]
        return [("", Shown({}))]

    def _parts(self, codes: Sequence[str], picked: Iterable[str]) -> Shown[str]:
        counted = Counter(picked)
        counts = {code: counted[code] for code in codes}
        if silent := self.asked - sum(counts.values()):
            counts[SILENT] = silent
        return suppress(counts, k=self.k)

    def _row(self, row: Option, codes: Sequence[str]) -> Shown[str]:
        start = f"{row.code}:"
        picked = [
            pick.removeprefix(start)
            for one in self.given
            for pick in one.picks
            if pick.startswith(start)
        ]
        return self._parts(codes, picked)

    def _persons_by_option(self, codes: Sequence[str]) -> Shown[str]:
        """Persons by option: they are no parts of a whole, yet of each option those who picked it
        and those who did not are.
        """
        total = len(self.given)
        counted = Counter(code for one in self.given for code in one.picks)
        counts = {code: counted[code] for code in codes}
        if self.base.hidden:
            return Shown({}, tuple(codes))
        hidden = [
            code
            for code, count in counts.items()
            if is_small(count, self.k) or is_small(total - count, self.k)
        ]
        rest = sorted((code for code in codes if code not in hidden), key=lambda code: counts[code])
        if len(hidden) == 1 and rest:
            hidden.append(rest[0])
        shown = {code: count for code, count in counts.items() if code not in hidden}
        return Shown(shown, tuple(code for code in codes if code in hidden))

    def data(self, held: Questionnaire) -> dict[str, Any]:
        """As it is kept."""
        question = self.question
        return {
            "code": question.code,
            "number": held.numbers[question.code],
            "kind": question.kind.code,
            "title": question.title,
            "condition": condition_of(question, held),
            "unit": question.unit,
            "is_open": self.is_open,
            "asked": self.asked if self.is_open else None,
            "answered": self._answered(),
            "tables": [
                {"title": title, **self._table(shown)} for title, shown in self.tables
                if self.is_open and (shown.counts or shown.hidden)
            ],
            "means": self._means() if self.is_open else [],
        }  # fmt: skip

    def _answered(self) -> int | None:
        """How many answered, where no table hides how many did not; lines of a matrix each have
        their own silence.
        """
        hides = any(SILENT in shown.hidden for _, shown in self.tables)
        if not self.is_open or hides or self.question.kind is Kind.MATRIX:
            return None
        return self.base["given"]

    def _table(self, shown: Shown[str]) -> dict[str, Any]:
        codes = [option.code for option in self.question.choices]
        if self.question.kind is Kind.DATE:
            codes = sorted({*shown.counts, *shown.hidden} - {SILENT})
        if SILENT in shown.counts or SILENT in shown.hidden:
            codes = [*codes, SILENT]
        # Of those who answered, where that is known from what is shown; else of those asked.
        is_many = self.question.kind is Kind.MANY
        silent = 0 if is_many else shown.counts.get(SILENT, 0)
        of = len(self.given) if is_many else self.asked - silent
        return {
            "of": None if is_many and self.base.hidden else of,
            "cells": [
                {
                    "code": code,
                    "label": self._label(code),
                    "count": shown[code],
                    "percent": None if code == SILENT else percent(shown[code], of),
                }
                for code in codes
            ],
            "hidden": len(shown.hidden),
            "together": shown.together,
        }

    def _label(self, code: str) -> str:
        if code == SILENT:
            return SILENT_LABEL
        if self.question.kind is Kind.DATE:
            year, month = code.split("-")
            return f"{year}年{int(month)}月"
        return self.question.label_of(code)

    def _means(self) -> list[dict[str, str]]:
        """Averages, where nothing is hidden that they would give away."""
        if self.base.hidden or len(self.given) < self.k or not self.is_whole:
            return []
        kind = self.question.kind
        if kind is Kind.SCALE:
            points = [Decimal(one.picks[0]) for one in self.given]
            return [{"label": "平均", "value": _mean(points)}]
        if kind is Kind.NUMBER:
            numbers = [Decimal(one.picks[0]) for one in self.given]
            middle = Decimal(median(numbers)).quantize(_CENT, ROUND_HALF_UP)
            return [
                {"label": "平均", "value": _mean(numbers)},
                {"label": "中位数", "value": f"{middle:f}"},
            ]
        if kind is Kind.ORDER:
            return [
                {
                    "label": f"{option.label}的平均次序",
                    "value": _mean(
                        [Decimal(one.picks.index(option.code) + 1) for one in self.given]
                    ),
                }
                for option in self.question.options
            ]
        return []


def percent(count: int | None, of: int) -> str | None:
    """Of a hundred persons, to one decimal, half up; None where the count is hidden."""
    if count is None or not of:
        return None
    return str((Decimal(count * _HUNDRED) / of).quantize(_TENTH, ROUND_HALF_UP))


def condition_of(question: Question, held: Questionnaire) -> str:
    """若第3题选“带孩子”; "" for what is asked of everybody."""
    branch = question.show_if
    if branch is None or branch.question not in held.by_code:
        return ""
    before = held.by_code[branch.question]
    labels = "或者".join(f"“{before.label_of(code)}”" for code in branch.among)
    return f"若第{held.numbers[before.code]}题选{labels}"


def can_cross(question: Question) -> bool:
    """Whether a question can stand in a crossing: each person is in one of its parts."""
    return question.kind.is_single


def _mean(numbers: Sequence[Decimal]) -> str:
    return str((sum(numbers, Decimal(0)) / len(numbers)).quantize(_CENT, ROUND_HALF_UP))


def _crossing(rows: _Made, columns: _Made, answers: Answers, k: int) -> dict[str, Any]:
    """Two questions against each other; with those who did not answer, so that its totals are
    those of the two tables.
    """
    told = {
        "rows": rows.question.code, "columns": columns.question.code,
        "row_title": rows.question.title, "column_title": columns.question.title,
    }  # fmt: skip
    if not rows.is_open or not columns.is_open:
        return {**told, "row_labels": [], "column_labels": [], "cells": []}
    row_codes, column_codes = _codes(rows), _codes(columns)
    counted = Counter((_part(rows, each), _part(columns, each)) for each in answers)
    table = [[counted[row, column] for column in column_codes] for row in row_codes]
    cells = suppress_crossing(
        table,
        rows=_hidden_places(rows, row_codes),
        columns=_hidden_places(columns, column_codes),
        k=k,
    )
    return {
        **told,
        "row_labels": [_crossed_label(rows, code) for code in row_codes],
        "column_labels": [_crossed_label(columns, code) for code in column_codes],
        "cells": cells,
    }


def _codes(made: _Made) -> list[str]:
    return [option.code for option in made.question.choices] + [SILENT] + (
        [UNASKED] if made.question.show_if else []
    )  # fmt: skip


def _part(made: _Made, answers: Mapping[str, Given]) -> str:
    if not is_asked(made.question, answers):
        return UNASKED
    given = answers.get(made.question.code)
    return given.picks[0] if given and given.picks else SILENT


def _hidden_places(made: _Made, codes: Sequence[str]) -> set[int]:
    hidden = set(made.tables[0][1].hidden)
    return {place for place, code in enumerate(codes) if code in hidden}


def _crossed_label(made: _Made, code: str) -> str:
    if code == UNASKED:
        return UNASKED_LABEL
    return SILENT_LABEL if code == SILENT else made.question.label_of(code)
