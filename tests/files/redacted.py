"""Sixty files with a name and a number to take out: several producers, several hiding places."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import docx
import openpyxl
import pikepdf
import pypdfium2
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

from portal.files.redaction import Mark, marks_for
from tests.files.covered import add_text_layer, chinese_font, drawn, pages, scan_picture
from tests.files.samples import (
    docx_bytes,
    docx_with_body,
    edited_pdf,
    exif,
    identity_number,
    saved,
    saved_picture,
    xlsx_bytes,
)

PERSON = "欧阳某某"
NUMBER = identity_number()
SECRETS = (PERSON, NUMBER)
LINE = f"申请人：{PERSON}，号码：{NUMBER}，住云栖路"
_UNCHANGED = "其余的内容照旧，不作改动。"
_REST = "第二页：其余内容不变。"
# Where the line of a scan names the person: pixels at 150 dpi, and points.
SCAN_BOX = (280.0, 190.0, 1000.0, 262.0)
_POINTS = (134.4, 91.2, 480.0, 125.8)


@dataclass(frozen=True)
class Case:
    """``marks`` takes the file; ``secrets`` must be nowhere in what comes out."""

    name: str
    kind: str
    make: Callable[[], bytes]
    marks: Callable[[bytes], Sequence[Mark]]
    secrets: tuple[str, ...] = SECRETS


def _by_words(kind: str) -> Callable[[bytes], Sequence[Mark]]:
    return lambda data: marks_for(data, kind=kind, words=SECRETS)


def _by_box(*boxes: tuple[float, float, float, float]) -> Callable[[bytes], Sequence[Mark]]:
    return lambda _: [Mark(1, box) for box in boxes]


def _sheet(line: str = LINE) -> Image.Image:
    return scan_picture(line, rest=_UNCHANGED)


def _latin(rotate: int = 0, crop: tuple[int, ...] = (), extra: bytes = b"") -> bytes:
    """Written by hand, with a font every reader has."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(font)))
    text = f"BT /F1 12 Tf 72 700 Td (Applicant No {NUMBER}, other words) Tj ET"
    page.contents_add(document.make_stream(text.encode() + extra))
    page.obj.Rotate = rotate
    if crop:
        page.obj.CropBox = Array(crop)
    document.add_blank_page(page_size=(595, 842))
    return saved(document)


def _simsun(line: str = LINE) -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=chinese_font(document)))
    said = line.encode("gbk").hex()
    page.contents_add(document.make_stream(f"BT /F1 12 Tf 72 700 Td <{said}> Tj ET".encode()))
    return saved(document)


def _typst(*markup: str) -> bytes:
    return pages(*(markup or (LINE, "", "本页其余的话。", "#pagebreak()", _REST)))


def _pdfium() -> bytes:
    document = pypdfium2.PdfDocument(_simsun())
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def _changed(change: Callable[[pikepdf.Pdf], object]) -> Callable[[], bytes]:
    def apply(document: pikepdf.Pdf) -> None:
        change(document)

    return lambda: edited_pdf(apply, _typst())


def _revised() -> bytes:
    """An earlier version inside the file said more than the last."""
    first = _simsun()
    with pikepdf.open(io.BytesIO(first)) as document:
        size = int(document.trailer.Size)
        root = document.Root.objgen[0]
        page = document.pages[0].obj.objgen[0]
        body = document.pages[0].obj.unparse(resolved=True).decode()
        said = f"申请人：{PERSON}".encode("gbk").hex()
    stream = f"BT /F1 12 Tf 72 650 Td <{said}> Tj ET"
    out = first
    offsets = []
    for number, content in (
        (size, f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"),
        (page, body.replace(body[body.index("/Contents") :].split(" R")[0], f"/Contents {size} 0")),
    ):
        offsets.append((number, len(out)))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    table = "".join(f"{n} 1\n{offset:010} 00000 n \n" for n, offset in sorted(offsets))
    previous = first.rindex(b"startxref")
    back = int(first[previous:].split()[1])
    out += (
        f"xref\n{table}trailer << /Size {size + 1} /Root {root} 0 R /Prev {back} >>\n"
        f"startxref\n{start}\n%%EOF\n"
    ).encode()
    return out


def _note(subtype: str, **keys: object) -> Callable[[pikepdf.Pdf], None]:
    def add(document: pikepdf.Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([300, 300, 420, 340]), F=4,
            **keys,
        )  # fmt: skip
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return add


def _outline(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"关于{PERSON}的申请", 0))


