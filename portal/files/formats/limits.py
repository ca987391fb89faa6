"""How much of everything one upload may hold."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes. The ratio is unpacked to packed, looked at only above ``ratio_floor``.

    Deflate reaches 1030 : 1; the XML of an honest spreadsheet stays below about 100 : 1.
    """

    max_bytes: int = 50 * MIB
    max_entries: int = 5_000
    max_unpacked: int = 200 * MIB
    max_ratio: int = 150
    ratio_floor: int = 10 * MIB
    max_pixels: int = 80_000_000
    max_name: int = 200


DEFAULT_LIMITS = Limits()
