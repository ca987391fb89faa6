"""Numbers as Word prints them: the formats of ST_NumberFormat (ECMA-376 part 1, 17.18.59)."""

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_UNITS: Final = ((1000, "千"), (100, "百"), (10, "十"))
_FORMAL_UNITS: Final = ((1000, "仟"), (100, "佰"), (10, "拾"))
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LARGEST_COUNTED: Final = 9999
# No document counts further; the forms that repeat a letter would grow with the number.
_LARGEST: Final = 30_000
_NOTE_MARKS: Final = "*†‡§"


def formatted(number: int, form: str) -> str | None:
    """``number`` in the format ``form`` (a value of w:numFmt), or None for an unknown format."""
    write = _FORMS.get(form)
    if write is None:
        return None
    return write(number) if 0 <= number <= _LARGEST else str(number)


def _counted(number: int, digits: str, units: tuple[tuple[int, str], ...], zero: str) -> str:
    """Chinese counting with units: 一百零五; the ten of 十五 is written without its 一."""
    if number == 0:
        return digits[0]
    if number > _LARGEST_COUNTED:
        return str(number)
    text, rest, gap = "", number, False
    for value, unit in units:
        figure, rest = divmod(rest, value)
        if figure:
            text += (zero if gap else "") + digits[figure] + unit
            gap = False
        elif text:
            gap = True
    if rest:
        text += (zero if gap else "") + digits[rest]
    return text


def _chinese(number: int) -> str:
    text = _counted(number, _DIGITS, _UNITS, "零")
    return text.removeprefix("一") if 10 <= number <= 19 else text


def _japanese(number: int) -> str:
    """Units without a one and no sign for a gap: 百五."""
    text = _counted(number, _DIGITS, _UNITS, "")
    return text.replace("一千", "千").replace("一百", "百").replace("一十", "十")


def _legal(number: int) -> str:
    return _counted(number, _FORMAL, _FORMAL_UNITS, "零")


def _legal_traditional(number: int) -> str:
    return _counted(number, _FORMAL_TRADITIONAL, _FORMAL_UNITS, "零")


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """A to Z, then AA to ZZ, as Word goes on: the same letter once more."""
    if number < 1:
        return ""
    times, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (times + 1)


def _row(signs: str) -> Callable[[int], str]:
    """A row of signs; beyond its end Word goes on in digits."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _sexagenary(number: int) -> str:
    if not 0 < number <= 60:
        return str(number)
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(figure)) for figure in str(number))


def _english_ordinal(number: int) -> str:
    teens = 10 < number % 100 < 14
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _note_mark(number: int) -> str:
    if number < 1:
        return ""
    times, place = divmod(number - 1, len(_NOTE_MARKS))
    return _NOTE_MARKS[place] * (times + 1)


def _span(first: int, count: int) -> str:
    return "".join(chr(first + step) for step in range(count))


_CIRCLED: Final = _span(0x2460, 20) + _span(0x3251, 15) + _span(0x32B1, 15)
_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda _number: "",
    "bullet": lambda _number: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedCircle": _row(_CIRCLED),
    "decimalEnclosedCircleChinese": _row(_CIRCLED),
    "decimalEnclosedFullstop": _row(_span(0x2488, 20)),
    "decimalEnclosedParen": _row(_span(0x2474, 20)),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "ordinal": _english_ordinal,
    "hex": lambda number: f"{number:X}",
    "chicago": _note_mark,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "koreanDigital2": _digital,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _row(_span(0x3280, 10)),
}
