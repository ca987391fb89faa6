"""The whole file of a decision as one paper for print: contents, course, drafts, proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from decisions.dossiers.presenters.course import Line, Stop
from disclosure.reading import read
from portal.papers.typesetting import Sheet
from portal.statute import chinese_number
from portal.text.model import Block, Heading, Paragraph, Table, cell, words

if TYPE_CHECKING:
    from decisions.dossiers.models import Decision, DraftRecord
    from decisions.dossiers.selectors import Proof

_NOTE: Final = "由门户按已经公开的登记生成，不是公文；草案没有生效，以公布的文件为准。"
_PROVEN: Final = (
    "每一步在门户的审计链里都有一条记录，后一条的哈希由前一条算出。"
    "这里列出序号、时间、做了什么和哈希。"
)


def sheet_of(
    decision: Decision,
    stops: Sequence[Stop],
    drafts: Sequence[DraftRecord],
    proof: Sequence[Proof],
) -> Sheet:
    """What anyone may read of it at its newest public step; the same file gives the same pages."""
    parts = [
        *((stop.step.label, tuple(_course(stop))) for stop in stops),
        *((f"草案全文（{row.drafted_on}）", tuple(_draft(row))) for row in drafts),
        ("审计记录", tuple(_proof(proof))),
    ]
    own: list[Block] = [_line("目录")]
    own += [_line(f"{_number(place)}{name}") for place, (name, _) in enumerate(parts, 1)]
    for place, (name, blocks) in enumerate(parts, 1):
        own += [Heading(1, words(name), number=_number(place)), *blocks]
    return Sheet(
        title=f"{decision.title}全过程卷宗",
        own=tuple(own),
        released_at=timezone.localtime(decision.public_at or decision.updated_at),
        author=decision.organ.name,
        rule_note=_NOTE,
    )


def _number(place: int) -> str:
    return f"{chinese_number(place)}、"


def _line(text: str) -> Paragraph:
    return Paragraph(words(text))


def _course(stop: Stop) -> Iterator[Block]:
    for line in stop.lines:
        yield _line(f"{line.when}　{line.title}{_of_round(line)}")
        for text in line.words:
            yield from (_line(part) for part in text.splitlines() if part.strip())
    if stop.rule:
        yield _line(f"依据：{stop.rule}。")


def _of_round(line: Line) -> str:
    return f"（第{line.round}轮）" if line.round > 1 else ""


def _draft(row: DraftRecord) -> Iterator[Block]:
    reading = read(row.text)
    yield from (place.block for place in (*reading.own, *reading.attached))
    for name, text in (("起草说明", row.explanation), ("草案解读", row.interpretation)):
        if text:
            yield _line(f"{name}：")
            yield from (_line(part) for part in text.splitlines() if part.strip())


def _proof(proof: Sequence[Proof]) -> Iterator[Block]:
    yield _line(_PROVEN)
    head = ("序号", "时间", "记录", "哈希")
    rows = [
        (str(one.sequence), f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}", one.summary, one.hash)
        for one in proof
    ]
    yield Table(tuple(tuple(cell(text) for text in row) for row in (head, *rows)))
