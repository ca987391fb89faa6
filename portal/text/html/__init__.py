"""Texts as HTML of a closed vocabulary, and back."""

from portal.text.html.output import to_html
from portal.text.html.parser import from_html
from portal.text.html.pasted import from_pasted, in_a_cell

__all__ = ["from_html", "from_pasted", "in_a_cell", "to_html"]
