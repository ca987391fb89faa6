"""Which characters of a page stand in the same place."""

from collections.abc import Iterable, Iterator

from portal.files.boxes import Box, area, shared
from portal.files.formats.pdfium import Character

_ROW = 20.0  # points: the height of the drawers the page is sorted into
_SAME = 0.4  # the part of a character that another one overlaps


def overlap(one: Box, other: Box) -> float:
    """The part of the smaller box that both share, 0 to 1."""
    smaller = min(area(one), area(other))
    return shared(one, other) / smaller if smaller > 0 else 0.0


class Places:
    """Characters by place, so that each is compared with its neighbours only."""

    def __init__(self, characters: Iterable[Character]) -> None:
        self._drawers: dict[tuple[int, int], list[Character]] = {}
        for one in characters:
            for drawer in _drawers(one.box):
                self._drawers.setdefault(drawer, []).append(one)

    def others(self, one: Character) -> Iterator[Character]:
        """Characters in the place of this one."""
        for drawer in _drawers(one.box):
            for other in self._drawers.get(drawer, ()):
                if other.index != one.index and overlap(one.box, other.box) > _SAME:
                    yield other

    def same_character(self, one: Character) -> bool:
        """Whether the same character is drawn there once more, as for a bold or raised look."""
        return any(
            other.text == one.text and other.owner != one.owner for other in self.others(one)
        )


def _drawers(box: Box) -> Iterator[tuple[int, int]]:
    for row in range(int(box[1] // _ROW), int(box[3] // _ROW) + 1):
        for column in range(int(box[0] // _ROW), int(box[2] // _ROW) + 1):
            yield row, column
