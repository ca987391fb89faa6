"""How well the rules of personal data find, and how often they alarm for nothing.

    python -m benchmarks.personal_data [--misses] [FILE…]

Prints the table of docs/personal-data.md over the corpus of our own making: precision and recall by
kind and by layout. With FILEs (.txt, .jsonl, .jsonl.gz with a field `text`) also the findings in
100 of these published documents, by kind.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.personal_corpus import Case, negatives, positives
from benchmarks.personal_corpus.measuring import Measured, measure
from portal.files.personal_data import Kind, scan_text


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="published documents")
    parser.add_argument("--misses", action="store_true", help="show what went wrong")
    options = parser.parse_args()
    found, alarms = positives(), negatives()
    print(f"正例 {len(found)} 篇，反例 {len(alarms)} 篇\n")
    told = measure([*found, *alarms])
    _print_table("种类", [(kind.value, kind.label) for kind in Kind], told)
    layouts = dict.fromkeys(case.layout for case in found)
    _print_table("写法和版式", [(layout, layout) for layout in layouts], told)
    _print_alarms(alarms, measure(alarms))
    if options.misses:
        for title, rows in (("没有找到", told.missed), ("误报", told.false)):
            for row in rows:
                print(f"{title} {row.kind.label} {row.layout}：{row.text[:120]!r}")
    if options.files:
        _print_published(options.files)


def _print_table(title: str, rows: list[tuple[str, str]], told: Measured) -> None:
    print(f"| {title} | 应找到 | 找到 | 召回率 | 报出 | 报对 | 精确率 |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, label in rows:
        recall = f"{told.recall(name):.1%}" if told.wanted[name] else "—"
        precision = f"{told.precision(name):.1%}" if told.found[name] else "—"
        print(
            f"| {label} | {told.wanted[name]} | {told.met[name]} | {recall} "
            f"| {told.found[name]} | {told.right[name]} | {precision} |"
        )
    print()


def _print_alarms(cases: list[Case], told: Measured) -> None:
    print("| 反例 | 篇数 | 误报 |\n|---|--:|--:|")
    sizes = Counter(case.layout for case in cases)
    for layout in sizes:
        print(f"| {layout} | {sizes[layout]} | {told.found[layout]} |")
    print()


def _print_published(files: list[Path]) -> None:
    findings: Counter[str] = Counter()
    number = 0
    for text in _texts(files):
        number += 1
        findings.update(finding.kind.label for finding in scan_text(text))
    print(f"已公开的文件 {number} 件，每百件报出：")
    for label, count in findings.most_common():
        print(f"| {label} | {count * 100 / number:.2f} |")
    if not findings:
        print("无")


def _texts(files: list[Path]) -> Iterator[str]:
    for path in files:
        if path.suffix == ".txt":
            yield path.read_text(encoding="utf-8")
            continue
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


if __name__ == "__main__":
    main()
