"""How much of somebody's own data a page shows."""

from __future__ import annotations

from collections.abc import Collection

from portal.files.personal_data import Kind, mask, scan_text

_MOBILE_DIGITS = 11
_CARD_DIGITS = 15


def hidden_name(name: str) -> str:
    """A person's name with only its first character left."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2) if name else ""


def masked_number(number: str) -> str:
    """Of an identity card three and four characters; of a shorter number the first and two."""
    if len(number) >= _CARD_DIGITS:
        return mask(Kind.ID_CARD, number) if number.rstrip("Xx").isdigit() else _ends(number, 3, 4)
    return _ends(number, 1, 2)


def masked_phone(phone: str) -> str:
    """Enough of a telephone number to recognise one's own."""
    if not phone:
        return ""
    digits = "".join(char for char in phone if char.isdigit())
    kind = Kind.MOBILE if len(digits) >= _MOBILE_DIGITS and digits[-11] == "1" else Kind.LANDLINE
    return mask(kind, phone)


def masked_contacts(*, phone: str, email: str, address: str) -> list[tuple[str, str]]:
    """The ways of reaching somebody that are there, each with its label."""
    rows = (
        ("联系电话", masked_phone(phone)),
        ("电子邮箱", mask(Kind.EMAIL, email) if email else ""),
        ("通信地址", mask(Kind.ADDRESS, address) if address else ""),
    )
    return [row for row in rows if row[1]]


def masked_text(text: str, *, names: Collection[str] = ()) -> str:
    """A text with the numbers, addresses and names in it masked."""
    parts, place = [], 0
    for found in scan_text(text):
        if found.start >= place:
            parts += [text[place : found.start], found.excerpt_masked]
            place = found.end
    shown = "".join([*parts, text[place:]])
    for name in names:
        if len(name) > 1:
            shown = shown.replace(name, hidden_name(name))
    return shown


def _ends(number: str, head: int, tail: int) -> str:
    if len(number) <= head + tail + 1:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]
