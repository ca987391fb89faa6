"""The whole letter of an answer before it is signed, for those who write, judge and sign it.

No number is taken and nothing is kept; what the answer states and the case does not bear out
stands on a page behind it. Each look leaves an entry, for the letter names the applicant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.papers.paper import Paper, Paragraph, said
from portal.papers.printout import PURGED
from portal.statute import Article
from requests_app.letters.kinds import kind_of_outcome
from requests_app.outcomes import BY_CODE, GROUND_CODES, outcome_of
from requests_app.permissions import may_weigh
from requests_app.preconditions import Part, lacking, parts_of
from requests_app.services.letters.answer_facts import answer_facts
from requests_app.services.letters.facts import case_facts
from requests_app.services.preconditions import draft_of, of_case

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User
    from requests_app.models import Answer, InformationRequest

_STILL = "提交、签发以前还要补齐"


@transaction.atomic
def preview(
    *,
    request: InformationRequest,
    answer: Answer,
    parts: Sequence[Part],
    files: Sequence[str],
    documents: Iterable[Document],
    by: User,
    at: dt.datetime,
) -> Paper:
    """The letter as it would be signed today. `answer` may be a draft that is not saved; its parts,
    the titles of its files and its public documents are told beside it. Raises NotPermitted, and
    ActRefused for an answer that is signed: its letter is printed.
    """
    if not (verdict := may_weigh(by, request)):
        raise NotPermitted(verdict.reason)
    if request.purged_at:
        raise ActRefused(PURGED)
    if answer.signed_on:
        raise ActRefused("答复已经签发，请在“文书”里打印。")
    public, today = list(documents), timezone.localdate(at)
    outcome = outcome_of(answer.outcome, is_elsewhere=answer.is_elsewhere)
    kept_back = parts_of(outcome, parts, answer.reason)
    told = [part for part in kept_back if part.ground in GROUND_CODES]
    given = answer_facts(request, answer, parts=told, files=files, documents=public, on=today)
    kind = kind_of_outcome(BY_CODE[answer.outcome].group)
    paper = kind.paper(case_facts(kind, request, answer), given)
    written = draft_of(answer, kept_back, gives=bool(files or public), on=today)
    missing = lacking(outcome, of_case(request, on=today, outcome=outcome), written)
    record(
        action="requests.preview_answer",
        summary=f"预览答复文书：{request.number}",
        by=by,
        at=at,
        organ=request.organ,
        subject=request,
        basis=Article(45),
        details={"letter": kind.code, "version": str(answer.version or "")},
    )
    attached = (Paragraph(_STILL, "part"), *said(*missing)) if missing else ()
    return replace(paper, is_preview=True, attached=attached)
