"""Which HTML a text is written in: one table for writing it, reading it and editing it. Pure.

What is not named here has no place in a text. The editor makes its schema from `for_editor`, so
that nobody can type there what the server would throw away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from portal.text.model import Mark
from portal.text.vocabulary import href_problem


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, and the attribute that each field of the model is written in.

    `name` may hold names for several levels; `css` is the class that tells it from others of the
    same name.
    """

    names: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    css: str = ""

    @property
    def name(self) -> str:
        """The tag, where there is one for all levels."""
        return self.names[0]


# Blocks and what they are made of, by the names of the serialisation.
BLOCKS: Final[Mapping[str, Tag]] = {
    "paragraph": Tag(("p",), {"number": "data-number"}),
    "heading": Tag(("h2", "h3", "h4", "h5"), {"number": "data-number"}),
    "article": Tag(("article",), {"number": "data-number", "name": "data-name"}),
    "annex": Tag(("h1",), {"label": "data-label"}),
    "signature": Tag(("footer",)),
    "list": Tag(("ul", "ol"), {"start": "start"}),
    "item": Tag(("li",)),
    "table": Tag(("table",)),
    "table_caption": Tag(("caption",)),
    "row": Tag(("tr",)),
    "cell": Tag(("td", "th"), {"across": "colspan", "down": "rowspan"}),
    "figure": Tag(("figure",), {"file": "data-file"}),
    "picture": Tag(("img",), {"alt": "alt"}),
    "figure_caption": Tag(("figcaption",)),
}
INLINES: Final[Mapping[str, Tag]] = {
    "link": Tag(("a",), {"href": "href"}),
    "run_in": Tag(("span",), css="run-in"),
    "note": Tag(("sup",), css="note"),
    "ruby": Tag(("ruby",)),
    "reading": Tag(("rt",)),
    "formula": Tag(("math",), {"text": "data-text"}),
    "break": Tag(("br",)),
}
MARKS: Final[Mapping[Mark, str]] = {
    Mark.STRONG: "strong",
    Mark.EMPHASIS: "em",
    Mark.UNDERLINE: "u",
    Mark.SUPERSCRIPT: "sup",
    Mark.SUBSCRIPT: "sub",
}

# The elements and attributes of formulas (portal/text/mathml.py), which the editor shows.
MATHML: Final = (
    "math", "mrow", "msqrt", "mtable", "mtr", "mtd", "mfrac", "msup", "msub", "mroot",
    "munder", "mover", "msubsup", "munderover", "mi", "mn", "mo", "mtext",
)  # fmt: skip

MATHML_ATTRIBUTES: Final = ("mathvariant", "linethickness")

# What a text may hold, beyond any real document's need.
LONGEST: Final = 2_000_000  # characters of HTML
DEEPEST_MARKUP: Final = 100
MOST_ACROSS: Final = 100
MOST_DOWN: Final = 1000
LAST_START: Final = 9999


def safe_address(href: str) -> str:
    """The address as a text may hold it, or nothing."""
    given = href.strip()
    return given if given and not href_problem(given) else ""


def for_editor() -> dict[str, Any]:
    """The table as the editor reads it, in JSON's types."""
    return {
        "blocks": {kind: _row(tag) for kind, tag in BLOCKS.items()},
        "inlines": {kind: _row(tag) for kind, tag in INLINES.items()},
        "marks": {str(mark): name for mark, name in MARKS.items()},
        "mathml": list(MATHML),
        "mathml_attributes": list(MATHML_ATTRIBUTES),
    }


def _row(tag: Tag) -> dict[str, Any]:
    return {"tags": list(tag.names), "attributes": dict(tag.attributes), "css": tag.css}
