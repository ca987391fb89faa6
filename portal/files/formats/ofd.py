"""Finding one's way in an OFD (GB/T 33190-2016): a zip of XML that point to each other."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from portal.files.formats.archive import read_entry
from portal.files.formats.xml import local_name, read_xml

INDEX = "OFD.xml"


class OfdMembers:
    """Entries by their path as OFD writes it; letter case is not reliable in practice."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        self._parsed: dict[str, Any] = {}

    def name(self, path: str) -> str:
        """The entry's real name; the path itself when there is no such entry."""
        return self._names.get(path.lower(), path)

    def has(self, path: str) -> bool:
        """Whether there is such an entry."""
        return path.lower() in self._names

    def content(self, path: str) -> bytes:
        """The bytes of an entry. Raises BadArchive."""
        return read_entry(self._archive, self.name(path))

    def xml(self, path: str) -> Any:
        """A parsed part, to be read only: however often it is pointed to, it is parsed once.

        Raises BadArchive when it is missing, XML_ERRORS when it is broken.
        """
        name = self.name(path)
        if name not in self._parsed:
            self._parsed[name] = read_xml(read_entry(self._archive, name))
        return self._parsed[name]

    def document_paths(self) -> list[str]:
        """The Document.xml of every document in the file, each once."""
        return list(dict.fromkeys(resolve("", text) for text in texts(self.xml(INDEX), "DocRoot")))


def resolve(folder: str, location: str) -> str:
    """A location, absolute from the root of the zip or relative to the folder that names it."""
    if location.startswith("/"):
        return location.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, location))


def named(root: Any, name: str) -> Iterator[Any]:
    """All elements with a local name, in document order."""
    return (element for element in root.iter() if local_name(element) == name)


def texts(root: Any, name: str) -> list[str]:
    """The texts of all elements with a local name, empty ones left out."""
    return [text for element in named(root, name) if (text := (element.text or "").strip())]
