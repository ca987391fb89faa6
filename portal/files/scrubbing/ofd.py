"""OFD: properties go; what would need the author, or would void a seal, is reported."""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from portal.files.formats.archive import check_contents, open_archive
from portal.files.formats.ofd import INDEX, OfdMembers, named, resolve, texts
from portal.files.formats.xml import edit_xml, local_name, write_xml
from portal.files.scrubbing.covered import covered_places
from portal.files.scrubbing.package import EPOCH, remove
from portal.files.scrubbing.problems import HiddenContent

# Of the properties only what identifies the document; the rest tells of its maker.
_KEPT_PROPERTIES = frozenset({"DocID", "Title", "Subject", "Abstract", "Keywords", "DocUsage"})


def scrub_ofd(data: bytes) -> bytes:
    """Drop author, program and dates from the properties.

    A sealed file comes back unchanged: any change would void its electronic seal. Raises
    HiddenContent for attachments, earlier versions, invisible and covered text.
    """
    with open_archive(io.BytesIO(data)) as archive:
        check_contents(archive)
        members = OfdMembers(archive)
        hidden = _hidden_content(members, archive.namelist())
        findings = (*hidden, *covered_places(data, kind="ofd"))
        if findings:
            raise HiddenContent(findings)
        name = members.name(INDEX)
        index = edit_xml(archive.read(name))
        if texts(index, "Signatures"):
            return data
        for properties in list(named(index, "DocInfo")):
            for element in list(properties):
                if local_name(element) not in _KEPT_PROPERTIES:
                    remove(element)
        return _rewritten(archive, {name: write_xml(index)})


def _hidden_content(members: OfdMembers, names: list[str]) -> Iterator[str]:
    if any(True for _ in named(members.xml(INDEX), "Version")):
        yield "历史版本"
    for path in members.document_paths():
        folder = posixpath.dirname(path)
        for location in texts(members.xml(path), "Attachments"):
            for item in named(members.xml(resolve(folder, location)), "Attachment"):
                yield f"附件“{item.get('Name', '')}”"
    pages = (name for name in names if posixpath.basename(name).lower() == "content.xml")
    for name in pages:
        objects = named(members.xml(name), "TextObject")
        if any(item.get("Visible", "true").lower() == "false" for item in objects):
            yield f"不可见的文字（{name}）"


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in archive.infolist():
            if not entry.is_dir():
                name = entry.filename
                fresh = zipfile.ZipInfo(name, EPOCH)
                fresh.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(fresh, changed.get(name) or archive.read(entry))
    return buffer.getvalue()
