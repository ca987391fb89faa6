"""Each page loads the style sheets it needs, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from portal.common import sheets
from portal.common.templatetags.sheets import in_two

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
COMPONENTS = ROOT / "static" / "css" / "components"
BASE = "base.html"

_LINK = re.compile(r"css/components/([\w-]+)\.css")
_REACHED = re.compile(r'{% (?:extends|include) "([^"]+)"')
_EXTENDS = re.compile(r'{% extends "([^"]+)"')
_CLASS = re.compile(r'class="([^"]*)"')
_TAG = re.compile(r"{[%{].*?[%}]}")


@cache
def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def everywhere() -> set[str]:
    """The sheets of every page."""
    return set(_LINK.findall(source(BASE)))


@cache
def named_in(sheet: str) -> set[str]:
    """The classes a sheet has rules for."""
    text = re.sub(r"/\*.*?\*/", "", (COMPONENTS / f"{sheet}.css").read_text(), flags=re.S)
    selectors = " ".join(re.findall(r"([^{}]+){", text))
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def apart() -> list[str]:
    """The sheets that only some pages load."""
    return sorted({path.stem for path in COMPONENTS.glob("*.css")} - everywhere())


@cache
def own(sheet: str) -> set[str]:
    """The classes that no other sheet of the components knows."""
    others = [path.stem for path in COMPONENTS.glob("*.css") if path.stem != sheet]
    return named_in(sheet).difference(*map(named_in, others))


def chain(name: str) -> Iterator[str]:
    """A template and those of ours that it extends; the theme's own of the same name is not."""
    yield name
    above = _EXTENDS.search(source(name))
    if above and above[1] != name and (TEMPLATES / above[1]).is_file():
        yield from chain(above[1])


def reached(name: str, seen: set[str]) -> set[str]:
    """A template and all it extends or includes."""
    if name not in seen and (TEMPLATES / name).is_file():
        seen.add(name)
        for other in _REACHED.findall(source(name)):
            reached(other, seen)
    return seen


def classes(name: str) -> set[str]:
    """The classes a page may show."""
    text = " ".join(source(each) for each in reached(name, set()))
    return {word for found in _CLASS.findall(text) for word in _TAG.sub(" ", found).split()}


def loaded(name: str) -> set[str]:
    return {sheet for each in chain(name) for sheet in _LINK.findall(source(each))}


def pages() -> list[str]:
    """Every template that is a page in the frame of the public ones."""
    names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]
    return sorted(name for name in names if name != BASE and BASE in list(chain(name)))


@pytest.mark.parametrize("name", pages())
def test_a_page_loads_what_it_needs(name: str) -> None:
    shown = classes(name)
    needed = {sheet for sheet in apart() if own(sheet) & shown}
    assert needed <= loaded(name)


@pytest.mark.parametrize("sheet", apart())
def test_a_sheet_apart_is_not_for_nothing(sheet: str) -> None:
    """Loaded by some page itself, and by most of the pages that have it for good reason."""
    having = [name for name in pages() if sheet in loaded(name)]
    using = [name for name in having if own(sheet) & classes(name)]
    assert using
    assert len(using) * 2 > len(having)


def test_the_home_page_has_no_sheet_of_other_pages() -> None:
    assert loaded("site/home.html") - everywhere() == {"home"}
    assert loaded("requests/home.html") - everywhere() == {"requests", "platform"}
    assert loaded("disclosure/document.html") - everywhere() == {"document", "facets"}
    assert loaded("account/login.html") == everywhere()


def test_sheets_apart_come_before_those_that_overrule_all() -> None:
    text = source(BASE)
    assert text.index("block page_styles") < text.index("css/elder.css") < text.index("print.css")


def test_type_has_the_sizes_of_the_scale_and_no_others() -> None:
    """Beside the scale only what a root element or a printed page begins with."""
    css = ROOT / "static" / "css"
    odd = [
        f"{path.name}: {size}"
        for path in (*COMPONENTS.glob("*.css"), css / "base.css", css / "elder.css")
        for size in re.findall(r"\bfont(?:-size)?: *([^;]+);", path.read_text(encoding="utf-8"))
        if not re.search(r"var\(--t-\w+\)|inherit|^[\d.]+%$", size)
    ]
    assert odd == []


def test_layouts_change_by_the_size_of_type() -> None:
    """Told in px, a page would keep its columns beside one another at twice the type."""
    css = ROOT / "static" / "css"
    for path in (*COMPONENTS.glob("*.css"), css / "base.css", css / "elder.css"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"@media[^{]*width: *[\d.]+px", text) == [], path.name


@pytest.mark.parametrize("sheet", ["staff", "editor"])
def test_colours_of_the_back_office_are_tokens(sheet: str) -> None:
    css = ROOT / "static" / "css"
    text = (css / f"{sheet}.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|rgba?\(", text) == []
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    tokens = (css / "tokens.css").read_text(encoding="utf-8")
    assert used
    assert used <= set(re.findall(r"^ +(--[\w-]+):", tokens, flags=re.M))
    # Whatever is dark by the class has its light value as well.
    light, dark = tokens.split(".dark {")
    assert set(re.findall(r"--st-[\w-]+", dark)) < set(re.findall(r"--st-[\w-]+", light))


class TestTogether:
    """What a page loads are two files, which say what the sheets apart say."""

    def test_base_and_the_programme_name_the_same_sheets(self) -> None:
        links = re.findall(r"css/((?:components/)?[a-z-]+)\.css", source(BASE))
        assert links == [*sheets.SITE, *sheets.LAST]

    @pytest.mark.parametrize("name", pages())
    def test_the_files_of_a_page(self, name: str) -> None:
        added = sheets._added(TEMPLATES, name)
        assert set(added) == loaded(name) - everywhere()
        path = sheets.page_file(added)
        assert path in sheets.page_files()
        parts = sheets.parts_of(path)
        assert parts == (*(f"components/{each}" for each in added), *sheets.LAST)

    def test_one_after_another_without_comments(self) -> None:
        text = sheets.text_of(sheets.SITE)
        assert "/*" not in text
        places = [text.index(one) for one in ("--t-", ".mast", ".foot")]
        assert places == sorted(places)

    @pytest.mark.parametrize(
        "path", ["css/pages/../../x.css", "css/pages/nothing.css", "css/x.css"]
    )
    def test_there_are_no_others(self, path: str) -> None:
        assert sheets.parts_of(path) is None
        assert sheets.SheetFinder().find(path) == []

    def test_found_and_collected_alike(self) -> None:
        finder = sheets.SheetFinder()
        for path, store in finder.list(None):
            found = Path(finder.find(path)).read_text(encoding="utf-8")
            with store.open(path) as file:
                assert found == file.read().decode()
            assert found == sheets.text_of(sheets.parts_of(path) or ())

    @pytest.mark.parametrize("mark", ["", ".0123456789ab"])
    def test_links_become_two(self, mark: str) -> None:
        names = [*sheets.SITE, "components/home", *sheets.LAST, "staff"]
        links = "\n".join(
            f'<link rel="stylesheet" href="/static/css/{name}{mark}.css">' for name in names
        )
        made = re.findall(r'href="([^"]+)"', in_two(links))
        assert made == [
            "/static/css/site.css", "/static/css/pages/home.css", f"/static/css/staff{mark}.css",
        ]  # fmt: skip
