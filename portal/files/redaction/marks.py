"""What is to be taken out: a box on a page, words wherever they stand, or both."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.files.boxes import Box

BLOCK = "█"
_NUMBER = re.compile(r"\A(?=[0-9A-Za-z]*\d{6})[0-9A-Za-z]+")


class Unredactable(Exception):
    """The file or the mark is of a kind this tool cannot handle; ``message`` says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Mark:
    """``page`` from 1 and ``box`` left, top, right, bottom from the upper left corner: points of
    a PDF page as displayed, pixels of an upright picture. ``words`` are taken out of everything
    else that repeats them; office files have no pages, and are marked by words alone.
    """

    page: int = 0
    box: Box | None = None
    words: str = ""


def boxes_by_page(marks: Iterable[Mark]) -> dict[int, list[Box]]:
    """The marked boxes of each page. Raises Unredactable for a box without area."""
    pages: dict[int, list[Box]] = {}
    for mark in marks:
        if mark.box is None:
            continue
        left, top, right, bottom = mark.box
        if mark.page < 1 or right <= left or bottom <= top:
            raise Unredactable("遮盖的范围没有面积或页码不对，请重新标出。")
        pages.setdefault(mark.page, []).append(mark.box)
    return pages


def words_of(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Words to take out, longest first, each once and without blanks; single characters are not
    looked for elsewhere: they are everywhere.
    """
    found = {condensed(mark.words) for mark in marks}
    return tuple(sorted((word for word in found if len(word) > 1), key=lambda w: (-len(w), w)))


def condensed(text: str) -> str:
    """Without blanks and line ends, which files put anywhere."""
    return "".join(text.split())


def is_number(word: str) -> bool:
    """Whether a word is found across cells and lines too: by chance that does not happen."""
    return _NUMBER.fullmatch(word) is not None
