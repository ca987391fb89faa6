"""Scans: made legible, laid out like any page, and every doubt at its place."""

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

from portal.files.extraction import ScannedFile, extract_text
from portal.files.extraction.punctuation import full_width
from portal.files.extraction.scan import SURE, leaned
from portal.files.pictures import Line, ScannedPage, shots
from portal.files.pictures.legibility import cleared
from portal.text.model import Table
from tests.files import samples
from tests.files.laidout import read_rows
from tests.files.scanned import LOOKS, Look, scan, scanned_file

# As large as a sheet of A4 at 100 dpi.
WIDE, HIGH = 827, 1169


def line(text: str, left: int, top: int, sure: float = 0.99, weakest: float = 0.99) -> Line:
    places = tuple((left + 16 * n, top, left + 16 * (n + 1), top + 16) for n in range(len(text)))
    box = (left, top, left + 16 * len(text), top + 16)
    return Line(text, box, sure, 0.0, places, weakest)


def page(
    *lines: Line, tilt: float = 0.0, **rules: tuple[tuple[int, int, int, int], ...]
) -> ScannedPage:
    return ScannedPage(1, WIDE, HIGH, tilt, lines, **rules)


def read(*pages: ScannedPage) -> str:
    return extract_text(samples.image_bytes(), name="a.png", scans=pages).text


def test_without_recognition_a_scan_says_what_it_is() -> None:
    for data, name in ((samples.scanned_pdf(), "a.pdf"), (samples.image_bytes(), "a.png")):
        with pytest.raises(ScannedFile, match="OCR"):
            extract_text(data, name=name)


def test_recognised_text_is_named_so_and_doubtful_lines_are_told() -> None:
    lines = (
        line("关于节水的通知", 300, 100),
        line("各单位：", 100, 140, 0.7),
        line("请落实。", 130, 180, 0.95, 0.2),
    )
    found = extract_text(samples.image_bytes(), name="a.png", scans=[page(*lines)])
    assert found.text == "关于节水的通知\n各单位：\n请落实。"
    assert (found.recognised, found.scanned, found.kind) == (True, (), "png")
    whole, second, third = found.doubts
    assert "识别文字" in whole.what
    assert (second.blocks, second.page) == ((1,), 1)
    assert "各单位" in second.what
    assert third.blocks == (2,)  # one character is as good as a guess
    assert second.box == pytest.approx((100 / WIDE, 140 / HIGH, 164 / WIDE, 156 / HIGH), abs=0.001)
    assert [place is not None and place.confidence < SURE for place in found.places] == [
        False, True, True,
    ]  # fmt: skip


def test_pieces_of_a_line_are_one_line() -> None:
    """The organ at the left and the day at the right of an imprint."""
    lines = (line("水务局办公室", 100, 900), line("2026年1月4日印发", 480, 902))
    assert read(page(*lines)) == "水务局办公室 2026年1月4日印发"


def test_columns_of_a_scan() -> None:
    left = [line("左边一栏的文字有这么长", 100, 100 + 24 * n) for n in range(8)]
    right = [line("右边一栏的文字有这么长", 450, 101 + 24 * n) for n in range(8)]
    head, foot = line("两栏上面的标题", 300, 60), line("两栏下面的话", 100, 360)
    mixed = [head, *(one for pair in zip(left, right, strict=True) for one in pair), foot]
    assert read(page(*mixed)).split("\n") == [
        "两栏上面的标题",
        *["左边一栏的文字有这么长"] * 8,
        *["右边一栏的文字有这么长"] * 8,
        "两栏下面的话",
    ]


def test_a_table_of_a_scan() -> None:
    cells = (
        line("项目", 110, 110),
        line("数量", 260, 110),
        line("甲", 110, 150),
        line("3", 260, 150),
    )
    across = tuple((100, y, 400, y + 2) for y in (100, 140, 180))
    down = tuple((x, 100, x + 2, 182) for x in (100, 250, 399))
    found = extract_text(
        samples.image_bytes(), name="a.png", scans=[page(*cells, across=across, down=down)]
    )
    (table,) = found.structure.blocks
    assert isinstance(table, Table)
    assert read_rows(table) == ((("项目", 1, 1), ("数量", 1, 1)), (("甲", 1, 1), ("3", 1, 1)))


