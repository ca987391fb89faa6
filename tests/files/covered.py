"""Files whose text is covered or only looks so. Names, numbers and addresses are invented."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pikepdf
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from docx.text.run import Run
from noto_cjk_sans_otc import FONT_PATH
from openpyxl.styles import Font, PatternFill
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont

from tests.files.samples import edited_pdf, pdf_bytes, saved

LINE = "姓名：张某某，住址云栖路十二号"
_SCAN_DPI = 150
_ROWS = range(200, 680, 80)
_FONT_SIZE = 36
_BOX = "rect(width:200pt, height:16pt, "


def pages(*markup: str) -> bytes:
    return pdf_bytes("\n".join(markup))


def over_line(shape: str, line: str = LINE) -> bytes:
    """A page whose line has something placed over it."""
    return pages(line, f"#place(top+left, dx:30pt, {shape})")


def scan_picture(
    line: str = LINE, blot: tuple[int, int, int, int] | None = None, rest: str = ""
) -> Image.Image:
    """A sheet of paper read at 150 dpi, with the line six times, or once and the ``rest`` below;
    ``blot`` is blacked out.
    """
    picture = Image.new("RGB", (1240, 1754), (248, 246, 240))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT_PATH), _FONT_SIZE)
    for top in _ROWS:
        said = rest if rest and top > _ROWS[0] else line
        draw.text((150, top), said, font=font, fill=(30, 30, 30))
    if blot:
        draw.rectangle(blot, fill=(0, 0, 0))
    return picture


def scan(blot: tuple[int, int, int, int] | None = None) -> bytes:
    buffer = io.BytesIO()
    scan_picture(blot=blot).save(buffer, "PDF", resolution=_SCAN_DPI)
    return buffer.getvalue()


def chinese_font(document: pikepdf.Pdf) -> pikepdf.Object:
    """SimSun by its name only, as most programs in offices leave it."""
    look = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.SimSun, Flags=4, ItalicAngle=0, Ascent=859,
        FontBBox=Array([0, -200, 1000, 900]), Descent=-141, CapHeight=700, StemV=80,
    )  # fmt: skip
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.SimSun, DW=1000,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=2),
        FontDescriptor=document.make_indirect(look),
    )  # fmt: skip
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.SimSun,
            Encoding=Name("/GBK-EUC-H"), DescendantFonts=Array([document.make_indirect(inner)]),
        )
    )  # fmt: skip


def add_text_layer(document: pikepdf.Pdf, line: str = LINE, rest: str = "") -> None:
    """What a program that reads scans adds: the words of ``scan_picture``, drawn invisibly."""
    page = document.pages[0]
    page.obj.Resources.Font = Dictionary(F1=chinese_font(document))
    scale = 72 / _SCAN_DPI
    rows = ""
    for top in _ROWS:
        said = (rest if rest and top > _ROWS[0] else line).encode("gbk").hex()
        rows += f"1 0 0 1 {150 * scale:.2f} {842 - (top + 42) * scale:.2f} Tm <{said}> Tj "
    content = f"q BT 3 Tr /F1 {_FONT_SIZE * scale} Tf {rows}ET Q"
    page.contents_add(document.make_stream(content.encode()))


def drawn(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def draw(document: pikepdf.Pdf) -> None:
        document.pages[0].contents_add(document.make_stream(content))

    return draw


def noted(subtype: str, look: bytes = b"0 g 0 0 200 30 re f") -> Callable[[pikepdf.Pdf], None]:
    """An annotation 200 × 30 points near the upper left corner of the page."""

    def add(document: pikepdf.Pdf) -> None:
        drawing = document.make_stream(
            look, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 30])
        )
        note = Dictionary(
            Type=Name.Annot, Subtype=Name("/" + subtype), F=4, AP=Dictionary(N=drawing),
            Rect=Array([70, 715, 270, 745]),
        )  # fmt: skip
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return add


def low_line() -> bytes:
    """The line where ``noted`` puts its annotation."""
    return pages("#v(30pt)", LINE)


def cropped() -> bytes:
    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.CropBox = Array([0, 0, 595, 700])

    return edited_pdf(crop, pages(LINE, "#v(200pt)", "其余的字"))


# How text is hidden: name, file, a word of the label, what is still there.
HIDING: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "black box": (lambda: over_line(f"{_BOX}fill:black)"), "图形", "张某某"),
    "white box": (lambda: over_line(f"{_BOX}fill:white)"), "图形", "张某某"),
    "nearly opaque box": (
        lambda: over_line(f"{_BOX}fill:rgb(0,0,0,245))"), "图形", "张某某",
    ),
    "one character": (
        lambda: pages("张#box[某#place(top+left, rect(width:11pt, height:11pt))]某#place(top+left,"
                      "dx:11pt, rect(width:11pt, height:12pt, fill:black))"), "图形", "某",
    ),
    "new text over a patch": (
        lambda: pages(LINE, "#place(top+left, dx:30pt, rect(width:200pt, height:16pt, fill:white))",
                      "#place(top+left, dx:33pt)[王五某，住址某某某路九十号]"), "文字盖住", "张某",
    ),
    "row of blocks typed over it": (
        lambda: pages(LINE, "#place(top+left, dx:30pt, dy:-10pt, text(size:40pt)[██])"),
        "文字盖住", "张某某",
    ),
    "white text": (lambda: pages("姓名 #text(fill:white)[张某某] 住址"), "底色", "张某某"),
    "nearly white text": (lambda: pages("姓名 #text(fill:luma(250))[张某某]"), "底色", "张某某"),
    "black on black": (
        lambda: pages("#box(fill:black)[#text(fill:black)[张某某]] 其他"), "文字", "张某某",
    ),
    "tiny text": (lambda: pages("姓名 #text(size:1pt)[张某某] 住址"), "小到", "张某某"),
    "clipped text": (
        lambda: pages("#box(clip:true, width:30pt, height:12pt)[张某某云栖路十二号] 其他"),
        "看不见", "某云",
    ),
    "outside the page": (cropped, "裁切区", "张某某"),
    "invisible text": (
        lambda: edited_pdf(add_text_layer, pages("正文")),
        "隐形", "张某某",
    ),
    "blot in a scan with its text layer": (
        lambda: edited_pdf(add_text_layer, scan(blot=(240, 200, 420, 250))), "已涂掉", "张某某",
    ),
    "bar over a scan": (
        lambda: edited_pdf(drawn(b"0 g 115 716 90 32 re f"), scan()), "扫描图片上的遮盖", "",
    ),
    "patch over a scan": (
        lambda: edited_pdf(drawn(b"1 g 115 716 90 32 re f"), scan()), "扫描图片上的遮盖", "",
    ),
    "note over a scan": (lambda: edited_pdf(noted("Highlight"), scan()), "高亮", ""),
}  # fmt: skip
NOTES = {
    "Highlight": "高亮", "Square": "方框", "Ink": "手绘", "Stamp": "图章", "FreeText": "文本框",
    "Redact": "密文标记", "Polygon": "多边形", "Line": "线条", "StrikeOut": "删除线",
}  # fmt: skip

# What looks like it and hides nothing.
HARMLESS: dict[str, Callable[[], bytes]] = {
    "table with shaded rows and a dark head": lambda: pages(
        '#table(columns:3, fill:(x,y)=>if y==0 {rgb("#1a3d7c")} else if calc.odd(y) {luma(220)},'
        '..("甲","乙","丙").map(t=>text(fill:white,t)),"一","二","三","张某某","李某","30")'
    ),
    "watermark under and over": lambda: pages(
        "#set page(background: rotate(24deg, text(60pt, fill: luma(225))[仅供参考]))", LINE,
        "#place(top+left, rotate(24deg, text(60pt, fill: rgb(0,0,0,30))[内部文件]))",
    ),
    "seal over the signature": lambda: pages(
        "示例区人民政府办公室", "#place(top+left, dx:30pt, dy:-20pt, circle(radius:40pt,"
        "stroke:3pt+rgb(220,0,0), fill:rgb(220,0,0,40)))",
    ),
    "marked in yellow": lambda: over_line("rect(width:200pt, height:16pt, fill:rgb(255,255,0,90))"),
    "scan": scan,
    "bold by drawing twice": lambda: pages("张某某", "#place(top+left, dx:0.3pt)[张某某]"),
    "note beside the text": lambda: edited_pdf(noted("Square"), pages("#v(120pt)", LINE)),
}  # fmt: skip


def word(change: Callable[[Run], None]) -> bytes:
    """A docx with one run changed among others."""
    document = docx.Document()
    paragraph = document.add_paragraph("姓名：")
    change(paragraph.add_run("张某某"))
    paragraph.add_run("，住址")
    return saved(document)


def _white(run: Run) -> None:
    run.font.color.rgb = RGBColor(255, 255, 255)


def _blacked_out(run: Run) -> None:
    run.font.highlight_color = WD_COLOR_INDEX.BLACK


def _tiny(run: Run) -> None:
    run.font.size = Pt(1)


def _shaded(run: Run) -> None:
    run.font.color.rgb = RGBColor(0x40, 0x40, 0x40)
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="404040"/>'
    run._r.get_or_add_rPr().append(parse_xml(shade))


def _yellow(run: Run) -> None:
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def white_head_in_a_table(*, dark: bool) -> bytes:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    _white(cell.paragraphs[0].add_run("表头文字"))
    if dark:
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1A3D7C"/>'
        cell._tc.get_or_add_tcPr().append(parse_xml(shade))
    return saved(document)


WORDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "white": (lambda: word(_white), "底色"),
    "blacked out": (lambda: word(_blacked_out), "黑色突出显示"),
    "tiny": (lambda: word(_tiny), "小到"),
    "shaded in its colour": (lambda: word(_shaded), "底色"),
    "white in a plain table": (lambda: white_head_in_a_table(dark=False), "底色"),
}
HARMLESS_WORDS: dict[str, Callable[[], bytes]] = {
    "plain": lambda: word(lambda _: None),
    "marked": lambda: word(_yellow),
    "white on a dark cell": lambda: white_head_in_a_table(dark=True),
}


def sheet(*, colour: str = "FF000000", ground: str = "", size: float = 11, form: str = "") -> bytes:
    """A workbook with one cell formatted."""
    book = openpyxl.Workbook()
    cell = book.worksheets[0]["B2"]
    cell.value = 138
    cell.font = Font(color=colour, size=size)
    if ground:
        cell.fill = PatternFill("solid", fgColor=ground)
    if form:
        cell.number_format = form
    return saved(book)
