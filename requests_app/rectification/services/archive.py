"""A closed request is put away, once its result was told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import ActRefused
from requests_app.rectification.models import (
    Rectification,
)
from requests_app.rectification.services.result import UNTOLD, is_told
from requests_app.rectification.services.steps import begin_act, finish_act

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def archive(*, rectification: Rectification, by: User, at: dt.datetime) -> Rectification:
    """Put it away, once the applicant knows what became of it."""
    held = begin_act(rectification, "archive", by)
    if not is_told(held):
        raise ActRefused(UNTOLD)
    return finish_act(held, "archive", by=by, at=at)
