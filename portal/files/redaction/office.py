"""docx and xlsx: marked words become blocks in every part, attribute and address of the package."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from portal.files.formats.archive import BadArchive
from portal.files.formats.xml import XML_ERRORS, edit_xml, local_name, write_xml
from portal.files.redaction.marks import (
    BLOCK,
    Mark,
    Unredactable,
    condensed,
    is_number,
    words_of,
)
from portal.files.scrubbing.package import Package

_DAMAGED = "文件已损坏，请重新保存后再遮盖。"
_DROPPED = frozenset({"core-properties", "extended-properties", "custom-properties", "thumbnail"})
# What holds one piece of running text, possibly in several runs.
_RUNNING = frozenset({"p", "si", "is", "c", "comment", "title"})
_DOTS = (b"\x89PNG", b"\xff\xd8\xff")


def redact_office(data: bytes, marks: Sequence[Mark]) -> bytes:
    """The same file with █ for every character of the marked words, properties dropped.

    Raises Unredactable for boxes (the pages of an office file are not fixed), for words inside an
    embedded file of another kind, and for damaged files.
    """
    words = _words(marks)
    try:
        package = Package(data)
        package.drop_relations(
            "", frozenset(row.id for row in package.relations("") if row.type in _DROPPED)
        )
        package.keep_reachable()
        for name, content in package.parts.items():
            package.parts[name] = _cleaned(name, content, marks, words)
        return package.to_bytes()
    except (BadArchive, KeyError, *XML_ERRORS) as error:
        raise Unredactable(_DAMAGED) from error


def _words(marks: Sequence[Mark]) -> tuple[str, ...]:
    words = words_of(marks)
    if any(mark.box is not None for mark in marks) or not words:
        raise Unredactable("Word 和 Excel 文件按文字遮盖；要按范围遮盖，请先另存为 PDF。")
    return words


def _cleaned(name: str, content: bytes, marks: Sequence[Mark], words: tuple[str, ...]) -> bytes:
    if name.endswith((".xml", ".rels", ".vml")):
        root = edit_xml(content)
        _clean_text(root, words)
        _clean_attributes(root, words, links=name.endswith(".rels"))
        return write_xml(root)
    if content.startswith(b"PK\x03\x04"):
        return redact_office(content, marks)
    if not content.startswith(_DOTS) and _says(content, words):
        raise Unredactable("嵌入的文件里有要遮盖的内容，请先删除嵌入的文件。")
    return content


def _clean_text(root: Any, words: tuple[str, ...]) -> None:
    """First within each paragraph or cell, then numbers across everything."""
    for holder in root.iter():
        if local_name(holder) in _RUNNING:
            _blot(list(_texts(holder)), words)
    for element in root.iter():
        if element.text and local_name(element):
            _blot([element], words)
    _blot(list(_texts(root)), tuple(word for word in words if is_number(word)))
    for cell in root.iter("{*}c"):
        _settle_cell(cell)


def _texts(holder: Any) -> Iterator[Any]:
    return (element for element in holder.iter() if local_name(element) and element.text)


def _blot(elements: list[Any], words: tuple[str, ...]) -> None:
    """Replace the words in the text that these elements hold together; blanks do not count."""
    places = [
        (element, index)
        for element in elements
        for index, char in enumerate(element.text)
        if not char.isspace()
    ]
    joined = "".join(element.text[index] for element, index in places)
    gone: dict[int, tuple[Any, set[int]]] = {}
    for word in words:
        start = joined.find(word)
        while start >= 0:
            for element, index in places[start : start + len(word)]:
                gone.setdefault(id(element), (element, set()))[1].add(index)
            start = joined.find(word, start + len(word))
    for element, indexes in gone.values():
        element.text = "".join(
            BLOCK if index in indexes else char for index, char in enumerate(element.text)
        )


def _settle_cell(cell: Any) -> None:
    """A cell whose value or formula was blotted holds plain text from now on."""
    blotted = [child for child in cell if child.text and BLOCK in child.text]
    if blotted and cell.get("t") not in ("s", "inlineStr"):
        for formula in cell.findall("{*}f"):
            cell.remove(formula)
        cell.set("t", "str")
        for value in cell.findall("{*}v"):
            value.text = BLOCK * max(len(value.text or ""), 1)


def _clean_attributes(root: Any, words: tuple[str, ...], *, links: bool) -> None:
    for element in root.iter():
        for key, value in element.attrib.items():
            said = condensed(unquote(value))
            if not any(word in said for word in words):
                continue
            if links and key == "Target":
                element.set(key, "about:blank")
                continue
            for word in words:
                said = said.replace(word, BLOCK * len(word))
            element.set(key, said)


def verify_office(before: bytes, after: bytes, marks: Sequence[Mark]) -> tuple[str, ...]:
    """Problems in Chinese: words that are still in a part, or text that is gone besides."""
    words = _words(marks)
    try:
        old, new = _parts(before), _parts(after)
    except (BadArchive, zipfile.BadZipFile, KeyError, *XML_ERRORS):
        return ("遮盖后的文件打不开。",)
    problems = []
    if any(_says(content, words) for content in new.values()):
        problems.append("文件里仍有遮盖的内容。")
    if any(name not in new for name in old if not name.startswith(("docProps/", "_rels/"))):
        problems.append("遮盖后的文件少了内容。")
    if any(
        _has_changed(old[name], content)
        for name, content in new.items()
        if name.endswith(".xml") and name in old and name != "[Content_Types].xml"
    ):
        problems.append("遮盖以外的文字变了。")
    return tuple(dict.fromkeys(problems))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {}
        for name in archive.namelist():
            content = archive.read(name)
            found[name] = content
            if content.startswith(b"PK\x03\x04"):
                found |= {f"{name}!{inner}": each for inner, each in _parts(content).items()}
        return found


def _has_changed(old: bytes, new: bytes) -> bool:
    """Whether a text is new without a block in it, or more went than blocks came."""
    before, after = _pieces(old), _pieces(new)
    blotted = sum(count for text, count in after.items() if BLOCK in text)
    came = [text for text in after - before if BLOCK not in text]
    # A blotted cell loses its formula along with its value.
    return bool(came) or sum((before - after).values()) > 2 * blotted


def _pieces(content: bytes) -> Counter[str]:
    return Counter(element.text for element in _texts(edit_xml(content)) if element.text.strip())


def _says(content: bytes, words: tuple[str, ...]) -> bool:
    """Whether a part says a word: as it is stored, in any coding, or without its marks."""
    for word in words:
        codings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
        if any(word.encode(coding) in content for coding in codings):
            return True
    if not content.lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
        return False
    root = edit_xml(content)
    paragraphs = [condensed("".join(p.itertext())) for p in root.iter() if local_name(p) == "p"]
    whole = condensed("".join(root.itertext()))
    return any(
        word in whole if is_number(word) else any(word in each for each in paragraphs)
        for word in words
    )
