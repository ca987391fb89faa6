"""A questionnaire as lines of text, in which it is written and changed. Pure.

    q1. 多选 必答 最多3
    您最想看哪些地方？
    提示：最多选三个。
    - A. 自来水厂
    - B. 其他：____

    q2. 单选
    如果：q1=A、B
    …

Blank lines part the questions. What has no code gets the next one that nobody had, so that a code
keeps its meaning when questions are added, moved, or taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from decisions.surveys.questions import YES_NO, Kind, Option, Question, Questionnaire, ShowIf
from portal.common.typed import half_width, said

_NAMES: Final = {
    kind.label: kind for kind in sorted(Kind, key=lambda kind: -len(kind.label))
} | {"量表1-5": Kind.SCALE, "说明": Kind.NOTE, "矩阵": Kind.MATRIX}  # fmt: skip
_HEAD: Final = re.compile(
    r"^(?:(?P<code>q\d{1,3})\s*[.、。])?\s*"
    rf"(?P<kind>{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?P<rest>(?:\s.*)?)$"
)
_WORD: Final = re.compile(
    r"^(?:(?P<required>必答)|(?P<bound>最少|最多)(?P<number>-?\d{1,9})|单位(?P<unit>\S{1,10}))$"
)
_OPTION: Final = re.compile(
    r"^(?P<sign>[-=])\s*(?:(?P<code>[A-Z]{1,2}|\d{1,2})[.、]\s*)?(?P<label>.*)$"
)
_IF: Final = re.compile(r"^如果[:：]\s*(?P<question>q\d{1,3})\s*[=＝]\s*(?P<among>.+)$")
_HINT: Final = re.compile(r"^提示[:：]\s*(?P<hint>.*)$")
_YES_NO: Final = {option.label: option.code for option in YES_NO}
_SAID: Final = {code: label for label, code in _YES_NO.items()}
_BETWEEN: Final = str.maketrans("、，,", "   ")


class Unreadable(ValueError):
    """Lines that are no questionnaire; the message says where and what to do."""


def read(text: str, *, taken: Iterable[str] = ()) -> Questionnaire:
    """The questionnaire that was written; `taken` are the codes of questions of earlier versions,
    which mean something already. Raises Unreadable.
    """
    blocks = _blocks(text)
    heads = [_HEAD.match(_plain(block[0])) for block in blocks]
    for place, (block, head) in enumerate(zip(blocks, heads, strict=True), start=1):
        if head is None:
            raise Unreadable(
                f"第{place}题的第一行“{block[0][:30]}”看不出是什么题，请写成“单选 必答”这样，"
                f"题型有{'、'.join(kind.label for kind in Kind)}。"
            )
    given = {head["code"] for head in heads if head and head["code"]}
    fresh = _fresh_codes(given | set(taken))
    return Questionnaire(
        tuple(
            _question(place, head["code"] or _next_of(fresh, "问题"), head, block[1:])
            for place, (block, head) in enumerate(zip(blocks, heads, strict=True), start=1)
            if head is not None
        )
    )


def written(held: Questionnaire) -> str:
    """The lines of a questionnaire; read again they are the same."""
    return "\n\n".join(_lines_of(question) for question in held)


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.replace("\x00", "").splitlines():
        if kept := said(line):
            blocks[-1].append(kept)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _plain(line: str) -> str:
    return half_width(line)


def _question(
    place: int, code: str, head: re.Match[str], lines: Sequence[str]
) -> Question:  # fmt: skip
    kind, is_required, unit = _NAMES[head["kind"]], False, ""
    bounds: dict[str, int] = {}
    for word in head["rest"].split():
        found = _WORD.match(word)
        if found is None:
            raise Unreadable(
                f"第{place}题的“{word[:20]}”看不懂，可以写“必答”“最少1”“最多3”“单位元”。"
            )
        is_required = is_required or bool(found["required"])
        unit = found["unit"] or unit
        if found["bound"]:
            bounds[found["bound"]] = int(found["number"])
    title, hint, branch = [], "", None
    marked: dict[str, list[tuple[str, str]]] = {"-": [], "=": []}
    for line in lines:
        if condition := _IF.match(_plain(line)):
            parts = condition["among"].translate(_BETWEEN).split()
            among = tuple(_YES_NO.get(part, part) for part in parts)
            branch = ShowIf(condition["question"], among)
        elif told := _HINT.match(line):
            hint = told["hint"].strip()
        elif (option := _OPTION.match(line)) and (option["label"] or option["code"]):
            marked[option["sign"]].append((option["code"] or "", option["label"].strip()))
        else:
            title.append(line)
    return Question(
        code=code,
        kind=kind,
        title="\n".join(title) if kind is Kind.NOTE else " ".join(title),
        hint=hint,
        is_required=is_required,
        options=_options(marked["-"], _letters()),
        rows=_options(marked["="], _numbers()),
        least=bounds.get("最少"),
        most=bounds.get("最多"),
        unit=unit,
        show_if=branch,
    )


def _options(marked: Sequence[tuple[str, str]], codes: Iterable[str]) -> tuple[Option, ...]:
    used = {code for code, _ in marked if code}
    fresh = (code for code in codes if code not in used)
    found = []
    for code, label in marked:
        is_other = label.endswith("__")
        kept = label.rstrip("_").rstrip(" :：") if is_other else label
        found.append(Option(code or _next_of(fresh, "选项或者行"), kept, is_other))
    return tuple(found)


def _lines_of(question: Question) -> str:
    words = [f"{question.code}.", question.kind.label]
    words += ["必答"] if question.is_required else []
    words += [f"最少{question.least}"] if question.least is not None else []
    words += [f"最多{question.most}"] if question.most is not None else []
    words += [f"单位{question.unit}"] if question.unit else []
    lines = [" ".join(words)]
    if question.show_if:
        among = [_SAID.get(code, code) for code in question.show_if.among]
        lines.append(f"如果：{question.show_if.question}={'、'.join(among)}")
    lines += question.title.split("\n") if question.title else []
    lines += [f"提示：{question.hint}"] if question.hint else []
    lines += [f"= {row.code}. {row.label}" for row in question.rows]
    lines += [
        f"- {option.code}. {option.label}{'：____' if option.is_other else ''}"
        for option in question.options
    ]
    return "\n".join(lines)


def _next_of(fresh: Iterator[str], what: str) -> str:
    """A code that nobody had. Raises Unreadable where none is left."""
    if code := next(fresh, ""):
        return code
    raise Unreadable(f"{what}太多，编号不够用，请删减。")


def _fresh_codes(used: set[str]) -> Iterator[str]:
    return (code for code in (f"q{number}" for number in range(1, 1000)) if code not in used)


def _letters() -> Iterable[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return (first + second for first in ("", *alphabet) for second in alphabet)


def _numbers() -> Iterable[str]:
    return (str(number) for number in range(1, 100))