def _metadata(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = PERSON
    with document.open_metadata() as metadata:
        metadata["dc:title"] = NUMBER


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["表.txt"] = LINE.encode()


def _form(document: pikepdf.Pdf) -> None:
    look = document.make_stream(
        b"0.9 g 0 0 120 20 re f", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 120, 20]),
    )  # fmt: skip
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(PERSON), F=4,
        Rect=Array([300, 300, 420, 320]), AP=Dictionary(N=look),
    )  # fmt: skip
    made = document.make_indirect(field)
    document.pages[0].obj.Annots = Array([made])
    document.Root.AcroForm = Dictionary(Fields=Array([made]))


def _named_place(document: pikepdf.Pdf) -> None:
    page = document.pages[0].obj
    document.Root.Dests = Dictionary({"/" + "p1": Array([page, Name.Fit])})
    document.Root.Extra = Dictionary(Note=String(f"经办 {PERSON}"))


def _picture_in(document: pikepdf.Pdf) -> None:
    """The scan of the line, drawn on a page with text."""
    picture = _sheet().crop((100, 180, 1200, 300))
    stream = document.make_stream(
        picture.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=picture.width,
        Height=picture.height, BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
    )  # fmt: skip
    document.pages[0].obj.Resources.XObject = Dictionary(Im9=stream)
    document.pages[0].contents_add(document.make_stream(b"q 528 0 0 57.6 40 600 cm /Im9 Do Q"))


def _thumbnail(document: pikepdf.Pdf) -> None:
    """A small picture of the page that programs show in their margin."""
    small = _sheet().resize((310, 438))
    document.pages[0].obj.Thumb = document.make_stream(
        small.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=small.width,
        Height=small.height, BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
    )  # fmt: skip


def _in_form_object() -> bytes:
    def wrap(document: pikepdf.Pdf) -> None:
        document.pages[0].contents_coalesce()
        page = document.pages[0].obj
        inner = document.make_stream(
            page.Contents.read_bytes(), Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 595, 842]), Resources=page.Resources,
        )  # fmt: skip
        page.Contents = document.make_stream(b"q /Fm0 Do Q")
        page.Resources = Dictionary(XObject=Dictionary(Fm0=inner))

    return edited_pdf(wrap, _simsun())


