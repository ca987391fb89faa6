"""Parsing XML that strangers wrote: no DTD, no entities, no network."""

from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from lxml import etree

XML_ERRORS = (ParseError, DefusedXmlException, etree.XMLSyntaxError, ValueError)


def read_xml(data: bytes) -> Any:
    """Parse for reading (standard-library elements). Raises one of XML_ERRORS."""
    try:
        return fromstring(data, forbid_dtd=True)
    except LookupError as error:
        raise ValueError("an encoding that nobody knows") from error


def edit_xml(data: bytes) -> Any:
    """Parse for rewriting (lxml elements), without comments and instructions, which no reader sees.

    Raises one of XML_ERRORS; a DTD is one of them.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except LookupError as error:
        raise ValueError("an encoding that nobody knows") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("a DTD has no place in an office document")
    return root


def write_xml(root: Any) -> bytes:
    """Serialise an element from :func:`edit_xml` with its declaration."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local_name(element: Any) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
