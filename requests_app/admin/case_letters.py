"""文书 of a case as its officers meet them: those with a number, and those still to be made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from requests_app.letters.kinds import KINDS, About, Kind, To
from requests_app.outcomes import LAPSED
from requests_app.services.letters.facts import Subject, draw_up
from requests_app.services.letters.printout import may_print

if TYPE_CHECKING:
    import datetime as dt

    from portal.accounts.models import User
    from requests_app.admin.case_file import CaseFile
    from requests_app.models import InformationRequest, Letter

_GOES_TO = {
    To.APPLICANT: "给申请人",
    To.THIRD_PARTY: "给第三方",
    To.CO_MAKER: "给共同制作机关",
    To.ORGAN: "给协办机关",
    To.FILE: "存档",
    To.OFFICE: "审核、签发时使用，存档",
}


@dataclass(frozen=True)
class LetterRow:
    """One letter; `name` is how its buttons name it, blank where it cannot be printed."""

    title: str
    goes_to: str
    name: str = ""
    number: str = ""
    made_on: dt.date | None = None
    void_on: dt.date | None = None
    is_form: bool = False
    may_print: bool = False


@dataclass(frozen=True)
class CaseLetters:
    """The card: letters with a number first, then those to be made, then the forms."""

    made: list[LetterRow]
    to_make: list[LetterRow]
    forms: list[LetterRow]


def case_letters(case: InformationRequest, file: CaseFile, viewer: User) -> CaseLetters:
    """What the card shows. Nothing is opened for it but what has no number yet."""
    letters = list(case.letters.all())
    alive = {(each.kind, _subject_id(each)) for each in letters if each.void_on is None}
    shown = {code: bool(may_print(viewer, case, kind)) for code, kind in KINDS.items()}
    to_make = [] if case.purged_at else list(_missing(case, file, alive))
    forms = [] if case.purged_at else list(_forms(case, file))
    return CaseLetters(
        [_made(each, case, may=shown[each.kind]) for each in letters],
        [_row(kind, pk, may=shown[kind.code]) for kind, pk in to_make],
        [_row(kind, pk, may=shown[kind.code]) for kind, pk in forms],
    )


def _made(letter: Letter, case: InformationRequest, *, may: bool) -> LetterRow:
    kind = KINDS[letter.kind]
    gone = bool(letter.void_on or case.purged_at)
    return LetterRow(
        title=kind.title,
        goes_to=_GOES_TO[kind.to],
        name="" if gone else _name(kind, _subject_id(letter)),
        number=letter.number,
        made_on=letter.made_on,
        void_on=letter.void_on,
        may_print=may,
    )


def _row(kind: Kind, pk: int | None, *, may: bool) -> LetterRow:
    return LetterRow(
        kind.title, _GOES_TO[kind.to], _name(kind, pk), is_form=kind.is_form, may_print=may
    )


def _missing(
    case: InformationRequest, file: CaseFile, alive: set[tuple[str, int | None]]
) -> Iterator[tuple[Kind, int | None]]:
    """Letters of acts that were done here before letters were numbered."""
    done = {act.action for act in file.acts}
    for kind in KINDS.values():
        if kind.is_form or not done.intersection(kind.acts):
            continue
        for subject in _subjects(kind, file):
            pk = subject.pk if subject else None
            if (kind.code, pk) in alive:
                continue
            prefetch_related_objects([case], "taken_over__succession__organ")  # once for all
            if draw_up(kind, case, subject):
                yield kind, pk


def _subjects(kind: Kind, file: CaseFile) -> Sequence[Subject]:
    """The rows of a kind, as the page has read them already."""
    if kind.about is About.ANSWER:
        return file.answers
    if kind.about is About.CONSULTATION:
        return file.consultations
    if kind.about is About.ASSISTANCE:
        return file.assistances
    if kind.about is About.THIRD_PARTY_NOTICE:
        return [notice for row in file.consultations for notice in row.notices.all()]
    return [None]


def _forms(case: InformationRequest, file: CaseFile) -> Iterator[tuple[Kind, int | None]]:
    """Those that are filled in by hand, of the last draft alone."""
    if case.received_on:
        yield KINDS["receipt"], None
    for row in file.consultations:
        if row.served_on is None and row.closed_on is None:
            yield KINDS["service_opinion"], row.pk
    if file.answer and file.answer.outcome not in LAPSED:
        yield KINDS["approval"], file.answer.pk
    if file.answer and file.answer.signed_on:
        yield KINDS["service"], file.answer.pk


def _subject_id(letter: Letter) -> int | None:
    kind = KINDS[letter.kind]
    if kind.about is About.REQUEST:
        return None
    found: int = getattr(letter, f"{kind.about.value}_id")
    return found


def _name(kind: Kind, pk: int | None) -> str:
    return f"{kind.code}:{pk}" if pk else f"{kind.code}:"
