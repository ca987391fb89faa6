"""A block of structured text: what pages, Word files and PDFs are set from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One block of text.

    `kind` is part (title of an attached text), chapter, heading, article, paragraph or table;
    `level` the number of the HTML heading; `lead` the numbering that opens an article or a
    paragraph; `depth` how deep the numbering stands (1 for 一、).
    """

    kind: str
    text: str = ""
    lead: str = ""
    level: int = 0
    depth: int = 0
    anchor: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
