"""What of an interpretation would become public, and what in it keeps it from the public.

Texts and cleaned copies go through the same gate as those of documents (`portal.files.gate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure.scan import doubts_in
from policies.interpretations.models import Interpretation, Part, Picture
from portal.common.fingerprints import fingerprint
from portal.files.exposure import Unread
from portal.files.gate import RULES, Item, item_of_unread, masked
from portal.text import mathml
from portal.text.walk import formulas_in

if TYPE_CHECKING:
    from portal.files.models import StoredFile


@dataclass(frozen=True)
class Found:
    """One item: in which part of the interpretation, and the hash of what it stands in."""

    item: Item
    place: str
    content_sha256: str

    @property
    def key(self) -> str:
        """What a clearance names it by."""
        return fingerprint(self.place, self.item.key)

    @property
    def words(self) -> str:
        """One line that says what was found and where; masked."""
        item = self.item
        what = item.shown if item.kind == "unread" else f"{item.label} {item.shown}"
        return f"{self.place}：{what}"


@dataclass(frozen=True)
class Scan:
    """Files not read yet, those that cannot be cleaned with the reason, and every item."""

    waiting: tuple[str, ...]
    refused: tuple[str, ...]
    found: tuple[Found, ...]

    @property
    def doubtful(self) -> list[Found]:
        """What a person may answer for."""
        return [each for each in self.found if each.item.confirmable]


def files_of(case: Interpretation) -> list[tuple[str, StoredFile]]:
    """The files that are published with it: recordings, slides, and the pictures its texts show."""
    parts: list[Part] = list(case.parts.select_related("recording__reading", "slides__reading"))
    shown = {file for part in parts for file in part.figure_ids()}
    files = [
        (f"{part.get_form_display()}“{masked(part.recording.name)}”", part.recording)
        for part in parts
        if part.recording
    ]
    files += [(f"课件“{masked(part.slides.name)}”", part.slides) for part in parts if part.slides]
    pictures: list[Picture] = list(case.pictures.select_related("file__reading"))
    return files + [
        (f"图片“{masked(row.file.name)}”", row.file)
        for row in pictures
        if str(row.file.public_id) in shown
    ]


def texts_of(case: Interpretation) -> list[tuple[str, str]]:
    """Every text that its page tells, under the heading it stands under."""
    found = [
        ("标题", case.title),
        ("一句话说明", case.summary),
        ("解读人", case.explainer),
        ("更新说明", case.note),
    ]
    for part in case.parts.all():
        found.append((f"第{part.position}部分", "\n".join([*part.lines, part.captions])))
        letters = (mathml.letters(mathml.read(each.mathml)) for each in formulas_in(part.text)
                   if each.mathml)  # fmt: skip
        found.append((f"第{part.position}部分的公式", " ".join(letters)))
    found += [(f"要素“{row.element.name}”", row.text) for row in case.elements.select_related(
        "element"
    )]  # fmt: skip
    for row in case.contrasts.all():
        found.append((f"对照第{row.position}行", "\n".join([row.old, row.new, row.meaning])))
    return [(heading, text) for heading, text in found if text.strip()]


def content_fingerprint(case: Interpretation) -> str:
    """The hash of every text that would become public."""
    return fingerprint(*(text for _, text in texts_of(case)))


def scan(case: Interpretation) -> Scan:
    """Everything the gate finds in an edition as it stands."""
    waiting: list[str] = []
    refused: list[str] = []
    found = list(_in_texts(case))
    for place, file in files_of(case):
        reading = getattr(file, "reading", None)
        if reading is None or reading.rules != RULES:
            waiting.append(place)
        elif reading.problem:
            refused.append(f"{place}：{reading.problem}")
        else:
            items = [Item(**row) for row in reading.findings]
            items += [item_of_unread(Unread(**row)) for row in reading.unread]
            found += [Found(item, place, reading.cleaned_sha256) for item in items]
    return Scan(tuple(waiting), tuple(refused), tuple(found))


def uncleared(case: Interpretation) -> list[Found]:
    """What a person may answer for and nobody has."""
    given = set(case.clearances.values_list("content_sha256", "item_key"))
    return [each for each in scan(case).doubtful if (each.content_sha256, each.key) not in given]


def _in_texts(case: Interpretation) -> Iterator[Found]:
    content = content_fingerprint(case)
    for heading, text in texts_of(case):
        for item in doubts_in(heading, text):
            yield Found(item, heading, content)
