"""Reading official documents (公文) from plain text.

No Django, no clock, no files: text in, :class:`~disclosure.imports.elements.ParsedDocument` out.
Start at :func:`disclosure.imports.parser.parse_document`.
"""
