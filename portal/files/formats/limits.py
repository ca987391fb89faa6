"""How much of everything one upload may hold, and what work on it may cost."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes. The ratio is unpacked to packed, looked at only above ``ratio_floor``.

    Deflate reaches 1030 : 1; the XML of an honest spreadsheet stays below about 100 : 1. Tags are
    counted by their opening brackets and judged below that floor as well: what an element costs
    a reader is a hundred times its bytes. Honest office XML has one tag to two packed bytes at
    the most; above ``tag_floor`` no more than ``tags_per_byte`` are read.
    """

    max_bytes: int = 50 * MIB
    max_entries: int = 5_000
    max_unpacked: int = 200 * MIB
    max_ratio: int = 150
    ratio_floor: int = 10 * MIB
    max_tags: int = 8_000_000
    tags_per_byte: int = 4
    tag_floor: int = 100_000
    max_line: int = 1_000_000
    max_pixels: int = 80_000_000
    max_name: int = 200


DEFAULT_LIMITS = Limits()
# Papers that people hand in: an A4 page at 300 dpi has 9 megapixels, a telephone's picture 12
# to 24.
PAPERS = Limits(max_bytes=10 * MIB, max_pixels=25_000_000)
# Of all that is handed in at once.
MOST_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """What one piece of work on a stranger's file may cost; above it the work is ended.

    ``seconds`` are of the wall clock, and of the processor; ``memory`` is address space beyond
    that of an idle process, ``output`` what may come back (and the longest file that may be
    written to disk meanwhile), both in bytes.
    """

    seconds: float = 20.0
    memory: int = 1024 * MIB
    output: int = 256 * MIB


@dataclass(frozen=True, slots=True)
class Budgets:
    """The usual budget of each kind of work. Requests wait for inspection only: see `inspect`."""

    inspect: Budget = Budget(seconds=10.0, memory=768 * MIB, output=1 * MIB)
    # A paper comes back without what stood behind its end.
    take_in: Budget = Budget(seconds=10.0, memory=768 * MIB, output=16 * MIB)
    # All of the above at once, and its text: what takes longer is asked piece by piece.
    arrive: Budget = Budget(seconds=20.0, output=64 * MIB)
    # An answer of text alone: what a person could read, many times over.
    extract: Budget = Budget(seconds=20.0, output=64 * MIB)
    # LibreOffice, where it is installed, reserves far more than it uses.
    convert: Budget = Budget(seconds=90.0, memory=8192 * MIB, output=64 * MIB)
    # Everything a file says, before it is kept and again of its cleaned copy.
    read: Budget = Budget(seconds=60.0, output=128 * MIB)
    scrub: Budget = Budget(seconds=60.0)
    # The next few pages and pictures for the reader of pictures.
    shots: Budget = Budget(seconds=60.0)
    # A page as a picture, for the person who marks it.
    sight: Budget = Budget(seconds=20.0, output=32 * MIB)
    # Taking out what is marked, and proving it: every page is drawn twice.
    redact: Budget = Budget(seconds=120.0, memory=2048 * MIB)


BUDGETS = Budgets()
