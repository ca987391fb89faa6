"""What passes between a process of the portal and its nursery: orders one way, ends the other."""

import struct
from dataclasses import dataclass
from typing import Final, Self

_ORDER: Final = struct.Struct("!dQQ")
_END: Final = struct.Struct("!i?d")


@dataclass(frozen=True, slots=True)
class Order:
    """The limits of one process; sizes in bytes. The files that go with it are sent beside it."""

    SIZE = _ORDER.size

    seconds: float
    memory: int
    output: int

    def packed(self) -> bytes:
        """Always ``SIZE`` bytes."""
        return _ORDER.pack(self.seconds, self.memory, self.output)

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """From what :meth:`packed` made."""
        return cls(*_ORDER.unpack(data))


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended.

    ``signal`` is 0 when it ended by itself, ``late`` says that its time was up; ``memory`` is its
    largest resident size in MiB, what it shares with the nursery included.
    """

    SIZE = _END.size

    signal: int
    late: bool
    memory: float

    def packed(self) -> bytes:
        """Always ``SIZE`` bytes."""
        return _END.pack(self.signal, self.late, self.memory)

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """From what :meth:`packed` made."""
        return cls(*_END.unpack(data))