_PDF_WORDS: dict[str, Callable[[], bytes]] = {
    "typst": _typst,
    "typst, twice on a page": lambda: _typst(LINE, "", LINE, "", "其他"),
    "typst, over a line end": lambda: _typst(f"#box(width:200pt)[{'甲' * 12}{LINE}]"),
    "typst, in a table": lambda: _typst(f"#table(columns:2,[{PERSON}],[{NUMBER}],[乙],[丙])"),
    "typst, on both pages": lambda: _typst(LINE, "#pagebreak()", LINE),
    "typst, bold and coloured": lambda: _typst(f"#text(fill:red)[*{PERSON}*] {NUMBER} 其他"),
    "typst, turned text": lambda: _typst(f"#rotate(90deg,reflow:true)[{PERSON}]", NUMBER, "其他"),
    "typst, linked": lambda: _typst(LINE, '#link("https://example.gov.cn/")[链接]'),
    "typst, titled": lambda: _typst(f'#set document(title:"{PERSON}")', f"= {PERSON}", LINE),
    "typst, large sheet": lambda: _typst('#set page("a3", flipped: true)', LINE),
    "typst, dark page": lambda: _typst("#set page(fill:black)", f"#text(fill:white)[{LINE}]"),
    "SimSun by name": _simsun,
    "saved by pdfium": _pdfium,
    "in a form object": _in_form_object,
    "earlier version": _revised,
    "object streams": lambda: edited_pdf(
        data=_simsun(), object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    "not compressed": lambda: edited_pdf(data=_typst(), compress_streams=False),
    "linearized": lambda: edited_pdf(data=_typst(), linearize=True),
    "bookmark": _changed(_outline),
    "metadata": _changed(_metadata),
    "attachment": _changed(_attachment),
    "form field": _changed(_form),
    "place names": _changed(_named_place),
    "thumbnail": _changed(_thumbnail),
    "note": _changed(_note("Text", Contents=String(LINE))),
    "hidden note": _changed(_note("FreeText", Contents=String(LINE), DA=String("/Helv 9 Tf"))),
    "link with the number": _changed(
        _note("Link", A=Dictionary(S=Name.URI, URI=String(f"https://a.example/?id={NUMBER}")))
    ),
    "black text layer elsewhere": lambda: edited_pdf(drawn(b"0 g 60 500 80 20 re f"), _typst()),
}
_LATIN = {
    "Helvetica": _latin,
    "Helvetica, turned 90": lambda: _latin(90),
    "Helvetica, turned 270": lambda: _latin(270),
    "Helvetica, cropped": lambda: _latin(crop=(50, 400, 500, 800)),
    "Helvetica, cropped and turned": lambda: _latin(180, (50, 400, 500, 800)),
    "Helvetica, kerned": lambda: _latin(
        extra=f" BT /F1 9 Tf 72 600 Td [({NUMBER[:6]}) -40 ({NUMBER[6:]})] TJ ET".encode()
    ),
    "Helvetica, under a box": lambda: _latin(extra=b" 0 g 60 695 250 20 re f"),
    "Helvetica, in white": lambda: _latin(
        extra=f" 1 g BT /F1 9 Tf 72 500 Td (No {NUMBER}) Tj ET".encode()
    ),
}


def _scan_of(line: str, **options: object) -> Callable[[], bytes]:
    return lambda: saved_picture(_sheet(line), "PDF", resolution=150, **options)


_SCANS: dict[str, Callable[[], bytes]] = {
    "scan": _scan_of(LINE),
    "scan, fine JPEG": _scan_of(LINE, quality=95),
    "scan, grey": lambda: saved_picture(_sheet().convert("L"), "PDF", resolution=150),
    "scan, black and white": lambda: saved_picture(_sheet().convert("1"), "PDF", resolution=150),
    "scan with its text layer": lambda: edited_pdf(
        lambda document: add_text_layer(document, LINE, _UNCHANGED),
        saved_picture(_sheet(), "PDF", resolution=150),
    ),
    "scan, titled": lambda: saved_picture(
        _sheet(), "PDF", resolution=150, title=PERSON, author=PERSON
    ),
    "picture on a page with text": lambda: edited_pdf(_picture_in, pages("正文")),
}
_SCAN_MARKS = {
    "picture on a page with text": _by_box((100.0, 184.0, 565.0, 242.0)),
}


def _photo(kind: str, mode: str = "RGB", **options: object) -> Callable[[], bytes]:
    def make() -> bytes:
        picture = _sheet()
        if mode == "RGBA":
            picture.putalpha(230)
        elif mode != "RGB":
            picture = picture.convert(mode)
        return saved_picture(picture, kind, **options)

    return make


def _text_chunk() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", LINE)
    return info


def _turned(kind: str) -> Callable[[], bytes]:
    """Stored on its side; EXIF says how to hold it."""

    def make() -> bytes:
        turned = _sheet().transpose(Image.Transpose.ROTATE_90)
        return saved_picture(turned, kind, exif=exif(6))

    return make


_PICTURES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PNG": ("png", _photo("PNG")),
    "PNG, grey": ("png", _photo("PNG", "L")),
    "PNG, palette": ("png", _photo("PNG", "P")),
    "PNG, transparent": ("png", _photo("PNG", "RGBA")),
    "PNG with a comment": ("png", _photo("PNG", pnginfo=_text_chunk())),
    "JPEG": ("jpeg", _photo("JPEG")),
    "JPEG, coarse": ("jpeg", _photo("JPEG", quality=40)),
    "JPEG, fine": ("jpeg", _photo("JPEG", quality=97, subsampling=0)),
    "JPEG, grey": ("jpeg", _photo("JPEG", "L")),
    "JPEG, on its side": ("jpeg", _turned("JPEG")),
}


