"""文号: taken in the transaction of the act that sends the letter, without gaps, for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils import timezone

from portal.acts.models import Counter
from portal.papers.letters import NumberedLetter
from portal.papers.paper import to_json

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.papers.kinds import LetterKind
    from portal.papers.paper import Paper

Letter = TypeVar("Letter", bound=NumberedLetter)


def series_of(head: str) -> str:
    """The counter of what is numbered under a head: 机关代字 and 类字 as they are printed."""
    return f"letter:{head}"


def standing(model: type[Letter], kind: LetterKind, about: Mapping[str, Any]) -> Letter | None:
    """The letter of the kind to the rows `about`, as it was numbered; None once it is void."""
    return model._default_manager.filter(kind=kind.code, void_on=None, **about).first()


def number(
    model: type[Letter],
    kind: LetterKind,
    about: Mapping[str, Any],
    paper: Paper,
    *,
    organ: Organ,
    head: str,
    by: User,
    at: dt.datetime,
) -> Letter:
    """The letter with the next number under `head`, its words kept. Ask `standing` first: the
    same letter keeps its number.

    The caller holds the row of the case, and writes its audit entry afterwards: the counters are
    locked before the trail by everyone, so that no two wait for each other.
    """
    today = timezone.localdate(at)
    counter = Counter.hold(organ=organ, series=series_of(head), year=today.year)
    sequence = counter.take()
    letter = model(
        organ=organ,
        kind=kind.code,
        head=head,
        year=today.year,
        sequence=sequence,
        number=f"{head}〔{today.year}〕{sequence}号",
        content=to_json(paper),
        made_on=today,
        by=by,
        at=at,
        **about,
    )
    letter.clean()
    letter.save()
    return letter


def strike(letters: QuerySet[Letter], kinds: Iterable[LetterKind], *, at: dt.datetime) -> None:
    """Take letters back: they keep their numbers, and say that they are void."""
    codes = [kind.code for kind in kinds]
    letters.filter(kind__in=codes, void_on=None).update(void_on=timezone.localdate(at))


def put_right(letter: NumberedLetter, paper: Paper) -> bool:
    """Let a letter that has not left say what stands in the case now; whether it said otherwise."""
    content = to_json(paper)
    if content == letter.content:
        return False
    letter.content = content
    letter.save(update_fields=["content"])
    return True
