"""A query code made anew for whoever showed a document at the window: of an application and of a
request for rectification alike.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from portal.common.errors import ActRefused
from portal.common.verdicts import ALLOWED, Verdict, no_occasion
from portal.notifications.services.party_notices import Notice
from portal.tracking.codes import code_from, index_of
from requests_app.choices import IdentityKind

if TYPE_CHECKING:
    from requests_app.services.indexes import Case

TOLD: Final = Notice(
    "换发查询码",
    "查询码已换发，旧码作废；不是您要求的请联系机关。",
    "机关在窗口核对证件后换发了查询码，原来的查询码不能再用。不是您要求的，请立即与机关联系。",
)


def may_be_renewed(case: Case) -> Verdict:
    """Where everything was taken away there is nothing left to look at."""
    if case.purged_at is None:
        return ALLOWED
    return no_occasion("本件的个人信息已经清除，没有可以查询的内容。")


def renew_code(case: Case, document: str) -> None:
    """Another code for the row in hand; the old one opens nothing any more. Does not save.

    `document` is the kind of document that was seen. Raises ActRefused where it is none.
    """
    if document not in IdentityKind.values:
        raise ActRefused("请选择核对了哪一种证件。")
    case.code_key = uuid.uuid4()
    case.code_index = index_of(code_from(case.code_key))
