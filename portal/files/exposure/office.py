"""docx and xlsx: every part of the package, whatever it is called."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from portal.files.exposure.pictures import is_readable, picture_words, shows_words
from portal.files.exposure.result import Collector, Exposure
from portal.files.exposure.sheets import SheetText, read_shared, sheet_text
from portal.files.exposure.words import listed
from portal.files.exposure.xml_story import TooLarge, story_of
from portal.files.formats.archive import BadArchive, open_archive, read_entry
from portal.files.formats.xml import XML_ERRORS, edit_xml, local_name

# What a part holds, for whoever has to find it in the program.
_PLACES: tuple[tuple[str, str], ...] = (
    (r"word/document\d*\.xml", "正文"),
    (r"word/header\d*\.xml", "页眉"),
    (r"word/footer\d*\.xml", "页脚"),
    (r"word/(foot|end)notes\.xml", "脚注尾注"),
    (r"(word|xl)/comments.*\.xml", "批注"),
    (r"word/glossary/.*", "构建基块"),
    (r".*styles.*\.xml", "样式"),
    (r".*settings.*\.xml", "设置"),
    (r".*charts?/.*\.xml", "图表"),
    (r".*diagrams/.*\.xml", "SmartArt 图形"),
    (r".*(drawings?/.*|\.vml)", "图形和文本框"),
    (r"xl/sharedStrings\.xml", "共享字符串"),
    (r"xl/workbook\.xml", "工作簿（名称、定义）"),
    (r"xl/tables/.*", "表格对象"),
    (r"customXml/.*", "自定义 XML"),
    (r"docProps/.*", "文档属性"),
)
_FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
_VECTORS = (".emf", ".wmf", ".emz", ".wmz", ".svg")
_SHEET = re.compile(r"xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml")
_OFFICE = {".docx": "docx", ".xlsx": "xlsx"}
_STRINGS = "xl/sharedStrings.xml"
_MAX_DEPTH = 3
_XML_HEADS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"<\x00", b"\x00<")

Inner = Callable[..., Exposure]


def office_exposure(data: bytes, *, depth: int, inner: Inner) -> Exposure:
    """All text nodes and all attribute values of every part; pictures and objects as unread.

    ``inner`` reads a file inside the file, up to three deep. Raises BadArchive.
    """
    with open_archive(io.BytesIO(data)) as archive:
        return _Reading(archive, depth, inner).done()


class _Reading:
    """One package taken apart, with what its parts share."""

    def __init__(self, archive: zipfile.ZipFile, depth: int, inner: Inner) -> None:
        self._archive = archive
        self._depth = depth
        self._inner = inner
        self._names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        self._titles = _sheet_titles(archive, self._names)
        self._shared = read_shared(_tree(archive, self._names, _STRINGS))
        self._shown: set[int] = set()
        self._found = Collector()

    def done(self) -> Exposure:
        found = self._found
        found.say("压缩包注释", self._archive.comment.decode("utf-8", "replace"))
        found.say("内部文件名", listed(self._names))
        for name in sorted(self._names):
            self._part(name)
        unused = [text for n, text in enumerate(self._shared) if n not in self._shown]
        found.say("没有单元格使用的共享字符串", "\n\n".join(unused))
        return found.done()

    def _part(self, name: str) -> None:
        found, lower = self._found, name.lower()
        where = _place(name, self._titles)
        try:
            data = read_entry(self._archive, name)
        except BadArchive:
            found.miss(where, "内容已损坏", f"part:{name}")
            return
        if data.startswith(_XML_HEADS):
            try:
                self._xml(edit_xml(data), name, where)
            except (*XML_ERRORS, TooLarge, UnicodeError):
                found.miss(where, "内容无法解析", f"part:{name}")
        elif lower.endswith(_VECTORS):
            found.miss(where, "矢量图，其中的文字没有读出", f"part:{name}")
        elif (said := picture_words(data)) is not None:
            found.say(f"{where}的附加信息", said)
            if shows_words(data):
                why = "图片，其中的文字没有读出"
                key = f"part:{name}"
                found.miss(where, why, key, picture=key if is_readable(data) else "")
        elif (kind := _OFFICE.get(posixpath.splitext(lower)[1])) and self._depth < _MAX_DEPTH:
            read = self._inner(data, kind=kind, name=name, depth=self._depth + 1)
            found.take(read, where=where, key=name)
        elif data.strip(b"\0") and not lower.endswith(_FONTS):
            found.miss(where, "嵌入的对象，内容没有读出", f"part:{name}")

    def _xml(self, root: Any, name: str, where: str) -> None:
        found = self._found
        if name in ("[Content_Types].xml", _STRINGS):
            # The cells say the shared strings; all else stands in attributes.
            story = story_of(root, without=frozenset({"t"}))
            found.say(where, story.text())
            found.say(f"{where}的属性", story.listed())
            return
        if _SHEET.fullmatch(name):
            self._sheet(sheet_text(root, self._shared), name, where)
            story = story_of(root, without=frozenset({"sheetData"}))
            found.say(f"{where}的页眉页脚、数据验证等", _without_codes(story.text()))
        else:
            story = story_of(root)
            found.say(where, story.text())
        beside = "链接目标" if name.endswith(".rels") else f"{where}的属性、替代文字、域代码"
        found.say(beside, story.listed())

    def _sheet(self, cells: SheetText, name: str, where: str) -> None:
        self._shown |= cells.shared
        self._found.say(where, cells.text)
        self._found.say(f"{where}的公式", listed(cells.formulas))
        self._found.say(f"{where}里单元格以外的文字", listed(cells.beside))
        if cells.unstored:
            places = "、".join(cells.unstored[:5])
            why = f"{len(cells.unstored)} 个公式单元格没有保存计算结果（{places}）"
            self._found.miss(where, why, f"formulas:{name}")


# Print headers mix codes into the text: &C centre, &"宋体,加粗" font, &12 size.
_PLACE_CODE = re.compile(r"&[LCR]")
_CODE = re.compile(r'&(?:[A-Z]|"[^"]*"|\d{1,2}|K[0-9A-Fa-f]{6})')


def _without_codes(text: str) -> str:
    if "&" not in text:
        return text
    plain = _CODE.sub("", _PLACE_CODE.sub("\n", text))
    return f"{plain}\n\n{text}"


def _place(name: str, titles: dict[str, str]) -> str:
    if name in titles:
        return f"工作表“{titles[name]}”"
    if name.endswith(".rels"):
        return "链接目标"
    if "/media/" in name:
        return f"插图 {posixpath.basename(name)}"
    if "/embeddings/" in name:
        return f"嵌入对象 {posixpath.basename(name)}"
    found = next((place for pattern, place in _PLACES if re.fullmatch(pattern, name)), "")
    return found or f"内部文件 {name}"


def _tree(archive: zipfile.ZipFile, names: list[str], name: str) -> Any | None:
    if name not in names:
        return None
    try:
        return edit_xml(read_entry(archive, name))
    except XML_ERRORS:
        return None


def _sheet_titles(archive: zipfile.ZipFile, names: list[str]) -> dict[str, str]:
    """Names of the sheets as the tabs show them, by their parts."""
    book = _tree(archive, names, "xl/workbook.xml")
    arrows = _tree(archive, names, "xl/_rels/workbook.xml.rels")
    if book is None or arrows is None:
        return {}
    targets = {row.get("Id"): row.get("Target", "") for row in arrows}
    return {
        posixpath.normpath(posixpath.join("xl", target)) if target[:1] != "/" else target[1:]: title
        for title, target in _sheets(book, targets)
    }


def _sheets(book: Any, targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    for sheet in (each for each in book.iter() if local_name(each) == "sheet"):
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        if ids and targets.get(ids[0]):
            yield sheet.get("name", ""), targets[ids[0]]
