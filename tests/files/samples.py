"""Files made in code. Every person and number in them is invented."""

import io
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import typst
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from noto_cjk_sans_otc import FONT_PATH
from PIL import Image

from portal.files.personal_data.numbers import check_character

SENTENCE = "关于印发《示例区政务公开工作要点》的通知"


def identity_number(area: str = "990101", born: str = "19000101", serial: str = "001") -> str:
    """A number that passes the check and belongs to nobody: no area begins with 99."""
    first17 = area + born + serial
    return first17 + check_character(first17)


def luhn_number(first: str) -> str:
    """The digits with a Luhn check digit behind them."""
    total = 0
    for position, digit in enumerate(reversed(first)):
        number = int(digit) * (2 - position % 2)
        total += number - 9 if number > 9 else number
    return first + str(-total % 10)


def saved(thing: Any) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def docx_bytes(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs or (SENTENCE,):
        document.add_paragraph(text)
    return saved(document)


def docx_with_body(*xml: str, author: str = "张某某") -> bytes:
    """A docx whose body is the given WordprocessingML blocks (prefix w)."""
    document = docx.Document()
    document.core_properties.author = author
    for block in xml:
        opened, closed = block.split(">", 1)
        element = parse_xml(f"{opened} {nsdecls('w')}>{closed}")
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def docx_with_hidden_styles() -> bytes:
    document = docx.Document()
    style = document.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
    style.element.get_or_add_rPr().append(OxmlElement("w:vanish"))
    paragraph = document.add_paragraph("看得见")
    paragraph.add_run("看不见", style="Secret")
    return saved(document)


def xlsx_bytes(rows: Iterable[Iterable[Any]] = (("事项", "数量"), ("公开", 3))) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def pdf_bytes(markup: str = SENTENCE) -> bytes:
    """A PDF with Chinese text, set by typst."""
    source = f'#set text(font: "Noto Sans CJK SC", size: 11pt)\n{markup}'
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(Path(FONT_PATH).parent)])
    return bytes(typst.compile(source.encode(), font_paths=fonts, format="pdf"))


def pdf_with_picture(before: str, after: str, colour: str = "blue") -> bytes:
    """A PDF with a drawn picture, 160 × 80 points, between two texts."""
    picture = Image.new("RGB", (320, 160), "white")
    picture.paste(colour, (40, 20, 280, 140))
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(Path(FONT_PATH).parent)])
    source = (
        f'#set text(font: "Noto Sans CJK SC", size: 11pt)\n{before}\n\n'
        f'#image("picture.png", width: 160pt)\n{after}'
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "picture.png").write_bytes(saved_picture(picture))
        Path(folder, "main.typ").write_text(source, encoding="utf-8")
        return bytes(
            typst.compile(f"{folder}/main.typ", root=folder, font_paths=fonts, format="pdf")
        )


def scanned_pdf() -> bytes:
    return image_bytes("PDF")


def edited_pdf(
    change: Callable[[pikepdf.Pdf], None] | None = None, data: bytes | None = None, **options: Any
) -> bytes:
    """A PDF after ``change(document)``; options go to save."""
    with pikepdf.open(io.BytesIO(data or pdf_bytes())) as document:
        if change:
            change(document)
        buffer = io.BytesIO()
        document.save(buffer, **options)
    return buffer.getvalue()


def image_bytes(kind: str = "PNG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    image = Image.new("RGB", size, "red")
    image.paste((0, 0, 255), (0, 0, size[0] // 2, size[1] // 2))
    return saved_picture(image, kind, **options)


def saved_picture(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x013B] = "Invented Photographer"
    return tags


def zip_bytes(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_members(data: bytes, members: Mapping[str, bytes | str]) -> bytes:
    """A zip with entries replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return zip_bytes({**old, **members})


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def everything_in(data: bytes) -> str:
    """All entries of a zip as one text, to look for what must not be there."""
    return "\n".join(
        name + "\n" + body.decode("utf-8", "replace") for name, body in members_of(data).items()
    )


def ofd_text(x: float, y: float, text: str, size: float = 4) -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 6" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {max(len(text) - 1, 0)} {size}">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def ofd_line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A rule from one place to another, in millimetres."""
    return (
        f'<ofd:PathObject ID="1" Boundary="{x0} {y0} {max(x1 - x0, 0.2)} {max(y1 - y0, 0.2)}">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd_bytes(*pages: str, template: str = "", body: str = "", attachments: str = "") -> bytes:
    """An OFD whose pages hold the given text objects; ``body`` goes into DocBody."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(len(pages))
    )
    use = '<ofd:Template TemplateID="9"/>' if template else ""
    members: dict[str, bytes | str] = {
        "OFD.xml": f"{head}<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml"
        f"</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{head}<ofd:Document {space}><ofd:CommonData>"
        '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages>"
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>",
        "Doc_0/Attachs/Attachments.xml": f"{head}<ofd:Attachments {space}>{attachments}"
        "</ofd:Attachments>",
        "Doc_0/Tpls/Tpl_0/Content.xml": f"{head}<ofd:Page {space}>{template}</ofd:Page>",
    }
    for number, content in enumerate(pages):
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"{head}<ofd:Page {space}>{use}<ofd:Content><ofd:Layer ID='2'>{content}"
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zip_bytes(members)


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A minimal OLE compound file: one FAT sector, regular streams only."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    directory_sectors = -(-(len(streams) + 1) // 4)
    fat = [fat_mark, *range(2, directory_sectors + 1), end]
    body = b""
    rows = [_directory_row("Root Entry", 5, end, 0)]
    for name, data in streams.items():
        padded = data.ljust(4096, b"\0")
        count = -(-len(padded) // 512)
        start = len(fat)
        fat += [*range(start + 1, start + count), end]
        rows.append(_directory_row(name, 2, start, len(padded)))
        body += padded.ljust(count * 512, b"\0")
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    directory = b"".join(rows).ljust(directory_sectors * 512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6).ljust(16, b"\0")
    # directory sectors, FAT sectors, first directory sector, transaction, cutoff, mini FAT, DIFAT
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + table + directory + body


def _directory_row(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    row = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, *[0xFFFFFFFF] * 3)
    return row.ljust(116, b"\0") + struct.pack("<IQ", start, size)
