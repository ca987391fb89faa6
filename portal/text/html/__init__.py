"""Texts as HTML of a closed vocabulary, and back."""

from portal.text.html.pasted import from_pasted, in_a_cell
from portal.text.html.reading import from_html
from portal.text.html.writing import to_html

__all__ = ["from_html", "from_pasted", "in_a_cell", "to_html"]
