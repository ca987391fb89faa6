"""Whether two colours of an office file look alike."""

_ALIKE = 40  # of 255 in every channel
WHITE, BLACK = "FFFFFF", "000000"


def alike(one: str, other: str) -> bool:
    """Whether text of one colour cannot be read on the other; both are six hexadecimal digits.

    A value that is no such colour (a theme's, a name) is like none: it cannot be judged.
    """
    first, second = _channels(one), _channels(other)
    if first is None or second is None:
        return False
    return all(abs(a - b) < _ALIKE for a, b in zip(first, second, strict=True))


def _channels(colour: str) -> tuple[int, ...] | None:
    digits = colour.lstrip("#")[-6:]
    if len(digits) != 6:
        return None
    try:
        return tuple(bytes.fromhex(digits))
    except ValueError:
        return None
