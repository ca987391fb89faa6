"""What else in a PDF repeats what was marked: structure, bookmarks, notes, alternative texts."""

from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, String

from portal.files.redaction.marks import BLOCK, condensed

_DEEPEST = 200


def without_pages(document: pikepdf.Pdf, indexes: set[int]) -> None:
    """Take the elements of these pages out of the structure tree: they name what was there."""
    root = document.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    gone = {document.pages[index].obj.objgen for index in indexes}
    if not gone:
        return
    if "/ParentTree" in root:
        # By number of page and of content; rebuilt by programs that need it.
        del root["/ParentTree"]
    _prune(root, gone, _DEEPEST)


def _prune(element: Any, gone: set[tuple[int, int]], depth: int) -> None:
    children = element.get("/K")
    if children is None:
        return
    rows = list(children) if isinstance(children, Array) else [children]
    kept = []
    for row in rows:
        if isinstance(row, Dictionary):
            if depth == 0 or _is_of(row, gone):
                continue
            _prune(row, gone, depth - 1)
        kept.append(row)
    if len(kept) < len(rows):
        element.K = Array(kept)


def _is_of(element: Any, gone: set[tuple[int, int]]) -> bool:
    page = element.get("/Pg")
    return isinstance(page, Dictionary) and page.objgen in gone


def forget_words(document: pikepdf.Pdf, words: Iterable[str]) -> None:
    """Put blocks in the place of the words in every string outside of the drawn pages."""
    chosen = sorted({word for word in words if len(word) > 1}, key=len, reverse=True)
    if not chosen:
        return
    for item in document.objects:
        _clean(item, chosen, _DEEPEST)


def _clean(item: Any, words: list[str], depth: int) -> None:
    if depth == 0:
        return
    if isinstance(item, pikepdf.Stream | Dictionary):
        for key in list(item.keys()):
            _clean_in(item, key, item[key], words, depth)
    elif isinstance(item, Array):
        for place, value in enumerate(list(item)):
            _clean_in(item, place, value, words, depth)


def _clean_in(holder: Any, key: Any, value: Any, words: list[str], depth: int) -> None:
    if isinstance(value, String):
        text = condensed(str(value))
        if any(word in text for word in words):
            for word in words:
                text = text.replace(word, BLOCK * len(word))
            holder[key] = String(text)
    elif isinstance(value, Dictionary | Array) and not value.is_indirect:
        _clean(value, words, depth - 1)
