"""What each app lays on the public pages, registered in `AppConfig.ready()`.

Main entries, verbs of 我要办, sections of the home page, parts of 我的: the frame names no app. A
section or part that has nothing to show is not there; the page never says 暂无.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.urls import reverse

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_Kind = TypeVar("_Kind")


@dataclass(frozen=True)
class Entry:
    """A main entry; `root` is the part of the address under which it is the current one."""

    label: str
    name: str
    root: str = ""
    place: int = 0

    @cached_property
    def url(self) -> str:
        """Its address, looked up once: every page asks for that of every entry, twice."""
        return reverse(self.name)

    def is_current(self, path: str) -> bool:
        """Whether a page belongs to this entry."""
        return path == self.url or bool(self.root and path.startswith(self.root))


@dataclass(frozen=True)
class Want:
    """What people come to do: a verb of 我要办, in 长者版 a large button with a shorter word.

    `name` is that of an address, `query` what follows it; `icon` one of lucide's. Where `word` is
    empty 长者版 leaves it out, where `label` is empty only 长者版 shows it.
    """

    label: str
    word: str
    icon: str
    name: str
    place: int
    query: str = ""

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.name) + self.query


@dataclass(frozen=True)
class Section:
    """A section of the home page. `read` gives, for a day, what its `template` draws as
    `section`, and None where it has nothing; a section that is not wide stands beside another.
    """

    code: str
    place: int
    template: str
    read: Callable[[dt.date], Any]
    is_wide: bool = False


@dataclass(frozen=True)
class Part:
    """A part of 我的. `read` gives, for a person and a day, what its `template` draws as `part`,
    and None where the person has nothing of it.
    """

    code: str
    place: int
    template: str
    read: Callable[[Any, dt.date], Any]


_entries: dict[str, Entry] = {}
_wants: dict[str, Want] = {}
_sections: dict[str, Section] = {}
_parts: dict[str, Part] = {}


def register_entry(entry: Entry) -> None:
    """Make a main entry known. Raises ValueError when its label already means something else."""
    _known(_entries, entry.label, entry)


def register_want(want: Want) -> None:
    """Make a verb known. Raises ValueError when its words already mean something else."""
    _known(_wants, want.label or want.word, want)


def register_section(section: Section) -> None:
    """Make a section known. Raises ValueError when its code already means something else."""
    _known(_sections, section.code, section)


def register_part(part: Part) -> None:
    """Make a part of 我的 known. Raises ValueError when its code means something else."""
    _known(_parts, part.code, part)


def entries() -> list[Entry]:
    """The main entries in their order."""
    return sorted(_entries.values(), key=lambda entry: entry.place)


def wants() -> list[Want]:
    """The verbs in their order."""
    return sorted(_wants.values(), key=lambda want: want.place)


def home_rows(on: dt.date) -> list[list[tuple[Section, Any]]]:
    """The sections that have something on a day, in rows: wide ones alone, others by twos."""
    found = sorted(_sections.values(), key=lambda section: section.place)
    return _rows((each, given) for each in found if (given := each.read(on)) is not None)


def parts_of(user: AbstractBaseUser, on: dt.date) -> list[tuple[Part, Any]]:
    """The parts of 我的 that have something for a person."""
    found = sorted(_parts.values(), key=lambda part: part.place)
    return [(part, given) for part in found if (given := part.read(user, on)) is not None]


def _rows(shown: Iterable[tuple[Section, Any]]) -> list[list[tuple[Section, Any]]]:
    rows: list[list[tuple[Section, Any]]] = []
    for section, given in shown:
        beside = rows and len(rows[-1]) == 1 and not rows[-1][0][0].is_wide
        if beside and not section.is_wide:
            rows[-1].append((section, given))
        else:
            rows.append([(section, given)])
    return rows


def _known(table: dict[str, _Kind], key: str, value: _Kind) -> None:
    if table.setdefault(key, value) != value:
        raise ValueError(f"{key} 已登记为另一含义。")
