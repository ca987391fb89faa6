"""PDF: pages, then every string of every object: notes, links, bookmarks, titles, files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream

from portal.files.exposure.pdf_forms import drawings, with_other_words
from portal.files.exposure.pdf_pages import PageText, read_pages, texts_of
from portal.files.exposure.result import Collector, Exposure
from portal.files.exposure.words import boxed, flowing, listed
from portal.files.formats.kinds import BY_EXTENSION, extension_of

_MAX_DEPTH = 3
_MAX_OBJECTS = 500_000
_MAX_STREAM = 2 * 1024 * 1024
# What strings under a key are, for whoever has to find them.
_PLACES = {
    "/URI": "链接目标",
    "/Alt": "替代文字",
    "/ActualText": "替代文字",
    "/E": "替代文字",
    "/Contents": "批注和页面上添加的文字",
    "/RC": "批注和页面上添加的文字",
    "/DA": "批注和页面上添加的文字",
    "/Title": "书签和标题",
    "/V": "表单填写的内容",
    "/DV": "表单填写的内容",
    "/TU": "表单填写的内容",
    "/P": "页码标签",
    "/JS": "脚本",
    "/F": "附件文件名",
    "/UF": "附件文件名",
}
_BINARY = frozenset({"/ID", "/CharSet", "/CheckSum", "/Registry", "/Ordering"})
# Streams that draw or serve drawing; drawings are read as drawings.
_DRAWING_KEYS = (
    "/FunctionType", "/PatternType", "/ShadingType", "/HalftoneType", "/N", "/Length1", "/BBox",
    "/CMapName", "/WMode",
)  # fmt: skip
_DRAWING_KINDS = frozenset({"/Image", "/Form", "/Type1C", "/CIDFontType0C", "/OpenType"})
_LONG_NUMBER = re.compile(rb"(?<![0-9])[0-9]{15,19}[Xx]?(?![0-9])")
_NO_WORDS_OF_ITS_OWN = frozenset({"/Parent", "/Popup", "/P", "/Dest", "/D"})


def pdf_exposure(data: bytes, *, depth: int, inner: Callable[..., Exposure]) -> Exposure:
    """Everything a PDF says on its pages and beside them."""
    found = Collector()
    try:
        pages = read_pages(data)
        with pikepdf.open(io.BytesIO(data)) as document:
            _say_pages(found, pages)
            _say_drawings(found, document, pages)
            _Objects(document, found, depth, inner).read()
    except pikepdf.PasswordError:
        found.miss("整个文件", "设置了打开密码", "file")
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError):
        found.miss("整个文件", "PDF 已损坏，内容没有全部检查", "file")
    return found.done()


def _say_pages(found: Collector, pages: list[PageText]) -> None:
    for page in pages:
        number, where = page.number, f"第 {page.number} 页"
        found.say(where, flowing(page.text.split("\n")), number)
        picture = f"page:{number}"
        if page.garbled >= 6:
            why = "字体没有字符对照，文字读出来是乱码"
            found.miss(where, why, f"page:{number}:fonts", number, picture)
        if page.blank:
            why = "没有文字层（扫描页或图片），其中的文字没有读出"
            found.miss(where, why, f"page:{number}:blank", number, picture)
        elif page.pictures:
            why = f"有 {page.pictures} 幅图片，其中的文字没有读出"
            found.miss(where, why, f"page:{number}:pictures", number, picture)


def _say_drawings(found: Collector, document: pikepdf.Pdf, pages: list[PageText]) -> None:
    """Appearances of notes and drawings no page draws, and what stands under other words."""
    on_pages = "".join("".join(page.text.split()) for page in pages)
    drawn, left_out = drawings(document)
    for text in texts_of(drawn) if drawn else []:
        if "".join(text.split()) not in on_pages:
            found.say("批注外观或未显示的图形", flowing(text.split("\n")))
    if left_out:
        found.miss("图形对象", f"还有 {left_out} 个图形没有检查", "drawings")
    words, plain = with_other_words(document)
    found.say("替代文字", listed(words))
    for page, text in zip(pages, texts_of(plain) if plain else [], strict=False):
        if text != page.text:
            found.say(f"第 {page.number} 页（替代文字下面的字）", text, page.number)


class _Objects:
    """Walks every object once and keeps its strings by what they are."""

    def __init__(
        self, document: pikepdf.Pdf, found: Collector, depth: int, inner: Callable[..., Exposure]
    ) -> None:
        self._document = document
        self._found = found
        self._depth = depth
        self._inner = inner
        self._seen: set[tuple[int, int]] = set()
        self._said: dict[tuple[str, int | None], dict[str, None]] = {}
        self._budget = _MAX_OBJECTS

    def read(self) -> None:
        for number, page in enumerate(self._document.pages, start=1):
            for note in page.obj.get("/Annots", Array()):
                self._walk(note, page=number)
                if isinstance(note, Dictionary) and _shows_picture(note):
                    self._found.miss(
                        f"第 {number} 页",
                        "批注或印章是图片，其中的文字没有读出",
                        f"page:{number}:note-pictures",
                        number,
                        f"page:{number}",
                    )
            self._instructions(page.obj, number)
        for item in self._document.objects:
            self._walk(item)
        self._walk(self._document.trailer)
        for (where, page_number), values in self._said.items():
            text = listed(values)
            self._found.say(where, "\n\n".join((text, *boxed(tuple(values)))), page_number)
        if self._budget <= 0:
            self._found.miss("其余对象", "对象过多，没有检查完", "objects")

    def _walk(self, start: Any, page: int | None = None) -> None:
        waiting: list[tuple[Any, str]] = [(start, "")]
        while waiting and self._budget > 0:
            item, key = waiting.pop()
            self._budget -= 1
            if isinstance(item, pikepdf.String):
                if key not in _BINARY:
                    self._say(key, str(item), page)
                continue
            if isinstance(item, Name):
                self._say(key, str(item)[1:], page)
                continue
            if not isinstance(item, Dictionary | Array | Stream):
                continue
            if item.is_indirect:
                if item.objgen in self._seen:
                    continue
                self._seen.add(item.objgen)
            if isinstance(item, Stream):
                self._stream(item, key, page)
            if isinstance(item, Array):
                waiting += [(each, key) for each in item]
                continue
            for name, value in item.items():
                self._say("", name[1:], page)
                # A note's way to other pages is theirs to tell.
                if page is None or name not in _NO_WORDS_OF_ITS_OWN:
                    waiting.append((value, name))

    def _say(self, key: str, value: str, page: int | None) -> None:
        where = _PLACES.get(key, "文件结构中的文字")
        place = f"第 {page} 页的{where}" if page else where
        self._said.setdefault((place, page), {})[value] = None

    def _stream(self, item: Any, key: str, page: int | None) -> None:
        kind = str(item.get("/Type", ""))
        if kind == "/EmbeddedFile" or key in ("/F", "/UF", "/DOS"):
            self._attached(item)
            return
        if str(item.get("/Subtype", "")) in _DRAWING_KINDS or kind in ("/XObject", "/Pattern"):
            return
        if any(name in item for name in _DRAWING_KEYS) and kind != "/Metadata":
            return
        try:
            content = item.read_bytes()[:_MAX_STREAM]
        except (pikepdf.PdfError, RuntimeError):
            self._found.miss("内部数据", "没有读出", f"stream:{item.objgen[0]}", page)
            return
        self._numbers(content, "内部数据", page)
        if kind == "/Metadata" or key in ("/JS", "/RC", "/RV", "/XFA"):
            self._say(key or "/Metadata", content.decode("utf-8", "replace"), page)

    def _attached(self, item: Any) -> None:
        number = item.objgen[0]
        where = f"附件 {number}"
        try:
            content = item.read_bytes()
        except (pikepdf.PdfError, RuntimeError):
            self._found.miss(where, "附件没有读出", f"file:{number}")
            return
        kind = _guess(content, self._file_names())
        if kind and self._depth < _MAX_DEPTH:
            read = self._inner(content, kind=kind, name="", depth=self._depth + 1)
            self._found.take(read, where=where, key=f"file:{number}")
        else:
            self._found.miss(where, "嵌入的文件，内容没有读出", f"file:{number}")

    def _file_names(self) -> list[str]:
        return [
            name for (place, _), names in self._said.items() if "附件" in place for name in names
        ]

    def _instructions(self, page: Any, number: int) -> None:
        """Long numbers written into the instructions that draw a page: remarks, unused words."""
        contents = page.get("/Contents", Array())
        for part in contents if isinstance(contents, Array) else [contents]:
            if isinstance(part, Stream):
                try:
                    self._numbers(part.read_bytes(), f"第 {number} 页的绘制指令", number)
                except (pikepdf.PdfError, RuntimeError):
                    self._found.miss(f"第 {number} 页", "绘制指令没有读出", f"page:{number}:draw")

    def _numbers(self, content: bytes, where: str, page: int | None) -> None:
        numbers = dict.fromkeys(found.decode() for found in _LONG_NUMBER.findall(content))
        self._found.say(where, "\n\n".join(numbers), page)


def _shows_picture(note: Any) -> bool:
    """Whether the appearance of a note draws a picture."""
    for form in _streams(note.get("/AP", Dictionary()), 0):
        resources = form.get("/Resources", Dictionary())
        for drawn in resources.get("/XObject", Dictionary()).values():
            if str(drawn.get("/Subtype", "")) == "/Image":
                return True
    return False


def _streams(item: Any, depth: int) -> Iterator[Any]:
    if isinstance(item, Stream):
        yield item
    elif isinstance(item, Dictionary) and depth < 3:
        for value in item.values():
            yield from _streams(value, depth + 1)


def _guess(content: bytes, names: list[str]) -> str:
    """The kind of an embedded file, by its head, else by the name of any file that is embedded."""
    for head, kind in ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg")):
        if content.startswith(head):
            return kind
    kinds = {form.kind for name in names if (form := BY_EXTENSION.get(extension_of(name)))}
    if content.startswith(b"PK\x03\x04"):
        zipped = kinds & {"docx", "xlsx", "ofd"}
        return zipped.pop() if len(zipped) == 1 else ""
    return "txt" if b"\0" not in content[:4096] else ""
