"""Characters that exist only in a symbol font (w:sym), as what they look like."""

from typing import Final

# Code points of the fonts Wingdings, Wingdings 2 and Symbol that forms and lists use.
_WINGDINGS: Final = {
    0x46: "☞", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒",
    0x75: "◆", 0x76: "❖", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + step: chr(0x2460 + step) for step in range(10)},
    **{0x8C + step: chr(0x2776 + step) for step in range(10)},
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA2: "■", 0xA3: "□",
    **{0x6A + step: chr(0x2460 + step) for step in range(10)},
}  # fmt: skip
_SYMBOL: Final = {
    0xB7: "•", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈",
    0xB0: "°", 0xA5: "∞", 0xAE: "→", 0xAC: "←", 0xD6: "√", 0xE5: "∑", 0x6D: "μ", 0x70: "π",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x57: "Ω",
}  # fmt: skip
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
UNKNOWN_SYMBOL: Final = "□"


def symbol_text(font: str, code: str) -> str | None:
    """The character a w:sym draws, given its font and its hexadecimal code, or None."""
    try:
        point = int(code, 16)
    except ValueError:
        return None
    table = _FONTS.get(font.strip().lower())
    if table is not None:
        # Word shifts the codes of symbol fonts into the private-use area.
        return table.get(point - 0xF000 if point >= 0xF000 else point)
    private = 0xE000 <= point <= 0xF8FF
    drawn = 0x20 < point <= 0x10FFFF and not private and not 0xD800 <= point <= 0xDFFF
    return chr(point) if drawn else None
