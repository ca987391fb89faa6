"""One place where a file holds text its reader does not see."""

from dataclasses import dataclass

from portal.files.boxes import Box

NO_PLACE: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cover:
    """``page`` from 1 (0 where a file has no pages); ``box`` left, top, right, bottom in points
    from the upper left corner of the page as displayed; ``label`` says in Chinese how the text is
    hidden; ``hidden`` is the text that is still there (personal data, for people who may edit).

    ``lawful`` marks the text layer of a scan: it is meant to be invisible, and must be scanned
    like any text.
    """

    page: int
    box: Box
    label: str
    hidden: str
    lawful: bool = False
