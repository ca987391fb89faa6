"""Checks on numbers: identity (GB 11643-1999), bank cards (Luhn), credit codes (GB 32100)."""

import datetime

# ISO 7064 MOD 11-2 as GB 11643 prints it.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
              *range(61, 66), 71, 81, 82))
)  # fmt: skip
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Without a clock: nobody alive was born before the first, or will be in these files after the last.
_FIRST_YEAR, _LAST_YEAR = 1890, 2050


def check_character(first17: str) -> str:
    """The 18th character of an identity number, from its first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def is_id18(value: str) -> bool:
    """Whether 18 characters are an identity number: plausible birth date, right check character.

    The area is not compared with a list: numbers of abolished and of foreign residents' codes
    (which begin with 9) are personal data as well.
    """
    return (
        len(value) == 18
        and value.isascii()
        and value[:17].isdigit()
        and value[0] != "0"
        and _is_date(value[6:14])
        and check_character(value[:17]) == value[17].upper()
    )


def is_id15(value: str) -> bool:
    """Whether 15 digits look like an identity number of before 1999; there is no check digit."""
    return (
        len(value) == 15
        and value.isascii()
        and value.isdigit()
        and value[:2] in _PROVINCES
        and value[2:6] != "0000"
        and _is_date("19" + value[6:12])
    )


def has_birth_date(value: str) -> bool:
    """Whether an 18-digit number carries a date where an identity number does."""
    return len(value) == 18 and _is_date(value[6:14])


def is_luhn(value: str) -> bool:
    """The check sum of bank cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(value)):
        number = int(digit) * (1 + position % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def is_credit_code(value: str) -> bool:
    """Whether 18 characters are a unified social credit code: GB 32100-2015, MOD 31-3.

    It names an organisation, so it is no personal data.
    """
    if len(value) != 18 or any(sign not in _CREDIT_SIGNS for sign in value):
        return False
    total = sum(
        _CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(value[:17])
    )
    return _CREDIT_SIGNS[-total % 31] == value[17]


def _is_date(value: str) -> bool:
    if not (value.isascii() and value.isdigit()):
        return False
    if not _FIRST_YEAR <= int(value[:4]) <= _LAST_YEAR:
        return False
    try:
        datetime.date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return False
    return True
