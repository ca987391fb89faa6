"""What is read from twenty scanned pages: tilted, speckled, stamped in red, in two columns.

    python -m benchmarks.scans            # about a minute on a quiet machine
    python -m benchmarks.scans stamp      # only pages named so

One line a page: characters right, elements right, doubtful lines, seconds. Ends with 1 when less
than 98 % of the characters or 90 % of the elements are right, or a page takes more than 4 seconds
of the processor's time on the average.
"""

from __future__ import annotations

import argparse
import difflib
import resource
import sys
import time
from collections import Counter

from disclosure.imports.blocks import Source
from disclosure.imports.parser import parse_document
from portal.files.extraction import ExtractedText, extract_text
from portal.files.extraction.scan import SURE
from portal.files.pictures.calls import Reader
from tests.files.scanned import Scan, scans

CHARACTERS, ELEMENTS, SECONDS = 0.98, 0.90, 4.0


def tight(text: str) -> str:
    """Without blanks."""
    return "".join(text.split())


def characters(found: ExtractedText, page: Scan) -> tuple[int, int, int]:
    """How many characters of the page were read, how many it has, how many were invented."""
    want, got = tight(page.text), tight(found.text)
    blocks = difflib.SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks()
    right = sum(block.size for block in blocks)
    return right, len(want), len(got) - right


def elements(found: ExtractedText, page: Scan) -> list[str]:
    """The names of the elements that are read wrong."""
    source = Source(found.structure, found.origins)
    read = parse_document(found.text, file="", organs=(), source=source).as_json()
    return [name for name, value in page.elements.items() if read[name] != value]


def lines(found: ExtractedText, page: Scan) -> Counter[str]:
    """Lines by whether they are right, and whether a person is told to look."""
    known = tight(page.text)
    told: Counter[str] = Counter()
    for line, place in zip(found.text.split("\n"), found.places, strict=True):
        if place is not None:
            wrong = "right" if tight(line) in known else "wrong"
            told[f"{wrong} {'told' if place.confidence < SURE else 'silent'}"] += 1
    return told


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*")
    given = options.parse_args()
    totals: Counter[str] = Counter()
    pages = [p for p in scans() if not given.names or any(n in p.name for n in given.names)]
    with Reader(seconds=600) as reader:
        for page in pages:
            begun = time.monotonic()
            read = reader.page(page.data, 1)
            seconds = time.monotonic() - begun
            found = extract_text(page.data, name="page.png", scans=[read])
            right, all_, invented = characters(found, page)
            wrong = elements(found, page)
            totals += Counter(
                right=right, all=all_, wrong=len(wrong), elements=len(page.elements)
            ) + lines(found, page)
            sys.stdout.write(
                f"{page.name:44} characters {right}/{all_} +{invented}  elements "
                f"{len(page.elements) - len(wrong)}/{len(page.elements)}  {seconds:5.1f} s  "
                f"{', '.join(wrong)}\n"
            )
            sys.stdout.flush()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (used.ru_utime + used.ru_stime) / max(len(pages), 1)
    share = totals["right"] / max(totals["all"], 1)
    good = 1 - totals["wrong"] / max(totals["elements"], 1)
    sys.stdout.write(
        f"characters {share:.2%}, elements {good:.2%}, {cpu:.1f} s of the processor a page; "
        f"wrong lines told {totals['wrong told']}, silent {totals['wrong silent']}; "
        f"right lines told {totals['right told']} of {totals['right silent']}\n"
    )
    return int(share < CHARACTERS or good < ELEMENTS or cpu > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
