"""Kinds of letters, each declared once: its name, its articles, what sends it, what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

from portal.common.typed import straight
from portal.papers.paper import Body, Paper, introduced
from portal.statute import REGULATION, Article

# The series of what is filled in and signed by hand: it has no 文号 of its own.
FORM: Final = "form"


class Addressed(Protocol):
    """What every letter of a case says: who sends it to whom."""

    @property
    def organ(self) -> str: ...

    @property
    def addressee(self) -> str: ...


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter.

    `series` says under which of an organ's codes it is numbered, `to` who gets it, `about` the
    column of the row it tells of; there is one letter of a kind to each row. `acts` send it: with
    them its facts are there and it gets its number; `ends` take it back: its number stays, and
    says that it is void. `write` makes the words of facts, which are of the type `needs`.
    """

    code: str
    title: str
    series: str
    to: str
    about: str
    articles: tuple[Article, ...]
    acts: tuple[str, ...]
    needs: type
    write: Callable[[Any, Any, tuple[Article, ...]], Body]
    has_remedies: bool = False
    ends: tuple[str, ...] = ()

    @property
    def is_form(self) -> bool:
        """Filled in and signed by hand, with no number of its own."""
        return self.series == FORM

    def paper(self, case: Addressed, given: object) -> Paper:
        """The letter without its number. Raises TypeError for facts that are not the kind's."""
        if not isinstance(given, self.needs):
            raise TypeError(f"{self.code} needs {self.needs.__name__}, not {type(given).__name__}")
        body = self.write(case, given, self.articles)
        return Paper(
            kind=self.code,
            title=self.title,
            to="" if self.is_form else straight(case.addressee),
            organ=case.organ,
            paragraphs=introduced(tuple(part.straight for part in body.paragraphs), REGULATION),
            dated_on=body.dated_on,
            enclosures=body.enclosures,
            is_form=self.is_form,
        )


Kind = TypeVar("Kind", bound=LetterKind)


class Kinds(Mapping[str, Kind], Generic[Kind]):
    """The letters of one kind of case, by their codes, in the order they are written down."""

    def __init__(self, *kinds: Kind) -> None:
        self._kinds = {kind.code: kind for kind in kinds}
        if len(self._kinds) < len(kinds):
            raise ValueError("two kinds of letters have the same code")

    def __getitem__(self, code: str) -> Kind:
        return self._kinds[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def sent_by(self, action: str) -> tuple[Kind, ...]:
        """The numbered kinds that an act sends."""
        return tuple(kind for kind in self.values() if action in kind.acts and not kind.is_form)

    def taken_back_by(self, action: str) -> tuple[Kind, ...]:
        """The numbered kinds that an act makes void."""
        return tuple(kind for kind in self.values() if action in kind.ends and not kind.is_form)
