"""The parts of a Word package and what their relations lead to: each opened when it is asked for.

python-docx opens, parses and models every part, which takes longer than all the reading.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from zipfile import ZipFile

from portal.files.formats.xml import edit_xml, local_name

_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str
    is_external: bool


@dataclass
class WordPart:
    """One part of a package. Reading it raises KeyError, BadZipFile or one of XML_ERRORS."""

    archive: ZipFile
    name: str
    links: dict[str, str] = field(init=False)
    """The addresses outside that its relations lead to."""

    def __post_init__(self) -> None:
        self.links = {name: row.target for name, row in self._relations.items() if row.is_external}

    @cached_property
    def root(self) -> Any:
        """The parsed part."""
        return edit_xml(self.archive.read(self.name))

    def related(self, kind: str) -> Iterator[WordPart]:
        """The parts that stand in one kind of relation to this one, each once."""
        rows = (row for row in self._relations.values() if row.kind == f"{_KIND}{kind}")
        for target in dict.fromkeys(row.target for row in rows if not row.is_external):
            yield WordPart(self.archive, target)

    def picture(self, name: str) -> bytes:
        """The bytes of a picture by its relation, none when there is none."""
        relation = self._relations.get(name)
        if relation is None or relation.is_external:
            return b""
        try:
            return self.archive.read(relation.target)
        except KeyError:
            return b""

    def diagram(self, name: str) -> list[str]:
        """The lines of a SmartArt drawing, from the part that holds its points."""
        relation = self._relations.get(name)
        if relation is None or relation.is_external:
            return []
        points = WordPart(self.archive, relation.target).root.iter("{*}p")
        lines = ("".join(t.text or "" for t in point.iter("{*}t")) for point in points)
        return [line for line in lines if line.strip()]

    @cached_property
    def _relations(self) -> dict[str, _Relation]:
        folder, name = posixpath.split(self.name)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.archive.namelist():
            return {}
        return {
            row.get("Id", ""): _Relation(
                row.get("Type", ""),
                target if is_external else _inside(folder, target),
                is_external,
            )
            for row in edit_xml(self.archive.read(listed))
            if local_name(row) == "Relationship"
            for target in [row.get("Target", "")]
            for is_external in [row.get("TargetMode") == "External"]
        }


def document_part(data: bytes) -> WordPart:
    """The part of a docx that holds its body. Raises as reading a part does."""
    package = WordPart(ZipFile(io.BytesIO(data)), "")
    found = next(package.related("officeDocument"), None)
    if found is None:
        raise KeyError("officeDocument")
    return found


def _inside(folder: str, target: str) -> str:
    """The name of an entry from a target, which is relative to its part or begins at the top."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
