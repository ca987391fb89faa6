"""Where things stand on a page, and what that says: tables, columns, what is no part of the text.

Pure geometry in points from the upper left corner, for every format whose pages hold letters in
places: PDF, OFD, and scans once they are recognised.
"""

from portal.files.layout.cells import on_one_line, side_by_side
from portal.files.layout.leaves import Grid, Item, Leaf, Letter, Row, Rule, Sheet
from portal.files.layout.pages import lay_out

__all__ = [
    "Grid",
    "Item",
    "Leaf",
    "Letter",
    "Row",
    "Rule",
    "Sheet",
    "lay_out",
    "on_one_line",
    "side_by_side",
]
