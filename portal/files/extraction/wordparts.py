"""A part of a Word package and what its relations lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.files.formats.xml import edit_xml


class WordPart:
    """One part of an opened document (python-docx): its relations by id."""

    def __init__(self, part: Any) -> None:
        self._relations = part.rels
        self.links = {
            name: str(relation.target_ref)
            for name, relation in part.rels.items()
            if relation.is_external
        }

    def related(self, kind: str) -> Iterator[Any]:
        """The parts that stand in one kind of relation to this one, each once."""
        read = set()
        for relation in self._relations.values():
            if relation.reltype == kind and not relation.is_external:
                part = relation.target_part
                if part.partname not in read:
                    read.add(part.partname)
                    yield part

    def picture(self, name: str) -> bytes:
        """The bytes of a picture by its relation, none when there is none."""
        relation = self._relations.get(name)
        if relation is None or relation.is_external:
            return b""
        return bytes(relation.target_part.blob)

    def diagram(self, name: str) -> list[str]:
        """The lines of a SmartArt drawing, from the part that holds its points."""
        relation = self._relations.get(name)
        if relation is None or relation.is_external:
            return []
        points = edit_xml(relation.target_part.blob).iter("{*}p")
        lines = ("".join(t.text or "" for t in point.iter("{*}t")) for point in points)
        return [line for line in lines if line.strip()]
