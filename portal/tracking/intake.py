"""Taking in what a party sends: numbered without gaps, with a code; sent twice it is one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model
from django.utils import timezone

from portal.acts.models import Counter
from portal.tracking.codes import code_from, index_of

if TYPE_CHECKING:
    from portal.organs.models import Organ

Case = TypeVar("Case", bound=Model)


@dataclass(frozen=True)
class Receipt(Generic[Case]):
    """What the party is given: the case with its number, and the code with which to ask for it."""

    case: Case
    code: str
    is_new: bool = True


def taken_in_already(case: Any) -> str:
    """What the window is told when the same form comes a second time."""
    return f"这份表已经登记为{case.number}，没有重复登记；要登记另一件，请重新打开登记页。"


# The same where it came to an organ whose cases the one at the window does not see.
TAKEN_IN_ELSEWHERE = "这份表已经由别的机关登记，没有重复登记；请重新打开登记页再填。"


@dataclass(frozen=True)
class Numbering(Generic[Case]):
    """How the cases of one kind are numbered: by organ and year from the counter `series`, written
    by `write` from the organ's `code`, the `year` and the `count`. A case has `organ`, `number`,
    `code_index` and `submission_key`.
    """

    model: type[Case]
    series: str
    write: Callable[..., str]

    def take_in(
        self,
        *,
        organ: Organ,
        key: uuid.UUID,
        at: dt.datetime,
        keep: Callable[[dict[str, Any]], Case],
    ) -> Receipt[Case]:
        """The receipt of what was sent with that key: the same one when it is sent again, else of
        the case that `keep` makes of those four columns. Call within the transaction of the act.
        """
        year = timezone.localdate(at).year
        # The counter's lock comes first: of two with one key the second finds the first.
        counter = Counter.hold(organ=organ, series=self.series, year=year)
        code = code_from(key)
        known = self.model._default_manager.filter(submission_key=key).first()
        if known:
            return Receipt(known, code, is_new=False)
        given = {
            "organ": organ,
            "number": self.write(code=organ.code, year=year, count=counter.take()),
            "code_index": index_of(code),
            "submission_key": key,
        }
        return Receipt(keep(given), code)
