"""How many elements of the real documents the import reads right.

    python -m benchmarks.import_accuracy [DOCUMENTS]

Prints a table: for each element, right / compared, over the five and over the twenty. Exits
non-zero when an element of the five is wrong or one of the twenty falls below 95 %.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from disclosure.imports.parser import parse_document
from tests.disclosure.imports.known import FIVE, expected_of

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "documents"
LABELS = {
    "title": "标题",
    "doc_number": "文号",
    "issuers": "发文机关",
    "genre": "文种",
    "recipients": "主送",
    "copy_to": "抄送",
    "signed_on": "成文日期",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
    "openness": "公开属性",
    "copies": "份数",
}
REQUIRED = 0.95


def compare(text: str, expected: dict[str, Any], right: Counter[str], all_: Counter[str]) -> None:
    """Count, element by element, what the parser reads as expected."""
    found = parse_document(text, file="", organs=()).as_json()
    for field, value in expected.items():
        all_[field] += 1
        right[field] += found[field] == value


def main(folder: Path) -> int:
    """Print the table; returns the exit code."""
    five: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for name, expected in FIVE.items():
        compare((folder / f"{name}.txt").read_text(encoding="utf-8"), expected, *five)
    twenty: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for line in (folder / "state-council-20.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        compare(record["text"], expected_of(record), *twenty)
    print(f"{'要素':<8}{'五份':>8}{'二十份':>10}")
    failed = False
    for field, label in LABELS.items():
        cells = []
        for (right, total), least in ((five, 1.0), (twenty, REQUIRED)):
            cells.append(f"{right[field]}/{total[field]}" if total[field] else "—")
            failed |= bool(total[field]) and right[field] < least * total[field]
        print(f"{label:<8}{cells[0]:>8}{cells[1]:>10}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT))
