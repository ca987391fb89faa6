"""Who applied and how to reach them, put right: a slip at the window, a new address, a number that
was missing in a letter and came later. Which items changed is on record, never what they say.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import ActRefused
from portal.common.typed import as_written
from portal.files.personal_data.numbers import is_id15, is_id18
from portal.personal.impersonal import impersonal
from requests_app.choices import IdentityKind
from requests_app.models import InformationRequest
from requests_app.services.indexes import index_applicant
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User

_ITEMS = (
    "name", "identity_kind", "identity_number", "phone", "email", "address", "agent_name",
    "agent_number",
)  # fmt: skip


@transaction.atomic
def amend_particulars(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime, **given: str
) -> InformationRequest:
    """Put the given particulars in the place of those that stand there; blank ones stay."""
    before, (request, act) = request, STEPS.begin(request, "amend_particulars", by, at)
    kept = {**given, **as_written(given)}
    new = {name: kept[name] for name in _ITEMS if kept.get(name)}
    if not new:
        raise ActRefused("请填写要更正的项目，不更正的留空。")
    for name, value in new.items():
        setattr(request, name, value)
    if "identity_number" in new:
        request.identity_number = "".join(request.identity_number.split()).upper()
    index_applicant(request)
    if new.keys() & {"identity_kind", "identity_number"}:
        _refuse_impossible(request)
    text = impersonal(reason, "更正的理由", of=[before, request])
    return STEPS.finish(request, act, by=by, at=at, reason=text, details={"items": sorted(new)})


def _refuse_impossible(request: InformationRequest) -> None:
    number = request.identity_number
    is_card = request.identity_kind == IdentityKind.ID_CARD
    if is_card and number and not (is_id18(number) or is_id15(number)):
        raise ActRefused("身份证号码不对，请对照证件逐位核对。")
