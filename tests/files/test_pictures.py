"""What is read from scans and pictures, and when a person has to look as well."""

import ast
import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

import portal
from portal.files.extraction import extract_text
from portal.files.pictures import Line, Reading, UnreadPicture, read_file, read_picture, shots
from portal.files.pictures.calls import Reader
from portal.files.pictures.doubts import doubt_of
from portal.files.pictures.leftovers import inked, leftovers
from tests.files import samples
from tests.files.covered import pages, scan_picture

NUMBER = samples.identity_number()


def half_scanned() -> bytes:
    """A page of text, and a scanned page with a number."""
    buffer = io.BytesIO()
    scan_picture(f"张某某 身份证号{NUMBER} 住云栖路").save(buffer, "PDF", resolution=150)
    with (
        pikepdf.open(io.BytesIO(pages("第一页有文字"))) as document,
        pikepdf.open(io.BytesIO(buffer.getvalue())) as scanned,
    ):
        document.pages.extend(scanned.pages)
        return samples.saved(document)


def test_the_scanned_half_is_read_and_stays_out_of_the_text() -> None:
    data = half_scanned()
    (reading,) = read_file(data, kind="pdf")
    assert (reading.page, reading.where, reading.doubt) == (2, "第 2 页", "")
    line = next(line for line in reading.lines if NUMBER in line.text)
    start = line.text.index(NUMBER)
    left, top, right, bottom = line.around(start, start + len(NUMBER))
    scale = reading.dpi / 150
    # Where the picture was drawn: the number begins after nine characters of 36 pixels or less.
    assert 380 * scale < left < 470 * scale
    assert right < 850 * scale
    assert 195 * scale < top < bottom < 260 * scale
    assert NUMBER not in extract_text(data, name="a.pdf").text


def test_a_process_that_is_late_or_gets_rubbish() -> None:
    with pytest.raises(UnreadPicture, match="限定时间"):
        read_picture(samples.image_bytes(), seconds=0.05)
    with Reader() as reader:
        with pytest.raises(UnreadPicture, match="由人查看"):
            reader.read(b"no picture")
        assert reader.read(samples.saved_picture(Image.new("L", (60, 60), "white"))) == ()


def test_pages_whose_text_layer_tells_all_are_not_drawn() -> None:
    assert [shot.page for shot in shots(half_scanned(), kind="pdf")] == [2]
    assert shots(half_scanned(), kind="pdf", after=2) == ()
    assert shots(pages(""), kind="pdf") == ()
    small = pages("正文" * 40, "#rect(width:20pt, height:20pt, fill:red)")
    assert shots(small, kind="pdf") == ()


def test_only_the_worker_loads_the_models() -> None:
    """Half a second and a gigabyte: not in the process that answers requests."""
    heavy = {
        "rapidocr",
        "onnxruntime",
        "cv2",
        "portal.files.pictures.legibility",
        "portal.files.pictures.worker",
    }
    root = Path(portal.__file__).parent
    loading = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and heavy & {getattr(node, "module", None), *(name.name for name in node.names)}
    }
    assert loading == {"files/pictures/legibility.py", "files/pictures/worker.py"}


def line(text: str = "一行印刷的文字", confidence: float = 0.99, tilt: float = 0.0) -> Line:
    places = tuple((10 + 20 * n, 5, 30 + 20 * n, 25) for n in range(len(text)))
    return Line(text, (10, 5, 10 + 20 * len(text), 25), confidence, tilt, places)


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ((line(),), ""),
        ((line(), line(confidence=0.6)), "没有把握"),
        ((line(confidence=0.85),), "没有把握"),
        ((line("印刷文字" * 20), line("章", 0.2)), ""),
        ((line(tilt=8.0),), "倾斜"),
        ((line(tilt=-91.0),), ""),
        ((), "没有认出"),
    ],
)
def test_doubts(lines: tuple[Line, ...], word: str) -> None:
    said = doubt_of(lines, must_have_text=True)
    assert (word in said) if word else said == ""
    assert doubt_of(()) == ""


def test_places_within_a_line() -> None:
    one = line("姓名：张某某")
    assert one.around(3, 6) == (66, 5, 130, 25)
    assert Line("姓名：张某某", (10, 5, 130, 25), 0.9).around(3, 6) == (10, 5, 130, 25)
    turned = one.turned_over(200, 100)
    assert turned.box == (70, 75, 190, 95)
    assert turned.around(3, 6)[0] == 70
    assert Line.from_plain(one.moved(5, 7).as_plain()) == one.moved(5, 7)


def test_what_the_detector_overlooked() -> None:
    """A line far from everything else; rules of a table and photographs are no lines."""
    picture = scan_picture()
    read = [(140, 190, 700, 660)]
    assert list(leftovers(np.asarray(picture.convert("L")), read)) == []
    draw = ImageDraw.Draw(picture)
    draw.rectangle((100, 800, 900, 1000), outline=(0, 0, 0), width=2)
    assert list(leftovers(np.asarray(picture.convert("L")), read)) == []
    picture.paste(scan_picture().crop((140, 190, 700, 260)), (300, 1500))
    ((left, top, right, bottom),) = leftovers(np.asarray(picture.convert("L")), read)
    assert (left < 310, right > 840, top < 1512, bottom > 1560) == (True,) * 4
    assert inked(np.asarray(Image.new("L", (50, 50), "white"))) is None


def test_readings_of_files_without_pictures() -> None:
    assert read_file(samples.docx_bytes(), kind="docx") == ()
    assert read_file(b"text", kind="txt") == ()
    assert Reading(0, "图片 image1.png", (), "").dpi == 0
