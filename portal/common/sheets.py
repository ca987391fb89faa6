"""The style sheets of a page put together: what every page shows in one file, and what this kind of
page adds, with what overrules all, in another.

Sheets stay apart where they are written and named (`templates/base.html`); these files follow from
them, for the collector of static files and for servers that look for files themselves.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# In the order of base.html: the first for every page, the last after those of the page.
SITE: Final = (
    "tokens", "base", "components/masthead", "components/footer", "components/controls",
    "components/state", "components/list", "components/prose", "components/forms",
)  # fmt: skip
LAST: Final = ("elder", "print")
SITE_FILE: Final = "css/site.css"
_PAGE_FILE: Final = re.compile(r"css/pages/([a-z.-]+)\.css")
_PLAIN: Final = "plain"
_BLOCK: Final = re.compile(
    r"{% block page_styles %}(.*?){% endblock(?: page_styles)? %}", re.DOTALL
)
_EXTENDS: Final = re.compile(r'{% extends "([^"]+)"')
_SHEET: Final = re.compile(r"css/components/([a-z-]+)\.css")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def page_file(sheets: Iterable[str]) -> str:
    """The file of a page that adds these sheets, by their names."""
    return f"css/pages/{'.'.join(sheets) or _PLAIN}.css"


def parts_of(path: str) -> tuple[str, ...] | None:
    """The sheets a file is put together from; None of any other path."""
    if path == SITE_FILE:
        return SITE
    match = _PAGE_FILE.fullmatch(path)
    if match is None:
        return None
    added = () if match[1] == _PLAIN else tuple(match[1].split("."))
    parts = (*(f"components/{name}" for name in added), *LAST)
    return parts if all(_source(part).is_file() for part in parts) else None


def text_of(parts: Iterable[str]) -> str:
    """The sheets one after another, without comments and blank lines."""
    text = "\n".join(_source(part).read_text(encoding="utf-8") for part in parts)
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(filter(None, lines)) + "\n"


def page_files() -> set[str]:
    """Every file that some template needs."""
    folder = Path(settings.BASE_DIR) / "templates"
    found = {page_file(())}
    for path in folder.rglob("*.html"):
        sheets = _added(folder, path.relative_to(folder).as_posix())
        found.add(page_file(sheets))
    return found


def _added(folder: Path, name: str) -> tuple[str, ...]:
    """The sheets a template adds, or the one it extends."""
    path = folder / name
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    above = _EXTENDS.search(text)
    inherited = _added(folder, above[1]) if above and above[1] != name else ()
    block = _BLOCK.search(text)
    if block is None:
        return inherited
    own = tuple(_SHEET.findall(block[1]))
    return (*inherited, *own) if "block.super" in block[1] else own


def _source(part: str) -> Path:
    return Path(settings.BASE_DIR) / "static" / "css" / f"{part}.css"


class SheetFinder(BaseFinder):
    """Finds the files that are put together."""

    def check(self, **_options: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every file that some page needs."""
        del ignore_patterns
        store = FileSystemStorage(location=_folder())
        for path in sorted({SITE_FILE, *page_files()}):
            self.find(path)
            yield path, store

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """One file, written anew where its sheets have changed."""
        parts = parts_of(path)
        if parts is None:
            return []
        place = _folder() / path
        newest = max(_source(part).stat().st_mtime for part in parts)
        if not place.is_file() or place.stat().st_mtime < newest:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text_of(parts), encoding="utf-8")
        return [str(place)] if find_all else str(place)


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="portal-sheets-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
