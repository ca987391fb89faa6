"""OFD: pages as laid out, then every part of the package: annotations, tags, attachments."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable

from portal.files.exposure.pictures import is_readable, picture_words, shows_words
from portal.files.exposure.result import Collector, Exposure
from portal.files.exposure.words import listed
from portal.files.exposure.xml_story import TooLarge, story_of
from portal.files.extraction.ofd import every_line
from portal.files.extraction.result import UnreadableFile
from portal.files.formats.archive import BadArchive, open_archive, read_entry
from portal.files.formats.kinds import BY_EXTENSION, extension_of
from portal.files.formats.xml import XML_ERRORS, edit_xml

_PLACES: tuple[tuple[str, str], ...] = (
    (r"ofd\.xml", "文档信息"),
    (r".*/pages/.*content\.xml", "页面"),
    (r".*/tpls/.*content\.xml", "模板页"),
    (r".*/annots?/.*", "注释"),
    (r".*annot[^/]*\.xml", "注释"),
    (r".*/tags/.*", "自定义标引"),
    (r".*/attachs?/.*", "附件"),
    (r".*/document\.xml", "文档结构（书签、大纲、权限）"),
    (r".*/(signs|signatures)?/?.*sign[^/]*\.xml", "签章信息"),
)
# Seals and certificates: their makers and dates are part of what a sealed file must show.
_SEALS = re.compile(r"\A(?:.*/(signs?|signatures?)/.*\.(dat|esl|der|cer)|.*signedvalue\.dat)", re.I)
_FONTS = (".ttf", ".otf", ".ttc", ".cff", ".pfb")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd¤]")
_MAX_DEPTH = 3
_MIN_GARBLED = 6


def ofd_exposure(data: bytes, *, depth: int, inner: Callable[..., Exposure]) -> Exposure:
    """All text and attribute values of every part; pictures and fonts without names as unread.

    Raises BadArchive.
    """
    found = Collector()
    try:
        found.say("版面文字", every_line(data))
    except UnreadableFile as error:
        found.miss("版面文字", error.message.rstrip("。"), "pages")
    except BadArchive:
        # What one page points to is not there: the parts that are there are read all the same.
        found.miss("版面文字", "有的页面没有读出", "pages")
    with open_archive(io.BytesIO(data)) as archive:
        found.say("压缩包注释", archive.comment.decode("utf-8", "replace"))
        names = sorted(entry.filename for entry in archive.infolist() if not entry.is_dir())
        found.say("内部文件名", listed(names))
        for name in names:
            _part(archive, name, found, depth=depth, inner=inner)
    return found.done()


def _part(
    archive: zipfile.ZipFile,
    name: str,
    found: Collector,
    *,
    depth: int,
    inner: Callable[..., Exposure],
) -> None:
    where = _place(name)
    try:
        data = read_entry(archive, name)
    except BadArchive:
        found.miss(where, "内容已损坏", f"part:{name}")
        return
    if name.lower().endswith(".xml"):
        try:
            story = story_of(edit_xml(data))
        except (*XML_ERRORS, TooLarge):
            found.miss(where, "内容无法解析", f"part:{name}")
            return
        text = story.text()
        found.say(where, text)
        found.say(f"{where}的属性", story.listed())
        if len(_PRIVATE.findall(text)) >= _MIN_GARBLED:
            found.miss(where, "字体没有字符对照，文字读出来是乱码", f"fonts:{name}")
    elif (said := picture_words(data)) is not None:
        found.say(f"{where}的附加信息", said)
        if shows_words(data):
            found.miss(
                where,
                "图片，其中的文字没有读出",
                f"part:{name}",
                picture=f"part:{name}" if is_readable(data) else "",
            )
    elif (form := BY_EXTENSION.get(extension_of(name))) and depth < _MAX_DEPTH:
        found.take(inner(data, kind=form.kind, name=name, depth=depth + 1), where=where, key=name)
    elif data.strip(b"\0") and not name.lower().endswith(_FONTS):
        if _SEALS.fullmatch(name):
            found.say("签章数据", listed((data.decode("utf-8", "ignore"),)))
        else:
            found.miss(where, "内容没有读出", f"part:{name}")


def _place(name: str) -> str:
    lower = name.lower()
    place = next((place for pattern, place in _PLACES if re.fullmatch(pattern, lower)), "")
    return f"{place} {posixpath.basename(name)}" if place else f"内部文件 {name}"
