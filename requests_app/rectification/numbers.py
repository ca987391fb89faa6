"""Numbers of requests for rectification: in a form no number of an application can have."""

import re
from typing import Final

# The series of an organ's counter from which they are given.
SERIES: Final = "rectifications"
# The number of an application ends in a year and digits only, whatever the organ's code is.
_ENDING = re.compile(r"-\d{4}-GZ\d{5,}\Z")


def rectification_number(code: str, year: int, count: int) -> str:
    """The number of an organ's rectification, as XH-2026-GZ00001."""
    return f"{code}-{year}-GZ{count:05d}"


def is_rectification_number(number: str) -> bool:
    """Whether a number is one of a rectification."""
    return _ENDING.search(number) is not None
