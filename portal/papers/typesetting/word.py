"""文字版: a Word file in the layout of a 公文, for reading, quoting and re-use."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any, Final

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.papers.typesetting.blocks import Line, lines_of
from portal.papers.typesetting.markup import (
    borders,
    field_part,
    font,
    foot_of_page,
    kept_whole,
    outline,
    red_line,
)
from portal.papers.typesetting.numbering import Numbering
from portal.papers.typesetting.pictures import drawn
from portal.papers.typesetting.runs import Runs
from portal.papers.typesetting.sheet import (
    BODY_PT,
    MARGINS_MM,
    PAGE_MM,
    PART_PT,
    RED,
    TRACKING_PT,
    Sheet,
    cleaned,
    mark_size,
    room_of,
    signer_indents,
    title_room,
)
from portal.papers.typesetting.titles import title_lines, width_of
from portal.papers.typesetting.wordnames import NamedStyles
from portal.papers.typesetting.wordtables import add_table
from portal.text.model import Words
from portal.text.plain import words_of

FANG, HEI, KAI, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
# What a word processor takes when it lacks the first.
FALLBACKS: Final = {
    FANG: "仿宋,FangSong,STFangsong,Zhuque Fangsong,Noto Serif CJK SC",
    HEI: "SimHei,Heiti SC,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,STKaiti,LXGW WenKai,Noto Serif CJK SC",
    SONG: "FZXiaoBiaoSong-B05S,宋体,STZhongsong,Noto Serif CJK SC",
}
_BY_DEPTH: Final = {1: HEI, 2: KAI}
_FAMILIES: Final = {"annex": HEI, "chapter": HEI, "article": HEI, "caption": HEI}
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_CHAR: Final = BODY_PT + TRACKING_PT


def docx_bytes(sheet: Sheet) -> bytes:
    """The document as a Word file; the same sheet gives the same bytes."""
    return _Setter(cleaned(sheet)).bytes()


class _Setter:
    """Builds one file from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._room = sheet, room_of(sheet)
        self._pitch = self._room.pitch
        self._file = docx.Document()
        self._runs, self._numbering = Runs(self._file), Numbering(self._file)
        self._pictures = {each.file: each for each in sheet.pictures}
        self._styles = NamedStyles(self._file)
        self._page()
        self._fonts()
        self._properties()
        self._head()
        self._lines(sheet.own)
        self._ending()
        self._lines(sheet.attached)
        self._imprint()
        kept_whole(self._file.element.body)

    def bytes(self) -> bytes:
        """The file, its parts dated with the publication, so that it never varies."""
        loose, fixed = io.BytesIO(), io.BytesIO()
        self._file.save(loose)
        moment = self._sheet.released_at.astimezone(dt.UTC).timetuple()[:6]
        with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(fixed, "w") as packed:
            for name in parts.namelist():
                info = zipfile.ZipInfo(name, date_time=moment)
                info.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(info, parts.read(name))
        return fixed.getvalue()

    # --- paper, fonts, properties ---

    def _page(self) -> None:
        section = self._file.sections[0]
        section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
        for side, width in MARGINS_MM.items():
            setattr(section, f"{side}_margin", Mm(width))
        section.footer_distance = Mm(25)
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        grid.set(qn("w:type"), "linesAndChars")
        grid.set(qn("w:linePitch"), str(round(self._pitch * 20)))
        grid.set(qn("w:charSpace"), str(round(TRACKING_PT * 4096)))
        self._file.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer.paragraphs[0], odd=True)
        self._page_number(section.even_page_footer.paragraphs[0], odd=False)

    def _page_number(self, paragraph: Any, *, odd: bool) -> None:
        if odd:
            paragraph.alignment = _RIGHT
            paragraph.paragraph_format.right_indent = Pt(14)
        else:
            paragraph.paragraph_format.left_indent = Pt(14)
        for text in ("— ", "PAGE", " —"):
            run = paragraph.add_run("" if text == "PAGE" else text)
            font(run, "宋体", 14)
            if text == "PAGE":
                for kind in ("begin", "", "separate", "shown", "end"):
                    run._r.append(field_part(kind))

    def _number(self) -> Any:
        """文号 in the middle; beside the name of who signed it, a character from either edge."""
        sheet = self._sheet
        if not sheet.signatory:
            return self._add(sheet.number, align=_CENTRE)
        number = self._add(f"{sheet.number}\t签发人：", align=WD_ALIGN_PARAGRAPH.LEFT)
        font(number.add_run(sheet.signatory), KAI, BODY_PT)
        shape = number.paragraph_format
        shape.left_indent = Pt(_CHAR)
        width = Mm(PAGE_MM[0] - MARGINS_MM["left"] - MARGINS_MM["right"])
        shape.tab_stops.add_tab_stop(width - Pt(_CHAR), WD_TAB_ALIGNMENT.RIGHT)
        return number

    def _fonts(self) -> None:
        normal = self._file.styles["Normal"]
        font(normal, FANG, BODY_PT)
        shape = normal.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self._pitch)
        part = next(p for p in self._file.part.package.iter_parts() if "fontTable" in p.partname)
        table = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{others}"/>'
            '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
            for name, others in FALLBACKS.items()
        )
        part._blob = part.blob.replace(b"</w:fonts>", f"{table}</w:fonts>".encode())

    def _properties(self) -> None:
        sheet, moment = self._sheet, self._sheet.released_at.astimezone(dt.UTC)
        about = self._file.core_properties
        about.title, about.author = sheet.title[:255], sheet.author[:255]
        about.last_modified_by = sheet.author[:255]
        about.comments = about.keywords = about.subject = ""
        language = sheet.language if sheet.is_spaced else "zh-CN"
        about.language, about.revision = language, 1
        about.created = about.modified = moment.replace(tzinfo=None, microsecond=0)

    # --- the parts of a 公文 ---

    def _head(self) -> None:
        sheet, space = self._sheet, self._room
        if sheet.heads:
            self._mark()
            number = self._number()
            number.paragraph_format.space_before = Pt(space.gap * self._pitch)
            red_line(number)
        title = self._title(sheet.title, space.title)
        title.paragraph_format.space_before = Pt(space.gap * self._pitch if sheet.heads else 0)
        title.paragraph_format.space_after = Pt(self._pitch)
        if sheet.rule_note:
            note = self._add(sheet.rule_note, KAI, align=_CENTRE)
            note.paragraph_format.space_after = Pt(self._pitch)
        if sheet.recipients:
            self._add(f"{sheet.recipients}：")

    def _mark(self) -> None:
        """The red mark; of several issuers a table without lines, 文件 beside them."""
        sheet, size = self._sheet, mark_size(self._sheet)
        if len(sheet.heads) == 1:
            mark = self._add(
                sheet.heads[0] + sheet.head_ending, SONG, size, align=_CENTRE, pitch=size * 1.25
            )
            mark.paragraph_format.space_before = Pt(self._room.top)
            mark.runs[0].font.color.rgb = RGBColor.from_string(RED)
            return
        self._add("", pitch=max(1.0, self._room.top))
        wide = max(map(width_of, sheet.heads)) * size
        table = self._file.add_table(rows=1, cols=2)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        names, ending = table.rows[0].cells
        names.width, ending.width = Pt(wide + 12), Pt(width_of(sheet.head_ending) * size + 18)
        ending.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        lines = [(names, name, WD_ALIGN_PARAGRAPH.DISTRIBUTE) for name in sheet.heads]
        for cell, text, align in (*lines, (ending, sheet.head_ending, _CENTRE)):
            paragraph = cell.paragraphs[-1] if not cell.text else cell.add_paragraph()
            paragraph.alignment = align
            paragraph.paragraph_format.line_spacing = Pt(size * 1.25)
            run = paragraph.add_run(text)
            font(run, SONG, size)
            run.font.color.rgb = RGBColor.from_string(RED)

    def _lines(self, blocks: Any) -> None:
        for line in lines_of(blocks):
            if line.grid is not None:
                add_table(self._file, line.grid, self._sheet.cells, self._in_cell)
            else:
                self._line(line)

    def _line(self, line: Line) -> None:
        family = _FAMILIES.get(line.kind) or _BY_DEPTH.get(line.depth, FANG)
        if line.kind == "part":
            paragraph = self._title(words_of(line.words), PART_PT)
            paragraph.paragraph_format.space_before = Pt(self._pitch)
            paragraph.paragraph_format.space_after = Pt(self._pitch)
        elif line.kind in ("annex", "chapter", "caption", "heading"):
            align = _CENTRE if line.kind in ("chapter", "caption") else None
            paragraph = self._begun(align=align, indent=2 if line.kind == "heading" else 0)
            if line.kind == "caption":
                paragraph.style = self._styles.caption
            self._say(paragraph, line, family)
        elif line.kind == "figure":
            paragraph = self._begun(align=_CENTRE)
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            self._picture(paragraph, line)
        elif line.kind == "signature":
            paragraph = self._begun(align=_RIGHT)
            paragraph.paragraph_format.right_indent = Pt(2 * _CHAR)
            self._runs.say(paragraph, line.words, FANG, BODY_PT)
        elif line.kind == "item":
            paragraph = self._begun()
            self._item(paragraph, line, BODY_PT)
        else:
            paragraph = self._begun(indent=2)
            if line.lead:
                font(paragraph.add_run(line.lead), family, BODY_PT)
            if line.kind == "article" and line.words:
                font(paragraph.add_run("\u3000"), FANG, BODY_PT)
            self._say(paragraph, line, FANG)
        if line.kind in ("part", "annex", "chapter", "heading", "caption"):
            paragraph.paragraph_format.keep_with_next = True
        if line.kind in ("part", "annex", "chapter", "heading"):
            outline(paragraph, max(line.depth - 1, 0))
        paragraph.paragraph_format.page_break_before = line.new_page

    def _say(self, paragraph: Any, line: Line, family: str) -> None:
        """The words, their numbering named as such: what reads the file again knows it by that."""
        said = line.words
        if line.number:
            first, *rest = said
            font(paragraph.add_run(line.number, self._styles.number), family, BODY_PT)
            said = (Words(words_of((first,)).removeprefix(line.number)), *rest)
        self._runs.say(paragraph, said, family, BODY_PT)

    def _in_cell(self, paragraph: Any, line: Line, size: float) -> None:
        if line.kind == "item":
            self._item(paragraph, line, size)
        elif line.kind == "figure":
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            self._picture(paragraph, line)
        else:
            self._runs.say(paragraph, line.words, FANG, size)

    def _item(self, paragraph: Any, line: Line, size: float) -> None:
        """An item is marked by the file; its further paragraphs stand below its words."""
        if line.series and line.lead:
            if line.series.ordered:
                paragraph.style = self._styles.counted_item
            self._numbering.mark(paragraph, line.series, line.depth)
        else:
            paragraph.paragraph_format.left_indent = Pt(2 * (line.depth + 2) * BODY_PT)
        self._runs.say(paragraph, line.words, FANG, size)

    def _picture(self, paragraph: Any, line: Line) -> None:
        if line.figure is None:
            return
        picture = self._pictures.get(line.figure.file)
        shown = drawn(picture) if picture else None
        if shown is None:
            font(paragraph.add_run(f"〔图片：{line.figure.alt}〕"), FANG, BODY_PT)
            return
        placed = paragraph.add_run().add_picture(
            io.BytesIO(shown.content), width=Pt(shown.width), height=Pt(shown.height)
        )
        placed._inline.docPr.set("descr", line.figure.alt)

    def _ending(self) -> None:
        sheet = self._sheet
        if sheet.closing:
            self._file.paragraphs[-1].paragraph_format.keep_with_next = True
        for position, name in enumerate(sheet.enclosure_lines):
            paragraph = self._add(f"附件：{name}" if not position else name)
            shape = paragraph.paragraph_format
            shape.left_indent = Pt(5 * _CHAR)
            shape.first_line_indent = Pt(-3 * _CHAR) if not position else Pt(0)
            shape.space_before = Pt(self._pitch if not position else 0)
            shape.keep_with_next = bool(sheet.closing)
        name_free, date_free = signer_indents(sheet)
        signed = [(name, name_free) for name in sheet.signers]
        if sheet.signed_on:
            signed.append((sheet.signed_on, date_free))
        for position, (text, room) in enumerate(signed):
            paragraph = self._add(text, align=_RIGHT)
            paragraph.paragraph_format.right_indent = Pt(room * _CHAR)
            paragraph.paragraph_format.space_before = Pt(
                sheet.signature_gap * self._pitch if not position else 0
            )
            last = position == len(signed) - 1
            paragraph.paragraph_format.keep_with_next = not last or bool(sheet.annotation)
        if sheet.annotation:
            self._add(sheet.annotation, indent=2)

    def _imprint(self) -> None:
        sheet = self._sheet
        texts = [f"抄送：{sheet.copy_to}。"] if sheet.copy_to else []
        if sheet.printed_by:
            ending = f"\t{sheet.printed_on}印发" if sheet.printed_on else ""
            texts.append(sheet.printed_by + ending)
        for position, text in enumerate(texts):
            paragraph = self._add(text, size=14, pitch=24)
            shape = paragraph.paragraph_format
            shape.left_indent = shape.right_indent = Pt(14)
            shape.tab_stops.add_tab_stop(Mm(156) - Pt(14), alignment=2)
            last = position == len(texts) - 1
            borders(paragraph, top="8" if not position else "6", bottom="8" if last else "")
            foot_of_page(paragraph)

    def _title(self, text: str, size: float) -> Any:
        """A title, its lines ended by hand: a word processor would end them inside words."""
        first, *others = title_lines(text, title_room(size)) or ("",)
        paragraph = self._add(first, SONG, size, align=_CENTRE, pitch=size * 1.5)
        for line in others:
            paragraph.runs[-1].add_break()
            font(paragraph.add_run(line), SONG, size)
        return paragraph

    def _add(
        self,
        text: str,
        family: str = FANG,
        size: float = BODY_PT,
        *,
        align: Any = None,
        indent: int = 0,
        pitch: float | None = None,
    ) -> Any:
        paragraph = self._begun(align=align, indent=indent, pitch=pitch)
        font(paragraph.add_run(text), family, size)
        return paragraph

    def _begun(self, *, align: Any = None, indent: int = 0, pitch: float | None = None) -> Any:
        """A paragraph without words yet."""
        paragraph = self._file.add_paragraph()
        spaced = self._sheet.is_spaced
        even = WD_ALIGN_PARAGRAPH.LEFT if spaced else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.alignment = even if align is None else align
        shape = paragraph.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = (
            WD_LINE_SPACING.EXACTLY,
            Pt(pitch or self._pitch),
        )
        if indent and not spaced:
            shape.first_line_indent = Pt(indent * _CHAR)
        return paragraph
