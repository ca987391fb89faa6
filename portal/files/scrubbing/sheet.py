"""xlsx: visible cells as they are; hidden ones are reported, never published and never dropped."""

import re
from collections.abc import Iterator
from typing import Any

from portal.files.formats.xml import edit_xml, local_name, write_xml
from portal.files.scrubbing.covered import covered_places
from portal.files.scrubbing.package import Package, forget_ids, remove
from portal.files.scrubbing.problems import HiddenContent

_DROPPED_RELATIONS = frozenset(
    {
        "core-properties", "extended-properties", "custom-properties", "thumbnail",
        "comments", "threadedComment", "person", "customXml", "printerSettings", "externalLink",
        "externalLinkPath", "calcChain", "package", "oleObject", "control", "ctrlProp",
        "vbaProject", "revisionHeaders", "usernames", "customProperty", "origin",
        "digital-signature", "classificationlabels", "webextensiontaskpanes",
    }
)  # fmt: skip
_DROPPED_ELEMENTS = frozenset(
    {
        "absPath", "fileSharing", "customSheetViews", "customWorkbookViews", "oleObjects",
        "controls", "externalReferences", "webPublishItems", "customProperties",
        "revisionPtr", "documentId",
    }
)  # fmt: skip
# Copies of source data the reader can call up though no sheet shows them.
_CACHES = {
    "pivotCacheDefinition": "数据透视表的缓存（含源数据，请把透视表粘贴为数值）",
    "connections": "外部数据连接",
}
# "[1]Sheet!A1"; not the brackets of a table's column, which no sheet name follows.
_EXTERNAL_REFERENCE = re.compile(r"\[[^\[\]]+\][^!\[\]()+*/,&=<>]*!")
_FORMULAS = ("f", "definedName", "formula", "formula1", "formula2")
_CELL_COLUMN = re.compile(r"^[A-Z]+")
_NAMED_PLACES = 5
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def scrub_xlsx(data: bytes) -> bytes:
    """Drop properties, comments, links to other files and embedded objects.

    Formulas stay, except those that read other files: there the last value remains. Raises
    HiddenContent listing hidden sheets, rows and columns with content, pivot caches, data
    connections, and cells whose content the reader does not see.
    """
    package = Package(data)
    main = package.main_part()
    findings = tuple(_hidden_content(package, main))
    if findings:
        raise HiddenContent(findings)
    for part in ["", *(name for name in package.parts if not name.endswith(".rels"))]:
        root = None
        if part.endswith(".xml") and part != "[Content_Types].xml":
            root = edit_xml(package.parts[part])
        dropped = frozenset(
            row.id
            for row in package.relations(part)
            if row.type in _DROPPED_RELATIONS
            or (row.type == "vmlDrawing" and row.id not in _header_pictures(root))
        )
        package.drop_relations(part, dropped)
        package.mute_external(part)
        if root is not None:
            forget_ids(root, dropped, keep_element=frozenset({"pageSetup"}))
            _clean(root)
            package.drop_unused(part, root)
            package.parts[part] = write_xml(root)
    package.keep_reachable()
    package.strip_media()
    cleaned = package.to_bytes()
    covered = tuple(covered_places(cleaned, kind="xlsx"))
    if covered:
        raise HiddenContent(covered)
    return cleaned


def _header_pictures(root: Any | None) -> set[str]:
    """Ids of VML drawings for header pictures; all other VML draws comments and controls."""
    if root is None:
        return set()
    return {
        element.get(_REL_ID, "") for element in root if local_name(element) == "legacyDrawingHF"
    }


def _hidden_content(package: Package, main: str) -> Iterator[str]:
    book = edit_xml(package.parts[main])
    for sheet in (element for element in book.iter() if local_name(element) == "sheet"):
        title = sheet.get("name", "")
        if sheet.get("state", "visible") != "visible":
            yield f"隐藏的工作表“{title}”"
            continue
        part = package.target(main, sheet.get(_REL_ID, ""))
        if part in package.parts:
            yield from _hidden_cells(title, edit_xml(package.parts[part]))
    for kind, sentence in _CACHES.items():
        if package.related(main, kind):
            yield sentence


def _hidden_cells(title: str, sheet: Any) -> Iterator[str]:
    columns = [
        (int(column.get("min", 0)), int(column.get("max", 0)))
        for column in _named(sheet, "col")
        if _is_hidden(column, "width")
    ]
    rows: list[str] = []
    hit: set[str] = set()
    for number, row in enumerate(_named(sheet, "row"), start=1):
        filled = [cell for cell in row if len(cell)]
        if filled and _is_hidden(row, "ht"):
            rows.append(row.get("r", str(number)))
        for cell in filled if columns else ():
            letters = _CELL_COLUMN.match(cell.get("r", ""))
            if letters and any(low <= _column(letters[0]) <= high for low, high in columns):
                hit.add(letters[0])
    if rows:
        yield f"工作表“{title}”的隐藏行 {_shortened(rows)}"
    if hit:
        yield f"工作表“{title}”的隐藏列 {_shortened(sorted(hit, key=_column))}"


def _is_hidden(element: Any, measure: str) -> bool:
    """Hidden outright, by a filter or a collapsed group, or squeezed to nothing."""
    if element.get("hidden", "0") in ("1", "true"):
        return True
    try:
        return float(element.get(measure, "1")) == 0
    except ValueError:
        return False


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _shortened(places: list[str]) -> str:
    more = f" 等 {len(places)} 处" if len(places) > _NAMED_PLACES else ""
    return "、".join(places[:_NAMED_PLACES]) + more


def _named(root: Any, name: str) -> Iterator[Any]:
    found: Iterator[Any] = root.iter(f"{{*}}{name}")
    return found


def _clean(root: Any) -> None:
    for name in _DROPPED_ELEMENTS:
        for element in list(_named(root, name)):
            remove(element)
    _drop_external_formulas(root)
    for element in list(_named(root, "AlternateContent")):
        # Left without its choice after a path or control went: Excel would call it damage.
        if not any(len(choice) for choice in element):
            remove(element)
    for element in list(_named(root, "definedNames")):
        if not len(element):
            remove(element)


def _drop_external_formulas(root: Any) -> None:
    """Leave the last value where a formula reads another file."""
    orphans: set[str] = set()
    for name in _FORMULAS:
        for element in list(_named(root, name)):
            if _EXTERNAL_REFERENCE.search(element.text or ""):
                if element.get("t") == "shared":
                    orphans.add(element.get("si", ""))
                remove(element)
    for element in list(_named(root, "f")):
        # The cells that share a formula refer to the one that is gone.
        if element.get("si", "-") in orphans:
            remove(element)
