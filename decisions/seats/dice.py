"""What ten throws of a ten-sided die are typed as. Pure."""

from __future__ import annotations

import re
from typing import Final

from decisions.draws.draw import DrawError
from decisions.draws.lists import thrown

THROWS: Final = 10
_BETWEEN: Final = re.compile(r"[\s,.，。、/]+")


def read_throws(text: str) -> str:
    """The source of a series in the order in which it fell: `3.1.7.0.9.4.4.2.8.6./`.

    Typed as digits, with blanks, commas or dots between them or not. Raises DrawError for anything
    else than ten throws.
    """
    digits = _BETWEEN.sub("", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) == THROWS):
        raise DrawError(f"请按掷出的次序填写{THROWS}个0到9的点数，如 3 1 7 0 9 4 4 2 8 6。")
    return thrown([int(each) for each in digits])
