"""What a file says to whoever takes it apart, and the parts that say nothing to a program."""

from __future__ import annotations

from dataclasses import dataclass, field

# Above this a file is not read on: whoever wants it published divides it (characters).
MAX_TEXT = 20_000_000


# Where a file's own name is a passage.
FILE_NAME = "文件名"


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that stands together. ``where`` is Chinese and names the part; ``page`` counts from 1.

    Lines end in ``\\n``, cells of a row are parted by tabs; what has nothing to do with its
    neighbour is parted by an empty line.
    """

    where: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A part whose words a program does not see: a person has to look.

    ``key`` stays the same as long as the file does; ``picture`` names what is to be read as
    pixels (``page:2``, ``part:word/media/image1.png``), empty when there are none.
    """

    where: str
    why: str
    key: str
    page: int | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """The whole of it."""

    passages: tuple[Passage, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(slots=True)
class Collector:
    """Takes what the readers of a format find; the same text twice in one place counts once."""

    passages: list[Passage] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    _said: set[tuple[str, str]] = field(default_factory=set)
    _keys: set[str] = field(default_factory=set)
    _size: int = 0

    def say(self, where: str, text: str, page: int | None = None) -> None:
        """Keep a passage; one too many for the budget becomes an unread part."""
        text = text.replace("\0", "").encode("utf-8", "replace").decode()
        if not text.strip() or (where, text) in self._said:
            return
        self._size += len(text)
        if self._size > MAX_TEXT:
            self.miss("其余内容", "文字过多，没有检查完，请拆分文件", "too-much-text")
            return
        self._said.add((where, text))
        self.passages.append(Passage(where, text, page))

    def miss(
        self, where: str, why: str, key: str, page: int | None = None, picture: str = ""
    ) -> None:
        """Keep an unread part."""
        if key not in self._keys:
            self._keys.add(key)
            self.unread.append(Unread(where, why, key, page, picture))

    def take(self, inner: Exposure, *, where: str, key: str) -> None:
        """All of a file inside the file."""
        for passage in inner.passages:
            self.say(f"{where}：{passage.where}", passage.text)
        for part in inner.unread:
            self.miss(f"{where}：{part.where}", part.why, f"{key}/{part.key}")

    def done(self) -> Exposure:
        return Exposure(tuple(self.passages), tuple(self.unread))
