"""Numbers of applications: organ, year, and a count without gaps."""

from typing import Final

# The series of an organ's counter from which they are given.
SERIES: Final = "requests"


def request_number(code: str, year: int, count: int) -> str:
    """The number of an organ's application, as XH-2026-00001."""
    return f"{code}-{year}-{count:05d}"
