"""Reading official documents (公文) from plain text.

No Django, no clock, no files: text in, :class:`~disclosure.importing.elements.ParsedDocument` out.
Start at :func:`disclosure.importing.parser.parse_document`.
"""
