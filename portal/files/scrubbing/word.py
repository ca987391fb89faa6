"""docx: the final text, and nothing of how it came about or who wrote it."""

import re
from typing import Any

from portal.files.formats.wordml import (
    DELETED,
    INSERTED,
    W,
    child,
    hidden_styles,
    is_hidden_run,
    is_on,
    paragraph_style,
)
from portal.files.formats.xml import edit_xml, local_name, write_xml
from portal.files.scrubbing.covered import covered_places
from portal.files.scrubbing.package import Package, forget_ids, remove, unwrap
from portal.files.scrubbing.problems import HiddenContent

_DROPPED_RELATIONS = frozenset(
    {
        # who wrote it
        "core-properties", "extended-properties", "custom-properties", "thumbnail", "people",
        # what was said about it
        "comments", "commentsExtended", "commentsIds", "commentsExtensible",
        # what it was made from, or where
        "attachedTemplate", "customXml", "glossaryDocument", "printerSettings", "mailMergeSource",
        "mailMergeHeaderSource", "keyMapCustomizations", "recipientData", "transform",
        # files inside the file
        "package", "oleObject", "control", "vbaProject", "wordVbaData",
        # a signature that no longer fits
        "origin", "digital-signature",
        # labels and add-ins of the author's office
        "classificationlabels", "webextensiontaskpanes",
    }
)  # fmt: skip
_DROPPED_ELEMENTS = frozenset(
    {
        "commentRangeStart", "commentRangeEnd", "annotationRef",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
        "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange",
        "tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellMerge",
        "delText", "delInstrText", "dataBinding", "proofErr", "rsid",
    }
)  # fmt: skip
_DROPPED_SETTINGS = frozenset(
    {
        "rsids", "attachedTemplate", "mailMerge", "docVars", "trackRevisions", "docId",
        "documentProtection", "writeProtection", "saveThroughXslt", "activeWritingStyle",
    }
)  # fmt: skip
_TRACE_ATTRIBUTES = re.compile(r"\}(rsid\w*|author|initials|paraId|textId)$")
_FILE_PATH = re.compile(
    r"^([A-Za-z]:[\\/]|\\\\|file:|/(home|Users)/)|\.(jpe?g|png|bmp|gif|tiff?|emf)$"
)
_PICTURE_NAMES = ("descr", "name", "title")
_EMPTY_BODY = (W + "p", W + "tbl")


def scrub_docx(data: bytes) -> bytes:
    """Accept all changes; drop comments, hidden text, properties, embedded files, templates.

    Raises HiddenContent for a document that pulls in another one when opened (altChunk), and for
    text that stays though its reader does not see it.
    """
    package = Package(data)
    main = package.main_part()
    if package.related(main, "aFChunk"):
        raise HiddenContent(("嵌入了另一份文件（请用 Word 打开后另存为 docx）",))
    styles = [edit_xml(package.parts[name]) for name in package.related(main, "styles")]
    hidden = hidden_styles(styles[0] if styles else None)
    for part in ["", *(name for name in package.parts if not name.endswith(".rels"))]:
        dropped = frozenset(
            row.id for row in package.relations(part) if row.type in _DROPPED_RELATIONS
        )
        package.drop_relations(part, dropped)
        package.mute_external(part)
        if part.endswith(".xml") and part != "[Content_Types].xml":
            root = edit_xml(package.parts[part])
            forget_ids(root, dropped, keep_element=frozenset())
            _clean(root, hidden)
            package.drop_unused(part, root)
            package.parts[part] = write_xml(root)
    _drop_orphan_notes(package, main)
    package.keep_reachable()
    package.strip_media()
    cleaned = package.to_bytes()
    covered = tuple(covered_places(cleaned, kind="docx"))
    if covered:
        raise HiddenContent(covered)
    return cleaned


def _clean(root: Any, hidden: frozenset[str]) -> None:
    if local_name(root) == "settings":
        for element in list(root):
            if local_name(element) in _DROPPED_SETTINGS:
                remove(element)
    _merge_deleted_marks(root)
    _settle_changes(root)
    _drop_hidden(root, hidden)
    for element in root.iter():
        _strip_traces(element)


