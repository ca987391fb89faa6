"""A text's whole way measured: from a made file through the editor to Word and PDF, and back.

    python -m benchmarks.round_trip            # figures by kind of file
    python -m benchmarks.round_trip --all      # and every difference

`read` is what the file was made from; `edited` the structure after the editor's own HTML was
written and read again; `Word` the structure of the Word file that readers download; `PDF` its
words, since a PDF keeps no structure of its own. Ends with 1 when anything came back otherwise.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from portal.files.extraction import ExtractedText, extract_text
from portal.papers.typesetting.pages import pdf_bytes
from portal.papers.typesetting.pictures import Picture
from portal.papers.typesetting.sheet import Sheet
from portal.papers.typesetting.word import docx_bytes
from portal.text.figures import with_figures
from portal.text.html import from_html, to_html
from portal.text.html.pasted import recognised
from portal.text.model import Figure, Text, Words
from portal.text.walk import figures_in, runs_in
from tests.files.made import Made, made_files

_STEPS: Final = ("read", "edited", "Word", "PDF")
_TITLE: Final = "往返"
_SET_AT: Final = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every difference, not only the first")
    options = parser.parse_args()
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for made in made_files():
        total[made.kind] += 1
        lost = list(losses(made))
        right.update((made.kind, step) for step in _STEPS if step not in dict(lost))
        wrong += [f"{made.kind} {made.name} {step}: {what}" for step, what in lost]
    for kind, count in total.items():
        figures = "  ".join(f"{step} {right[kind, step]}/{count}" for step in _STEPS)
        print(f"{kind:12} {figures}")
    print("\n".join(wrong if options.all else wrong[:5]))
    return 1 if wrong else 0


def losses(made: Made) -> Iterator[tuple[str, str]]:
    """The steps after which a file's text is no longer what it was."""
    found = extract_text(made.data, name=made.name, pictures=True)
    if found.structure != made.text:
        yield "read", _difference(made.text, found.structure)
    edited = from_html(to_html(made.text))
    if edited != made.text:
        yield "edited", _difference(made.text, edited)
    sheet = _sheet(made)
    back = extract_text(docx_bytes(sheet), name="a.docx", pictures=True)
    wanted, given = _comparable(made.text), _comparable(_untitled(back))
    if wanted != given:
        yield "Word", _difference(wanted, given)
    printed = extract_text(pdf_bytes(sheet), name="a.pdf").text
    missing = [line for line in _spoken(made.text) if _bare(line) not in _bare(printed)]
    if missing:
        yield "PDF", missing[0]


def _sheet(made: Made) -> Sheet:
    figures = list(figures_in(made.text))
    pictures = tuple(
        Picture(figure.file, f"{number:064}", partial(bytes, data))
        for number, (figure, data) in enumerate(zip(figures, made.pictures, strict=True))
    )
    return Sheet(_TITLE, made.text.blocks, _SET_AT, "", pictures=pictures)


def _untitled(found: ExtractedText) -> Text:
    return Text(found.structure.blocks[1:])


def _comparable(text: Text) -> Text:
    """Numbers and headings recognised, as an import does; without the names of stored pictures,
    which every file gives anew.
    """
    named = with_figures(text, lambda each: Figure("", each.alt, each.caption))
    return Text(tuple(recognised(named.blocks)))


def _spoken(text: Text) -> Iterator[str]:
    """The words, run by run: formulas are drawn, readings stand above, notes at the foot."""
    for block in text.blocks:
        for run in runs_in(block):
            yield from (each.text for each in run if isinstance(each, Words))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _difference(before: Text, after: Text) -> str:
    """The first block that is another."""
    for was, now in zip(before.blocks, after.blocks, strict=False):
        if was != now:
            return f"{was}\n    -> {now}"
    return f"{len(before.blocks)} blocks -> {len(after.blocks)}"


if __name__ == "__main__":
    sys.exit(main())
