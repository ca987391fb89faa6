"""When what OCR read must be looked at by a person: thresholds as data."""

from dataclasses import dataclass

from portal.files.pictures.line import Line


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidence is 0 to 1, tilt degrees.

    Printed Chinese at 150 dpi is read with 0.98 and more, also tilted by 4°; below 0.8 single
    characters are wrong, and handwriting is rarely above 0.7.
    """

    page: float = 0.90
    line: float = 0.70
    line_length: int = 2  # shorter ones are specks and seals
    unsure_share: float = 0.10  # of the characters, in unsure lines
    tilt: float = 6.0


THRESHOLDS = Thresholds()


def doubt_of(
    lines: tuple[Line, ...], *, must_have_text: bool = False, limits: Thresholds = THRESHOLDS
) -> str:
    """Why a person has to look, in Chinese; empty when the picture was read surely.

    ``must_have_text``: a page that shows something but gives no text was not understood.
    """
    told = [line for line in lines if len(line.text) >= limits.line_length]
    if not told:
        return "没有认出文字，请由人查看。" if must_have_text else ""
    letters = sum(len(line.text) for line in told)
    mean = sum(line.confidence * len(line.text) for line in told) / letters
    unsure = sum(len(line.text) for line in told if line.confidence < limits.line)
    if mean < limits.page or unsure > limits.unsure_share * letters:
        return "字迹不清或为手写，识别没有把握，请由人查看。"
    if sum(len(line.text) for line in told if _lean(line) > limits.tilt) * 2 > letters:
        return "页面倾斜，识别没有把握，请扶正后重新扫描或由人查看。"
    return ""


def _lean(line: Line) -> float:
    """Degrees from level, or from upright where the line runs up or down."""
    turned = abs(line.tilt) % 90
    return min(turned, 90 - turned)
