"""草稿: what is typed of an answer, kept until it is handed in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import ActRefused, NotPermitted
from requests_app.models import AnswerDraft, InformationRequest
from requests_app.permissions import may_act
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User

# More than any answer has; a page that sends more is not ours.
MOST_CHARACTERS = 200_000
_ACT = "submit_answer"


@transaction.atomic
def save_draft(
    *,
    request: InformationRequest,
    typed: Mapping[str, Sequence[str]],
    by: User,
    at: dt.datetime,
) -> AnswerDraft:
    """Keep what stands in the fields, as it was typed, for whoever may hand the answer in. It is
    no act on the case: nobody is told, and no other page of the case becomes stale.
    """
    request = STEPS.locked(request)
    if not (verdict := may_act(by, request, _ACT)):
        raise NotPermitted(verdict.reason)
    content = json.dumps({name: list(values) for name, values in typed.items()}, ensure_ascii=False)
    if len(content) > MOST_CHARACTERS:
        raise ActRefused("草稿太长，没有保存。请删减，较长的内容作为附件提供。")
    draft = AnswerDraft.objects.filter(request=request).first() or AnswerDraft(request=request)
    draft.content, draft.by, draft.updated_at = content, by, at
    draft.save()
    return draft


def forget_draft(request: InformationRequest) -> None:
    """The answer was handed in, or the words of the case are taken away."""
    AnswerDraft.objects.filter(request=request).delete()