def _split_runs() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("申请人：")
    for part in (PERSON[:1], PERSON[1:3], PERSON[3:], "，", NUMBER[:7], NUMBER[7:]):
        paragraph.add_run(part).bold = len(part) % 2 == 0
    return saved(document)


def _header() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = LINE
    document.sections[0].footer.paragraphs[0].text = NUMBER
    document.add_paragraph("正文")
    return saved(document)


def _boxes() -> bytes:
    """One character a cell, as in forms."""
    document = docx.Document()
    table = document.add_table(1, len(NUMBER))
    for cell, char in zip(table.rows[0].cells, NUMBER, strict=True):
        cell.text = char
    document.add_paragraph(PERSON)
    return saved(document)


def _properties() -> bytes:
    document = docx.Document()
    document.core_properties.title = document.core_properties.author = PERSON
    document.add_paragraph(LINE)
    return saved(document)


def _linked() -> bytes:
    document = docx.Document()
    document.add_paragraph(LINE)
    document.part.relate_to(
        f"https://a.example/{NUMBER}",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    return saved(document)


def _book(change: Callable[[openpyxl.Workbook], None]) -> Callable[[], bytes]:
    def make() -> bytes:
        book = openpyxl.Workbook()
        book.worksheets[0].append(["申请人", PERSON, NUMBER])
        book.worksheets[0].append(["其他", 3, "不变"])
        change(book)
        return saved(book)

    return make


def _with_comment(book: openpyxl.Workbook) -> None:
    book.worksheets[0]["A1"].comment = Comment(LINE, PERSON)


def _with_header(book: openpyxl.Workbook) -> None:
    book.worksheets[0].oddHeader.center.text = LINE


def _with_list(book: openpyxl.Workbook) -> None:
    book.worksheets[0].add_data_validation(
        DataValidation(type="list", formula1=f'"{PERSON},其他"', sqref="D1")
    )
    book.worksheets[0]["A3"] = f'="{PERSON}"&A2'


_OFFICE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx": ("docx", lambda: docx_bytes(LINE, "其他")),
    "docx, split into runs": ("docx", _split_runs),
    "docx, header and footer": ("docx", _header),
    "docx, one digit a cell": ("docx", _boxes),
    "docx, properties": ("docx", _properties),
    "docx, link": ("docx", _linked),
    "docx, deleted text": (
        "docx",
        lambda: docx_with_body(
            f"<w:p><w:del><w:r><w:delText>{LINE}</w:delText></w:r></w:del></w:p>"
        ),
    ),
    "docx, number over paragraphs": (
        "docx", lambda: docx_bytes(f"{PERSON}{NUMBER[:6]}", NUMBER[6:14], NUMBER[14:]),
    ),
    "xlsx": ("xlsx", lambda: xlsx_bytes([("姓名", PERSON), (NUMBER, 3)])),
    "xlsx, comment": ("xlsx", _book(_with_comment)),
    "xlsx, print header": ("xlsx", _book(_with_header)),
    "xlsx, list and formula": ("xlsx", _book(_with_list)),
}  # fmt: skip

CASES: tuple[Case, ...] = (
    *(Case(name, "pdf", make, _by_words("pdf")) for name, make in _PDF_WORDS.items()),
    *(Case(name, "pdf", make, _by_words("pdf"), (NUMBER,)) for name, make in _LATIN.items()),
    *(
        Case(name, "pdf", make, _SCAN_MARKS.get(name, _by_box(_POINTS)))
        for name, make in _SCANS.items()
    ),
    *(Case(name, kind, make, _by_box(SCAN_BOX)) for name, (kind, make) in _PICTURES.items()),
    *(Case(name, kind, make, _by_words(kind)) for name, (kind, make) in _OFFICE.items()),
)
