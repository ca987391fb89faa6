"""The result: drawn up from the answers once, and every page and file written from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction

from decisions.ledgers.refusals import public_text
from decisions.surveys.models import Survey
from decisions.surveys.selectors import result_of
from decisions.surveys.services.surveys import STEPS
from decisions.surveys.suppression import least_of
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST: Final = 5_000


@transaction.atomic
def announce(*, survey: Survey, outcome: str, by: User, at: dt.datetime) -> Survey:
    """Publish what may be shown, with what becomes of it; also of a questionnaire that nobody
    answered. Raises ActRefused before the end, and while paper waits.
    """
    held, act = STEPS.begin(survey, "announce", by, at)
    if not held.has_closed(at):
        raise ActRefused("问卷还没有截止，谁都不看结果。")
    held.outcome = public_text(outcome, "“结果怎样用”", _LONGEST)
    held.figures = drawn_up(held)
    held.announced_at = at
    total = sum(each["n"] for each in held.figures)
    return STEPS.finish(held, act, by=by, at=at, details={"answers": total})


def drawn_up(survey: Survey) -> list[dict[str, Any]]:
    """What may be shown, by version."""
    return result_of(survey, k=least_of(settings.SURVEYS_SMALLEST_GROUP))
