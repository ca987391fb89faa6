"""A letter to be printed: its words as they went out, each look with an entry in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.papers.paper import from_json

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.papers.kinds import LetterKind
    from portal.papers.letters import NumberedLetter
    from portal.papers.paper import Paper
    from portal.statute import Article

PURGED: Final = "该文书的内容已按保存期限清除，文号仍然保留。"
NOT_YET: Final = "现在还不能制作这份文书：所依据的事实还没有登记。"


def paper_of_letter(letter: NumberedLetter) -> Paper:
    """Its words as they went out. Raises ActRefused once they are gone."""
    if letter.case.purged_at:
        raise ActRefused(PURGED)
    return replace(from_json(letter.content), number=letter.number)


def note_printing(
    case: Any,
    kind: LetterKind,
    *,
    prefix: str,
    number: str,
    organ: Organ,
    basis: Article,
    by: User,
    at: dt.datetime,
) -> None:
    """One entry for each look, with the kind and the number of the letter and nothing in it.

    `prefix` begins its code; `organ` sent the letter.
    """
    record(
        action=f"{prefix}.print_letter",
        summary=f"打印{kind.title}：{case.number}",
        by=by,
        at=at,
        organ=organ,
        subject=case,
        basis=basis,
        details={"letter": kind.code, "number": number},
    )
