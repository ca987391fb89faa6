"""An OOXML package in memory: parts, relationships, and dropping what is no longer reached."""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from portal.files.formats.archive import check_contents, open_archive
from portal.files.formats.xml import edit_xml, local_name, write_xml
from portal.files.scrubbing.image import strip_jpeg, strip_png

_TYPES = "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the time of saving is metadata too
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Relations that take effect only where the XML names their id; other types work by being there.
_NAMED_TYPES = frozenset(
    {"image", "header", "footer", "hyperlink", "chart", "video", "audio", "media"}
)
_WEB = re.compile(r"^(https?://|mailto:|#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow of the package; ``type`` is the last word of its type URI."""

    id: str
    type: str
    target: str
    external: bool


class Package:
    """The parts of a docx or xlsx by name; edit, then :meth:`to_bytes`.

    Raises BadArchive or one of XML_ERRORS for a file that cannot be read.
    """

    def __init__(self, data: bytes) -> None:
        with open_archive(io.BytesIO(data)) as archive:
            check_contents(archive)
            self.parts = {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if not entry.is_dir()
            }

    def relations(self, part: str) -> list[Relation]:
        """Arrows out of a part (or of the package, for an empty name)."""
        raw = self.parts.get(_rels_of(part))
        if raw is None:
            return []
        return [
            Relation(
                row.get("Id", ""),
                row.get("Type", "").rpartition("/")[2],
                row.get("Target", ""),
                row.get("TargetMode", "") == "External",
            )
            for row in edit_xml(raw)
        ]

    def target(self, part: str, identifier: str) -> str:
        """The part an arrow leads to; empty when there is no such arrow inside the package."""
        for row in self.relations(part):
            if row.id == identifier and not row.external:
                return _resolve(part, row.target)
        return ""

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts a part points to with relations of one type."""
        return [
            _resolve(part, row.target)
            for row in self.relations(part)
            if row.type == kind and not row.external
        ]

    def main_part(self) -> str:
        """The name of the document or workbook part. Raises KeyError."""
        for name in self.related("", "officeDocument"):
            if name in self.parts:
                return name
        raise KeyError("officeDocument")

    def drop_relations(self, part: str, ids: frozenset[str]) -> None:
        """Remove arrows by id; the parts they led to go when nothing else leads there."""
        name = _rels_of(part)
        if not ids or name not in self.parts:
            return
        root = edit_xml(self.parts[name])
        for row in list(root):
            if row.get("Id") in ids:
                root.remove(row)
        self.parts[name] = write_xml(root)

    def drop_unused(self, part: str, root: Any) -> None:
        """Remove arrows the part no longer names: a picture inside a deletion must not stay."""
        relations = [row for row in self.relations(part) if row.type in _NAMED_TYPES]
        if not relations:
            return
        named = {value for element in root.iter() for value in element.attrib.values()}
        unused = frozenset(row.id for row in relations if row.id not in named)
        self.drop_relations(part, unused)

    def mute_external(self, part: str) -> None:
        """Blank outside targets that are not web links: they name servers, drives and users.

        The arrow itself stays (Word repairs a document whose linked picture has none); "NULL" is
        what Word writes for a link it cannot follow.
        """
        name = _rels_of(part)
        if name not in self.parts:
            return
        root = edit_xml(self.parts[name])
        for row in root:
            is_link = row.get("Type", "").endswith("/hyperlink")
            if row.get("TargetMode") == "External" and not (
                is_link and _WEB.match(row.get("Target", ""))
            ):
                row.set("Target", "about:blank" if is_link else "NULL")
        self.parts[name] = write_xml(root)

    def strip_media(self) -> None:
        """Strip metadata from embedded pictures; Office shows them as stored, so none is turned."""
        for name, data in self.parts.items():
            if data.startswith(b"\xff\xd8\xff"):
                self.parts[name] = strip_jpeg(data)
            elif data.startswith(b"\x89PNG\r\n\x1a\n"):
                self.parts[name] = strip_png(data)

    def keep_reachable(self) -> None:
        """Drop every part that no arrow leads to any more, and its declarations."""
        reached = {""}
        waiting = [""]
        while waiting:
            part = waiting.pop()
            for row in self.relations(part):
                target = _resolve(part, row.target)
                if not row.external and target in self.parts and target not in reached:
                    reached.add(target)
                    waiting.append(target)
        kept = reached | {_rels_of(part) for part in reached} | {_TYPES}
        self.parts = {name: data for name, data in self.parts.items() if name in kept}
        root = edit_xml(self.parts[_TYPES])
        for row in list(root):
            if local_name(row) == "Override" and row.get("PartName", "").lstrip("/") not in kept:
                root.remove(row)
        self.parts[_TYPES] = write_xml(root)

    def to_bytes(self) -> bytes:
        """The package as a zip: content types first, fixed times, no comments."""
        buffer = io.BytesIO()
        names = sorted(self.parts, key=lambda name: (name != _TYPES, name))
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, self.parts[name])
        return buffer.getvalue()


def forget_ids(root: Any, ids: frozenset[str], *, keep_element: frozenset[str]) -> None:
    """Remove elements that refer to dropped arrows; of ``keep_element`` only the attribute."""
    for element in list(root.iter()) if ids else ():
        for key, value in list(element.attrib.items()):
            if value in ids and key.startswith(_R):
                if local_name(element) in keep_element:
                    del element.attrib[key]
                else:
                    remove(element)
                break


def remove(element: Any) -> None:
    """Take an element out of its parent, with its tail (OOXML has none that matters)."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Any) -> None:
    """Replace an element by its children."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolve(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
