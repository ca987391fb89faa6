"""The process that reads: `python -m portal.files.pictures.worker`, pictures in, lines out.

The only module that loads the models (half a second, up to a gigabyte): no other process imports
it. It knows nothing of the portal's settings, and ends when nobody hands it pictures any more.
"""

import contextlib
import io
import json
import math
import resource
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import numpy as np
from PIL import Image, ImageOps
from rapidocr import RapidOCR

from portal.files.formats.limits import DEFAULT_LIMITS, MIB
from portal.files.pictures.leftovers import inked, leftovers
from portal.files.pictures.legibility import cleared
from portal.files.pictures.line import Line, PixelBox, turned_over
from portal.files.pictures.page import ScannedPage

MEMORY: Final = 3072 * MIB
_THREADS: Final = 2
_LONGEST: Final = 2000  # pixels: what the models read at once
# Where lines stand is found on a smaller picture: half the pixels, and half of all the time. What
# they say is read from the larger one. `benchmarks/scans.py` finds no line lost by it.
_LONGEST_SEEN: Final = 1440
_STRIP: Final = 1.6  # a picture longer than this many times its width is read strip by strip
_OVERLAP: Final = 0.15
_SURE: Final = 0.8  # below: perhaps it lies upside down
_LINES: Final = 5000
_RULES: Final = 1000
# What is asked for: the lines of a picture, or a page made legible first.
_LINES_ONLY: Final = b"L"


class Engine:
    """The models, loaded once."""

    def __init__(self) -> None:
        self._engine = RapidOCR(
            params={
                "Global.text_score": 0.0,  # what is hardly legible is told too, as such
                "Global.use_cls": False,  # upside down is tried as a whole, see below
                "Global.max_side_len": _LONGEST,
                # Else a band of one line would be enlarged twelve times.
                "Det.limit_type": "max",
                "Det.limit_side_len": _LONGEST_SEEN,
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Global.log_level": "critical",
                "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            }
        )

    def read(self, data: bytes) -> list[Line]:
        """Lines from top to bottom. Raises ValueError for what is no picture or too large."""
        picture = _opened(data)
        lines = self._all(picture)
        if not lines or _mean(lines) < _SURE:
            turned = self._all(picture.transpose(Image.Transpose.ROTATE_180))
            if turned and _mean(turned) > (_mean(lines) if lines else 0):
                lines = [line.turned_over(*picture.size) for line in reversed(turned)]
        return lines[:_LINES]

    def page(self, data: bytes) -> ScannedPage:
        """A scanned page made legible first: lines from top to bottom, and rules. Raises as
        `read`.
        """
        picture = _opened(data)
        clear = cleared(np.asarray(picture))
        words = Image.fromarray(clear.words).convert("RGB")
        lines = self._all(words)
        tilt, across, down = clear.tilt, clear.across, clear.down
        if not lines or _mean(lines) < _SURE:
            turned = self._all(words.transpose(Image.Transpose.ROTATE_180))
            if turned and _mean(turned) > (_mean(lines) if lines else 0):
                # It lay upside down.
                lines, tilt = turned, tilt + 180
                across = tuple(turned_over(rule, *picture.size) for rule in across)
                down = tuple(turned_over(rule, *picture.size) for rule in down)
        return ScannedPage(
            1, *picture.size, tilt, tuple(lines[:_LINES]), across[:_RULES], down[:_RULES]
        )

    def _all(self, picture: Image.Image) -> list[Line]:
        grey = np.asarray(picture.convert("L"))
        place = inked(grey)
        if place is None:
            return []
        lines = [
            line.moved(place[0], place[1])
            for line in self._strips(picture.crop(_cut(place, picture)))
        ]
        for left, top, right, bottom in leftovers(grey, [line.box for line in lines]):
            part = picture.crop(_cut((left, top, right, bottom), picture))
            lines += [line.moved(left, top) for line in self._lines(part)]
        return sorted(lines, key=lambda line: (line.box[1], line.box[0]))

    def _strips(self, picture: Image.Image) -> list[Line]:
        width, height = picture.size
        if height <= _STRIP * width or height <= _LONGEST:
            return self._lines(picture)
        length = max(round(_STRIP * width), _LONGEST // 2)
        overlap = round(_OVERLAP * length)
        found: list[Line] = []
        for top in range(0, max(height - overlap, 1), length - overlap):
            bottom = min(top + length, height)
            for line in self._lines(picture.crop((0, top, width, bottom))):
                middle = (line.box[1] + line.box[3]) / 2
                # A line of the overlap belongs to the strip in which it is farther from the edge.
                first = top == 0 or middle >= overlap / 2
                if first and (bottom == height or middle < length - overlap / 2):
                    found.append(line.moved(0, top))
        return found

    def _lines(self, picture: Image.Image) -> list[Line]:
        result: Any = self._engine(np.asarray(picture)[:, :, ::-1].copy())
        if result.txts is None or result.boxes is None:
            return []
        words = result.word_results if len(result.word_results) == len(result.txts) else None
        return [
            _line(text, corners, score, words[number] if words else ())
            for number, (text, corners, score) in enumerate(
                zip(result.txts, result.boxes.tolist(), result.scores, strict=True)
            )
        ]


def _opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
        if picture.width * picture.height > DEFAULT_LIMITS.max_pixels:
            raise ValueError("pixels")
        return ImageOps.exif_transpose(picture).convert("RGB")


def _cut(place: PixelBox, picture: Image.Image) -> PixelBox:
    return place[0], place[1], min(place[2], picture.width), min(place[3], picture.height)


def _line(text: str, corners: list[list[float]], score: float, words: Any) -> Line:
    (left, top), (right, end), *_ = corners
    tilt = math.degrees(math.atan2(end - top, right - left))
    weakest = min((float(sure) for _, sure, _ in words), default=float(score))
    return Line(text, _around(corners), float(score), round(tilt, 1), _places(text, words), weakest)


def _places(text: str, words: Any) -> tuple[PixelBox, ...]:
    """A box for each character; none at all when the engine counted differently."""
    told = [(char, _around(corners)) for word, _, corners in words for char in word]
    places: list[PixelBox] = []
    for char in text:
        if told and told[0][0] == char:
            places.append(told.pop(0)[1])
        elif char.isspace() and places:
            places.append(places[-1])
        else:
            return ()
    return tuple(places)


def _around(corners: Any) -> PixelBox:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return (
        max(math.floor(min(across)), 0),
        max(math.floor(min(down)), 0),
        math.ceil(max(across)),
        math.ceil(max(down)),
    )


def _mean(lines: list[Line]) -> float:
    return sum(line.confidence for line in lines) / len(lines)


def _handed(source: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """What is asked (one byte) and the picture, after its length in eight bytes."""
    while len(head := source.read(9)) == 9:
        yield head[:1], source.read(int.from_bytes(head[1:], "big"))


def main() -> None:
    """Answer each picture with one line of JSON: lines, a page, or null for no picture."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(kind, (most, most))
    engine = Engine()
    for asked, data in _handed(sys.stdin.buffer):
        answer: Any
        try:
            if asked == _LINES_ONLY:
                answer = [line.as_plain() for line in engine.read(data)]
            else:
                answer = engine.page(data).as_plain()
        except (ValueError, OSError, SyntaxError, Image.DecompressionBombError):
            answer = None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
