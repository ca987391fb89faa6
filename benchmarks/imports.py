"""Import measured: what is read from made files equals what they were made from, and how fast.

    python -m benchmarks.imports            # figures by kind, then the speed
    python -m benchmarks.imports --files 200

The speed is that of Word files of 20 kB with tables: read in this process, and as an import reads
them, in a confined process with the checks before it. Without the database, which the tests of
imports use. Ends with 1 when a structure is wrong or the speed below what is promised.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import docx

from disclosure.imports.blocks import Source
from disclosure.imports.parser import parse_document
from portal.files.confinement import confined
from portal.files.confinement.nursery import NURSERY
from portal.files.extraction import ExtractedText, extract_text
from portal.files.formats.limits import BUDGETS
from portal.files.inspection import Limits
from tests.files.made import made_files
from tests.files.samples import members_of, saved, zip_bytes

_PROMISED: Final = 20.0
_DIGITS: Final = "一二三四五六"


def right_by_kind() -> tuple[Counter[str], Counter[str]]:
    """How many made files are read as they were made, and how many there are, by kind."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for made in made_files():
        found = extract_text(made.data, name=made.name, pictures=True)
        pictures = tuple(part.data for part in found.parts)
        weight = len(made.pictures) or 1
        total[made.kind] += weight
        right[made.kind] += weight * (found.structure == made.text and pictures == made.pictures)
    return right, total


def word_file(number: int) -> bytes:
    """A notice with three tables of some hundred figures, of about 20 kB."""
    chance = random.Random(number)
    document = docx.Document()
    head = (
        "云州市人民政府办公室文件", f"云府办发〔2026〕{number}号",
        "云州市人民政府办公室关于公布补贴标准的通知", "各区人民政府，市政府各部门：",
        "现将有关事项通知如下。",
    )  # fmt: skip
    for line in head:
        document.add_paragraph(line)
    for part in range(3):
        document.add_paragraph(f"{_DIGITS[part]}、补贴范围")
        for place in range(5):
            document.add_paragraph(
                f"（{_DIGITS[place]}）各单位应当结合实际，按照职责分工做好第{number * 7 + place}项"
                "工作，检查结果纳入年度考核，重要情况及时报告。"
            )
        table = document.add_table(rows=24, cols=6)
        for at, row in enumerate(table.rows):
            for column, each in enumerate(row.cells):
                each.text = f"{chance.random() * 1e6:.4f}" if at else f"列{column}"
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 1).merge(table.cell(3, 2))
    for line in ("云州市人民政府办公室", "2026年11月2日", "（此件公开发布）"):
        document.add_paragraph(line)
    return _slim(saved(document))


def _slim(data: bytes) -> bytes:
    """Without what only the template of python-docx brings: a picture, a hundred table styles."""
    members = members_of(data)
    members.pop("docProps/thumbnail.jpeg", None)
    members.pop("word/stylesWithEffects.xml", None)
    for name in ("_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml"):
        text = members[name].decode()
        text = re.sub(
            r"<(?:Relationship|Override)\b[^>]*(?:thumbnail|WithEffects)[^>]*/>", "", text
        )
        members[name] = text.encode()
    styles = members["word/styles.xml"].decode()
    table = re.compile(
        r'<w:style w:type="table" w:styleId="(?!TableNormal).*?</w:style>', re.DOTALL
    )
    members["word/styles.xml"] = table.sub("", styles).encode()
    return zip_bytes(dict(members))


def read_here(data: bytes) -> ExtractedText:
    """Extraction in this process."""
    return extract_text(data, name="a.docx")


def read_confined(data: bytes) -> ExtractedText:
    """What an upload goes through before it is kept."""
    arrival = confined("arrive", data, budget=BUDGETS.arrive, name="a.docx", limits=Limits()).value
    found: ExtractedText = arrival.text
    return found


def speed(files: Sequence[bytes], read: Callable[[bytes], ExtractedText]) -> tuple[float, float]:
    """Documents a second of the clock, and of one core, read and parsed into elements."""
    read(files[0])
    clock, core = time.perf_counter(), _core_seconds()
    for data in files:
        found = read(data)
        source = Source(found.structure, found.origins)
        parsed = parse_document(found.text, file="a.docx", organs=(), source=source)
        assert parsed.doc_number
    return (
        len(files) / (time.perf_counter() - clock),
        len(files) / (_core_seconds() - core),
    )


def _core_seconds() -> float:
    """Of this process, and of the confined ones that ended."""
    beside = 0
    if NURSERY.pid:
        fields = Path(f"/proc/{NURSERY.pid}/stat").read_text().rpartition(")")[2].split()
        beside = sum(map(int, fields[11:15]))
    return time.process_time() + beside / os.sysconf("SC_CLK_TCK")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=60)
    given = options.parse_args()
    right, total = right_by_kind()
    for kind, count in total.items():
        sys.stdout.write(f"{kind}\t{right[kind]}/{count}\n")
    files = [word_file(number) for number in range(1, given.files + 1)]
    size = sum(map(len, files)) / len(files) / 1000
    here, core = speed(files, read_here)
    sys.stdout.write(f"{len(files)} files of {size:.1f} kB, in one process: ")
    sys.stdout.write(f"{here:.1f} a second, {core:.1f} a second of a core\n")
    beside, core_beside = speed(files, read_confined)
    sys.stdout.write("inspected, searched for a 密级 and read, in confined processes: ")
    sys.stdout.write(f"{beside:.1f} a second, {core_beside:.1f} a second of a core\n")
    return int(right != total or core_beside < _PROMISED)


if __name__ == "__main__":
    sys.exit(main())
