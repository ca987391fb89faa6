"""Redaction measured: every made file is redacted, proved, and then attacked, by OCR as well.

    python -m benchmarks.redaction            # about four minutes
    python -m benchmarks.redaction --no-ocr   # without reading the pictures
    python -m benchmarks.redaction scan PNG   # only files named so

One line a file; ends with 1 when anything is recoverable, changed or not provable.
"""

from __future__ import annotations

import argparse
import sys
import time

from portal.files.pictures import read_file
from portal.files.redaction import redact, verify
from tests.files.recovering import pictures_left, recovered
from tests.files.redacted import CASES, Case


def tried(case: Case, *, ocr: bool) -> tuple[list[str], list[str]]:
    """What can be recovered, and what the proof objects to."""
    before = case.make()
    marks = tuple(case.marks(before))
    after = redact(before, kind=case.kind, marks=marks)
    problems = list(verify(before, after, kind=case.kind, marks=marks))
    if not verify(before, before, kind=case.kind, marks=marks):
        problems.append("the unredacted file passes")
    found = recovered(after, case.kind, case.secrets)
    if case.kind == "pdf" and pictures_left(before, after):
        found.append("pictures of the marked page")
    if ocr:
        seen = "".join(
            line.text for reading in read_file(after, kind=case.kind) for line in reading.lines
        )
        found += [f"ocr: {secret}" for secret in case.secrets if secret in "".join(seen.split())]
    return found, problems


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--no-ocr", action="store_true")
    options.add_argument("names", nargs="*")
    given = options.parse_args()
    cases = [c for c in CASES if not given.names or any(name in c.name for name in given.names)]
    failed = 0
    for case in cases:
        started = time.monotonic()
        found, problems = tried(case, ocr=not given.no_ocr)
        failed += bool(found or problems)
        verdict = "; ".join(found + problems) or "nothing recoverable, nothing else changed"
        seconds = time.monotonic() - started
        sys.stdout.write(f"{case.kind:5}{case.name:36}{seconds:6.1f} s  {verdict}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(cases)} files, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