def _drop_orphan_notes(package: Package, main: str) -> None:
    """A note whose reference was deleted is still stored; nobody sees it in the document."""
    body = edit_xml(package.parts[main])
    for kind in ("footnote", "endnote"):
        used = {element.get(W + "id") for element in body.iter(f"{W}{kind}Reference")}
        for name in package.related(main, f"{kind}s"):
            root = edit_xml(package.parts[name])
            for note in list(root):
                if note.get(W + "type") is None and note.get(W + "id") not in used:
                    remove(note)
            package.parts[name] = write_xml(root)


def _merge_deleted_marks(root: Any) -> None:
    """A deleted paragraph mark joins its paragraph to the next, whose properties win."""
    for paragraph in list(root.iter(W + "p")):
        mark = child(paragraph, "pPr", "rPr", "del")
        if mark is None:
            continue
        following = paragraph.getnext()
        rest = [element for element in paragraph if local_name(element) != "pPr"]
        if following is not None and following.tag == W + "p":
            place = 1 if child(following, "pPr") is not None else 0
            following[place:place] = rest
            remove(paragraph)
        elif not any(local_name(element) not in DELETED for element in rest) and _has_sibling(
            paragraph
        ):
            remove(paragraph)
        else:
            remove(mark)


def _has_sibling(paragraph: Any) -> bool:
    """Whether the container keeps a last block without this one (a cell must end in one)."""
    before = paragraph.getprevious()
    return before is not None and before.tag == W + "p"


def _settle_changes(root: Any) -> None:
    _settle_tables(root)
    for element in list(root.iter()):
        name = local_name(element)
        if name in DELETED or name in _DROPPED_ELEMENTS:
            remove(element)
        elif name == "commentReference":
            # The run around it is the comment's own, styled as a mark.
            remove(element.getparent())
        elif name in INSERTED:
            # Inside properties the mark is empty: unwrapping it removes it.
            unwrap(element)
    for cell in root.iter(W + "tc"):
        if not any(element.tag in _EMPTY_BODY for element in cell):
            cell.append(cell.makeelement(W + "p"))


def _settle_tables(root: Any) -> None:
    """Remove deleted rows and cells, and tables with no row left."""
    for row in list(root.iter(W + "tr")):
        if child(row, "trPr", "del") is not None:
            remove(row)
    for cell in list(root.iter(W + "tc")):
        if child(cell, "tcPr", "cellDel") is not None:
            remove(cell)
    for table in list(root.iter(W + "tbl")):
        if next(table.iter(W + "tr"), None) is None:
            remove(table)


def _drop_hidden(root: Any, hidden: frozenset[str]) -> None:
    for paragraph in list(root.iter(W + "p")):
        style = paragraph_style(paragraph)
        runs = list(paragraph.iter(W + "r"))
        gone = [run for run in runs if is_hidden_run(run, hidden, style)]
        for run in gone:
            fields = [element for element in run if local_name(element) == "fldChar"]
            if not fields:
                remove(run)
                continue
            # Field marks come in threes across runs; taking one would break the file.
            for element in list(run):
                if element not in fields:
                    run.remove(element)
        for mark in list(paragraph.iter(W + "vanish")):
            # A mark that says "not hidden" overrides the style and must stay.
            if is_on(mark.getparent(), "vanish"):
                remove(mark)
        if gone and len(gone) == len(runs) and _has_sibling(paragraph):
            remove(paragraph)


def _strip_traces(element: Any) -> None:
    for key in list(element.attrib):
        if _TRACE_ATTRIBUTES.search(key):
            del element.attrib[key]
    if local_name(element) in ("docPr", "cNvPr"):
        for key in _PICTURE_NAMES:
            # Word fills these with the path of the picture on the author's disk.
            if _FILE_PATH.search(element.get(key, "")):
                element.set(key, "")
