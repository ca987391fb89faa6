"""PDF: a marked page becomes its own picture with the marks burnt in; other pages stay as drawn.

Nothing of the old page is left behind the picture: no glyphs, images, annotations, forms or
structure. What can still be read on it gets an invisible text layer, so that the page can be
searched and read aloud.
"""

import io
from collections.abc import Sequence

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from pypdfium2 import PdfiumError

from portal.files.boxes import Box, holds_middle
from portal.files.covers.pages import covers_of_page
from portal.files.formats.pdfium import (
    Character,
    Pixels,
    characters,
    opened,
    picture,
    placed,
    to_display,
)
from portal.files.redaction.layer import text_layer
from portal.files.redaction.marks import Mark, Unredactable, boxes_by_page, condensed, words_of
from portal.files.redaction.pixels import burnt, touches
from portal.files.redaction.traces import forget_words, without_pages

DPI = 220
_ROOT_KEYS = (
    "/Metadata", "/AcroForm", "/OpenAction", "/AA", "/AF", "/Collection", "/PieceInfo",
    "/SpiderInfo", "/Perms", "/DSS", "/Legal", "/Requirements",
)  # fmt: skip
_NAMES = ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations", "/Renditions")


def redact_pdf(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Rewrite a PDF without what is marked; its earlier versions, metadata and attachments go too.

    Words alone are first looked up on the pages. Raises Unredactable.
    """
    boxes = boxes_by_page(marks)
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if boxes and max(boxes) > len(document.pages):
                raise Unredactable("遮盖的页码超出了文件的页数，请重新标出。")
            if "/AcroForm" in document.Root:
                document.flatten_annotations("all")  # what fields show becomes part of the page
            flat = _saved(document)
        with pikepdf.open(io.BytesIO(flat)) as document:
            words = {*words_of(marks)}
            with opened(flat) as drawn:
                for number, places in boxes.items():
                    page = drawn[number - 1]
                    text = characters(page)
                    words |= _words_under(text, places)
                    gone = [*places, *_hidden_places(page, number)]
                    left = [one for one in text if not any(touches(one.box, b) for b in gone)]
                    links = _links(document.pages[number - 1], to_display(page), places)
                    pixels = burnt(picture(page, dpi=DPI), places, DPI / 72)
                    page.close()
                    _replace(document, number - 1, pixels, left, links)
            without_pages(document, {number - 1 for number in boxes})
            _drop_whole(document)
            forget_words(document, words)
            return _saved(document)
    except pikepdf.PasswordError as error:
        raise Unredactable("PDF 设置了打开密码，请取消密码后再遮盖。") from error
    except (pikepdf.PdfError, PdfiumError) as error:
        raise Unredactable("PDF 已损坏，请重新导出后再遮盖。") from error


def _saved(document: pikepdf.Pdf) -> bytes:
    """Everything that is reached, written anew: what only an earlier version used is gone."""
    buffer = io.BytesIO()
    document.save(
        buffer,
        deterministic_id=True,
        encryption=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return buffer.getvalue()


def _hidden_places(page: pypdfium2.PdfPage, number: int) -> list[Box]:
    """Where the page holds text nobody sees: it has no part in the picture."""
    return [cover.box for cover in covers_of_page(page, number) if not cover.lawful]


def _words_under(text: list[Character], places: list[Box]) -> set[str]:
    """What stood under each mark, line by line, to be forgotten elsewhere in the file."""
    found = set()
    for place in places:
        under = "".join(one.text for one in text if holds_middle(place, one.box))
        if len(under) > 2:
            found.add(condensed(under))
    return found


def _links(page: pikepdf.Page, display: tuple[float, ...], places: list[Box]) -> list[Dictionary]:
    """Links of an upright page that no mark touches, with their place on the new page."""
    kept = []
    for note in page.obj.get("/Annots", Array()):
        if not isinstance(note, Dictionary) or note.get("/Subtype") != Name.Link:
            continue
        action = note.get("/A", Dictionary())
        sides = [float(side) for side in note.get("/Rect", Array())]
        if len(sides) != 4 or action.get("/S") != Name.URI or "/Next" in action:
            continue
        a, b, c, d, e, f = display
        shown = placed((sides[0], sides[1], sides[2], sides[3]), (a, b, c, d, e, f))
        if not any(touches(shown, place) for place in places):
            link = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Border=Array([0, 0, 0]), F=4,
                A=Dictionary(S=Name.URI, URI=action.URI), Rect=Array(list(shown)),
            )  # fmt: skip
            kept.append(link)
    return kept


def _replace(
    document: pikepdf.Pdf,
    index: int,
    pixels: Pixels,
    text: list[Character],
    links: list[Dictionary],
) -> None:
    """Empty the page's own object, which links and bookmarks point to, and fill it anew."""
    page = document.pages[index].obj
    parent = page.get("/Parent")
    for key in list(page.keys()):
        del page[key]
    height, width = pixels.shape[:2]
    # A hair less than whole pixels, so that the page is never drawn one pixel larger.
    across, down = (round(side * 72 / DPI - 0.0005, 4) for side in (width, height))
    grey = bool((pixels == pixels[:, :, :1]).all())
    image = document.make_stream(
        (pixels[:, :, 0] if grey else pixels).tobytes(),
        Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB,
    )  # fmt: skip
    layer, font = text_layer(document, text, down)
    content = f"q {across} 0 0 {down} 0 0 cm /Im0 Do Q\n".encode() + layer
    page.Type = Name.Page
    if parent is not None:
        page.Parent = parent
    page.MediaBox = Array([0, 0, across, down])
    page.Resources = Dictionary(XObject=Dictionary(Im0=image))
    if layer:
        page.Resources.Font = Dictionary(F0=font)
    page.Contents = document.make_stream(content)
    if links:
        for link in links:
            left, top, right, bottom = (float(side) for side in link.Rect)
            link.Rect = Array([left, down - bottom, right, down - top])
        page.Annots = Array([document.make_indirect(link) for link in links])


def _drop_whole(document: pikepdf.Pdf) -> None:
    """What tells of the file or carries other files, whatever it says."""
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for key in _ROOT_KEYS:
        if key in document.Root:
            del document.Root[key]
    names = document.Root.get("/Names", Dictionary())
    for key in _NAMES:
        if key in names:
            del names[key]
