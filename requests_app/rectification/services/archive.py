"""A closed request is put away, once its result was told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


def archive(*, rectification: Rectification, by: User, at: dt.datetime) -> Rectification:
    """Put it away, once the applicant knows what became of it."""
    return STEPS.perform(rectification, "archive", by=by, at=at)
