"""A form that the public sends once: one order of refusals for all, and the receipt afterwards."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.common.errors import ActRefused
from portal.tracking import grants
from portal.tracking.intake import Receipt
from portal.tracking.keys import key_of
from portal.tracking.limits import Limit, within

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest

# For so long a form that is sent once more shows the receipt of the first time again.
_ONCE_MORE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Sent:
    """What became of a form: `status` of a refusal, whose sentence is in the form, or 0; then the
    `number` whose receipt this session may see, "" where it was sent too long ago for that.
    """

    status: int = 0
    number: str = ""


def send(
    request: HttpRequest,
    form: Form,
    take_in: Callable[[uuid.UUID, dt.datetime], Receipt[Any]],
    *,
    salt: str,
    limit: Limit,
    too_often: str,
    at: dt.datetime,
) -> Sent:
    """Send a valid form, whose field `key` is its nonce: 429 too many from this address, 409 the
    act refused it. A case has `submitted_at`; `salt` names the kind of form, as for `key_of`.
    """
    if not within(limit):
        form.add_error(None, too_often)
        return Sent(429)
    key = key_of(request, form.cleaned_data["key"], salt=salt)
    try:
        receipt = take_in(key, at)
    except ActRefused as error:
        form.add_error(None, str(error))
        return Sent(409)
    if not receipt.is_new and at - receipt.case.submitted_at > _ONCE_MORE:
        return Sent()
    grants.keep_receipt(request, key, receipt.case.number)
    return Sent(number=receipt.case.number)