def test_places_are_those_of_the_page_as_it_lay() -> None:
    """A quarter of the width right of the middle, turned with the clock, stands lower."""
    box = leaned((0.74, 0.49, 0.76, 0.51), 1000, 1000, 5.0)
    assert (box[1] + box[3]) / 2 == pytest.approx(0.5 + 0.25 * np.sin(np.radians(5)), abs=0.002)
    over = leaned((0.1, 0.1, 0.2, 0.15), 1000, 1000, 180.0)
    assert over == pytest.approx((0.8, 0.85, 0.9, 0.9), abs=0.001)


def test_a_file_half_scanned_is_read_whole() -> None:
    with pikepdf.open(io.BytesIO(samples.scanned_pdf())) as scanned_half:
        both = samples.edited_pdf(
            lambda pdf: pdf.pages.extend(scanned_half.pages), samples.pdf_bytes("第一页的正文。")
        )
    alone = extract_text(both, name="a.pdf")
    assert (alone.text, alone.scanned, alone.recognised) == ("第一页的正文。", (2,), False)
    scanned = ScannedPage(2, WIDE, HIGH, 0.0, (line("第二页的正文。", 100, 100),))
    found = extract_text(both, name="a.pdf", scans=[scanned])
    assert found.text == "第一页的正文。\n第二页的正文。"
    assert (found.scanned, found.recognised) == ((), True)
    assert [shot.page for shot in shots(both, kind="pdf", wordless=True)] == [2]


@pytest.mark.parametrize(
    ("read_as", "printed"),
    [
        ("(此件公开发布)", "（此件公开发布）"),
        ("各单位:", "各单位："),
        ("共3,250.60万元", "共3,250.60万元"),
        ("时间:10:30,地点", "时间：10:30，地点"),
        ("see (a, b)", "see (a, b)"),
    ],
)
def test_punctuation(read_as: str, printed: str) -> None:
    assert full_width(read_as) == printed


@pytest.mark.parametrize("tilt", [-5.0, -1.2, 0.0, 3.3])
def test_a_page_is_made_level(tilt: float) -> None:
    picture = Image.open(io.BytesIO(scan(0, Look(tilt=tilt)).data)).convert("RGB")
    assert cleared(np.asarray(picture)).tilt == pytest.approx(-tilt, abs=0.25)


def test_seals_go_and_red_heads_stay() -> None:
    clean = Image.open(io.BytesIO(scan(6, Look()).data)).convert("RGB")
    stamped = Image.open(io.BytesIO(scan(6, Look(stamp=True)).data)).convert("RGB")
    first, second = (cleared(np.asarray(picture)).words < 128 for picture in (clean, stamped))
    head = slice(200, 330)
    assert second[head].sum() == pytest.approx(first[head].sum(), rel=0.02)
    assert second[head].sum() > 10_000
    # Under the seal the signature is as it was; of the ring nothing is left.
    assert second.sum() == pytest.approx(first.sum(), rel=0.02)


def test_specks_go_and_stops_stay() -> None:
    clean, speckled = (
        cleared(np.asarray(Image.open(io.BytesIO(scan(0, look).data)).convert("RGB"))).words < 128
        for look in (Look(), Look(specks=4000))
    )
    assert speckled.sum() == pytest.approx(clean.sum(), rel=0.03)


def test_rules_of_a_table_are_found_on_a_tilted_page() -> None:
    look = LOOKS[15]
    assert look.table
    assert look.tilt
    found = cleared(np.asarray(Image.open(io.BytesIO(scan(15).data)).convert("RGB")))
    assert len(found.down) >= 4
    assert len(found.across) >= 4


def test_scanned_files_are_what_they_seem() -> None:
    data = scanned_file(scan(0), scan(6))
    assert [shot.page for shot in shots(data, kind="pdf", wordless=True)] == [1, 2]
