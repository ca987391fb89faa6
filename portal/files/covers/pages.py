"""PDF: a page is drawn with its text and without; where nothing changes, the text is hidden.

Whatever hides it is found this way: a drawing or picture over it, an annotation, its own colour,
render mode, clip or place. Only then is asked which of them it was.
"""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from portal.files.covers.cover import Cover
from portal.files.covers.drawing import Drawing
from portal.files.covers.notes import REDACTION, unapplied_redactions
from portal.files.covers.paint import covers_over_pictures
from portal.files.covers.places import Places, overlap
from portal.files.covers.reasons import TEXT_LAYER, TINY, TINY_LINE, UNSEEN, reasons_of
from portal.files.formats.pdfium import Character, Pixels, opened

UNDER_TEXT = "被另外的文字盖住的文字"
_CUT_OFF = 2  # characters


def covers_of_pdf(data: bytes) -> tuple[Cover, ...]:
    """Covers of all pages. Raises PdfiumError for a file that cannot be opened."""
    found: list[Cover] = []
    with opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            try:
                found += covers_of_page(page, number + 1)
            finally:
                page.close()
    return tuple(found)


def covers_of_page(page: pypdfium2.PdfPage, number: int) -> list[Cover]:
    """Covers of one page of an open document; ``number`` from 1."""
    drawing = Drawing.of(page)
    letters = [one for one in drawing.text if one.text.isalnum()]
    full = drawing.pixels()
    found = list(unapplied_redactions(page, number, drawing.text))
    if letters:
        found += _hidden_text(drawing, number, letters, full)
    found += [
        cover
        for cover in covers_over_pictures(drawing, number, full)
        if not any(overlap(cover.box, other.box) > 0 for other in found if not other.lawful)
    ]
    return sorted(found, key=lambda cover: (cover.box[1], cover.box[0]))


def _hidden_text(
    drawing: Drawing, number: int, letters: list[Character], full: Pixels
) -> Iterator[Cover]:
    texts = drawing.of_kind(raw.FPDF_PAGEOBJ_TEXT)
    traces = drawing.traces(texts, full)
    gone = {one.index for one in letters if not drawing.is_shown(one, traces)}
    seen = [one for one in letters if one.index not in gone]
    reasons = {one.index: TINY for one in seen if one.size < TINY_LINE}
    marks = [one for one in drawing.text if not one.text.isalnum()]
    reasons |= dict.fromkeys(_replaced(drawing, seen, marks, full), UNDER_TEXT)
    if gone:
        places = Places(seen)
        hidden = [o for o in letters if o.index in gone and not places.same_character(o)]
        reasons |= reasons_of(drawing, hidden, texts, full)
    chosen = [one for one in letters if one.index in reasons]
    for run in _runs(chosen, reasons):
        label = reasons[run[0].index]
        if label != REDACTION and not _says_nothing(run, label, seen):
            yield _cover(number, _with_marks(run, drawing.text), label)


def _says_nothing(run: list[Character], label: str, seen: list[Character]) -> bool:
    """A lone letter or figure, as in labels of a chart; the end of a word cut off by its cell."""
    if len(run) == 1 and run[0].text.isascii():
        return True
    before = {one.index for one in seen}
    return label == UNSEEN and len(run) <= _CUT_OFF and run[0].index - 1 in before


def _replaced(
    drawing: Drawing, letters: list[Character], marks: list[Character], full: Pixels
) -> list[int]:
    """Indexes of characters in whose place later ones are drawn, and only those are seen.

    Marks that are no letters count as well: a row of blocks hides what it is typed over.
    """
    order = {piece.address: number for number, piece in enumerate(drawing.pieces)}
    places = Places([*letters, *marks])
    under = [
        one
        for one in letters
        if any(order.get(one.owner, 0) < order.get(other.owner, 0) for other in places.others(one))
        and not places.same_character(one)
    ]
    if not under:
        return []
    owners = {one.owner for one in under}
    traces = drawing.traces([p for p in drawing.pieces if p.address in owners], full)
    return [one.index for one in under if not drawing.is_shown(one, traces)]


def _runs(chosen: list[Character], reasons: dict[int, str]) -> Iterator[list[Character]]:
    """Neighbours hidden alike; the whole text layer of a scan is one."""
    layer = [one for one in chosen if reasons[one.index] == TEXT_LAYER]
    if layer:
        yield layer
    run: list[Character] = []
    for one in (one for one in chosen if reasons[one.index] != TEXT_LAYER):
        alike = run and reasons[run[-1].index] == reasons[one.index]
        if run and not (alike and _is_next(run[-1], one)):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _is_next(one: Character, other: Character) -> bool:
    """Close by in the same line, level or upright; a mark or a blank may stand between."""
    size = max(one.size, other.size)
    across = max(other.box[0] - one.box[2], one.box[0] - other.box[2])
    down = max(other.box[1] - one.box[3], one.box[1] - other.box[3])
    return min(across, down) < 0 and max(across, down) <= 2 * size


def _with_marks(run: list[Character], text: list[Character]) -> list[Character]:
    """A run with the punctuation inside it."""
    chosen = {one.index for one in run}
    first, last = run[0].index, run[-1].index
    return [
        one
        for one in text
        if first <= one.index <= last and (one.index in chosen or not one.text.isalnum())
    ]


def _cover(number: int, run: list[Character], label: str) -> Cover:
    lefts, tops, rights, bottoms = zip(*(one.box for one in run), strict=True)
    return Cover(
        number,
        (min(lefts), min(tops), max(rights), max(bottoms)),
        label,
        "".join(one.text for one in run),
        lawful=label == TEXT_LAYER,
    )
