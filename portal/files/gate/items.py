"""What was found, one item each: what blocks, and what a person has to look at and answer for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from portal.common.fingerprints import fingerprint
from portal.files.exposure import Passage, Unread
from portal.files.personal_data import Finding, Severity, scan_text
from portal.files.secrecy import Mark, marks_of

SECRECY, HIDDEN, UNREAD = "secrecy", "hidden", "unread"
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One finding. ``key`` stays the same as long as the text does, and tells nothing of it.

    ``kind`` is a kind of personal data, or secrecy, hidden, unread; ``shown`` may be shown: it is
    masked. What ``blocks`` keeps a file from the public as it is; what is ``confirmable`` a person
    may let pass with a reason; ``evidence`` says why it was found.
    """

    key: str
    kind: str
    label: str
    where: str
    shown: str
    blocks: bool
    confirmable: bool
    page: int | None = None
    evidence: str = ""


# Whether a finding in a text is an office's own contact.
Passes = Callable[[Finding, str], bool]


def items_in(
    passages: Iterable[Passage],
    *,
    phones: frozenset[str] = frozenset(),
    passes: Passes = lambda _finding, _text: False,
) -> list[Item]:
    """Personal data and 密级 marks of some passages; one value is one item, with its places.

    ``phones`` and ``passes`` tell what is an office's own contact.
    """
    found: dict[str, tuple[Item, dict[str, None]]] = {}

    def keep(item: Item, where: str) -> None:
        found.setdefault(item.key, (item, {}))[1][where] = None

    for passage in passages:
        for finding in scan_text(passage.text, allowed_phones=phones):
            if not passes(finding, passage.text):
                value = "".join(passage.text[finding.start : finding.end].split())
                keep(_of_finding(finding, value, passage), passage.where)
        for mark in marks_of(passage):
            keep(_of_mark(mark, passage), passage.where)
    return [_placed(item, tuple(places)) for item, places in found.values()]


def item_of_unread(part: Unread) -> Item:
    """A part nobody could read, for a person who has looked at it."""
    key = fingerprint(UNREAD, part.key)
    return Item(
        key=key,
        kind=UNREAD,
        label="没有检查到的内容",
        where=part.where,
        shown=part.why,
        blocks=False,
        confirmable=True,
        page=part.page,
    )


def item_of_hidden(sentence: str) -> Item:
    """What hides in a file so that no copy of it can be published, in the cleaner's words."""
    return Item(
        key=fingerprint(HIDDEN, sentence),
        kind=HIDDEN,
        label="隐藏内容",
        where="整个文件",
        shown=masked(sentence),
        blocks=True,
        confirmable=False,
    )


def masked(text: str) -> str:
    """A text whose personal data are masked: fit for messages, records and lists."""
    shown = text
    for finding in sorted(scan_text(text), key=lambda each: each.start, reverse=True):
        shown = f"{shown[: finding.start]}{finding.excerpt_masked}{shown[finding.end :]}"
    return shown


def _of_finding(finding: Finding, value: str, passage: Passage) -> Item:
    return Item(
        key=fingerprint(finding.kind.value, value),
        kind=finding.kind.value,
        label=finding.kind.label,
        where=passage.where,
        shown=finding.excerpt_masked,
        blocks=finding.severity is Severity.BLOCK,
        confirmable=finding.severity is not Severity.BLOCK or finding.overridable,
        page=passage.page,
        evidence=finding.evidence,
    )


def _of_mark(mark: Mark, passage: Passage) -> Item:
    return Item(
        key=fingerprint(SECRECY, mark.level, "".join(mark.evidence.split())),
        kind=SECRECY,
        label="密级标识" if mark.certain else "疑似密级或内部标识",
        where=passage.where,
        shown=mark.evidence,
        blocks=mark.certain,
        confirmable=not mark.certain,
        page=passage.page,
    )


def _placed(item: Item, places: tuple[str, ...]) -> Item:
    more = f" 等 {len(places)} 处" if len(places) > _MOST_PLACES else ""
    where = "、".join(places[:_MOST_PLACES]) + more
    return replace(item, where=where)
