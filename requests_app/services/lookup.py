"""Finding what a person asked for, or the case a letter belongs to, at the window: applications
and requests for rectification.

Whole values are compared by their keyed hashes; nothing is opened, and nothing that was looked for
stays anywhere. Each look for a person is in the trail: who looked, by what, how many there were.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

from django.db import models, transaction

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article
from requests_app.models import InformationRequest
from requests_app.rectification.models import Rectification
from requests_app.services.indexes import identity_index, name_index, phone_index

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.services.indexes import Case

MOST_FOUND = 50
_BRACKETS = str.maketrans("[]()【】［］（）", "〔〕〔〕〔〕〔〕〔〕")


class Clue(models.TextChoices):
    """By what."""

    NAME = "name", "姓名或者名称（全名）"
    IDENTITY = "identity", "证件号码"
    PHONE = "phone", "联系电话"
    LETTER = "letter", "文书文号"


_INDEXES = {
    Clue.NAME: ("name_index", name_index),
    Clue.IDENTITY: ("identity_index", identity_index),
    Clue.PHONE: ("phone_index", phone_index),
}


@transaction.atomic
def find_cases(*, clue: str, value: str, by: User, at: dt.datetime) -> list[Case]:
    """The cases of the person's own organs that have exactly this value, the latest first;
    applications before requests for rectification.

    Raises NotPermitted for who neither takes in nor handles applications.
    """
    organs = organs_with_role(by, Role.REQUEST_INTAKE, Role.REQUEST_HANDLER)
    if not organs:
        raise NotPermitted("按申请人查找由受理、承办人员办理。")
    if clue not in Clue.values:
        raise ActRefused("请选择按什么查找。")
    value = unicodedata.normalize("NFKC", value.replace("\x00", "")).strip()
    if not value:
        raise ActRefused("请填写要查找的内容。")
    if clue == Clue.LETTER:
        number = "".join(value.split()).translate(_BRACKETS)
        return _first(organs, letters__number=number)
    column, index = _INDEXES[Clue(clue)]
    digest = index(value)
    if not digest:
        raise ActRefused("请填写完整的号码。")
    found = _first(organs, **{column: digest})
    record(
        action="requests.find",
        summary=f"按{Clue(clue).label}查找申请，找到{len(found)}件",
        by=by,
        at=at,
        basis=Article(51, law=PRIVACY_LAW),
        details={"clue": clue, "found": [case.number for case in found]},
    )
    return found


def _first(organs: set[int], **wanted: str) -> list[Case]:
    """What is wanted among the cases of some organs."""
    found: list[Case] = []
    for model in (InformationRequest, Rectification):
        rows = model._default_manager.filter(organ_id__in=organs, purged_at=None, **wanted)
        ordered = rows.select_related("organ", "handler").order_by("-submitted_at", "-pk")
        found += ordered[:MOST_FOUND]
    return found
