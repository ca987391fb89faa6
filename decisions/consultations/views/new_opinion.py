"""Writing an opinion: what is too late by an instant is refused in words, and nothing typed is
lost.
"""

from __future__ import annotations

import io
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from decisions.consultations.choices import Showing
from decisions.consultations.forms import WHOLE, OpinionForm
from decisions.consultations.models import Consultation, DraftClause, DraftVersion
from decisions.consultations.presenters.words import standing_of
from decisions.consultations.selectors import newest
from decisions.consultations.services.intake import LONGEST_TEXT, Said, submit
from decisions.consultations.views.public import found
from portal.accounts.models import User
from portal.common.downloads import download
from portal.common.errors import ActRefused
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.submissions import Submission

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from decisions.consultations.models import Opinion
    from portal.tracking.intake import Receipt

LIMIT: Final = Limit("opinions.submit", 30, HOUR, WithoutCache.OPEN)
"""Opinions from one address, at which a household or a reading room sits; without the cache they
are taken in: the law lets everybody write."""

SUBMISSION: Final = Submission(
    "decisions.opinion", LIMIT, "提交得太频繁了，请一小时后再试，您写的都还在。",
    "decisions:opinion_receipt", "decisions:opinion_track",
)  # fmt: skip


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form, for a clause where one comes from it; or the text as a file, to be kept."""
    row = found(pk, timezone.now())
    version = newest(row)
    clauses = list(version.clauses.all()) if version else []
    if request.method != "POST":
        anchor = request.GET.get("clause", "")
        known = {each.anchor for each in clauses}
        initial = {
            "key": uuid.uuid4(),
            "version": version.version if version else 1,
            "clause": anchor if anchor in known else WHOLE,
        }
        return _page(request, row, _form(row, clauses, initial=initial), clauses)
    if request.POST.get("action") == "keep":
        return _kept(request.POST)
    form = _form(row, clauses, data=request.POST)

    def take_in(key: uuid.UUID, at: dt.datetime) -> Receipt[Opinion]:
        said = _said(row, form, clauses)
        user = request.user if isinstance(request.user, User) else None
        return submit(consultation=row, opinion=said, key=key, at=at, user=user)

    return SUBMISSION.answer(
        request, form, take_in, lambda status: _page(request, row, form, clauses, status=status)
    )


def _form(row: Consultation, clauses: Sequence[DraftClause], **given: Any) -> OpinionForm:
    return OpinionForm(clauses=clauses, shows_each=row.showing == Showing.EACH, **given)


def _said(row: Consultation, form: OpinionForm, clauses: Sequence[DraftClause]) -> Said:
    """What was typed; raises ActRefused for a version there is not."""
    given = form.cleaned_data
    rows = DraftVersion.objects.filter(consultation=row, released_at__isnull=False)
    version = rows.filter(version=given["version"]).first()
    if version is None:
        raise ActRefused("请从这次征求意见的页面上重新打开，再提交；您写的都还在。")
    clause = next((each for each in clauses if each.anchor == given["clause"]), None)
    return Said(
        version=version,
        clause=clause,
        quote=given["quote"] if clause else "",
        stance=given["stance"],
        text=given["text"],
        name=given["name"],
        may_publish=given.get("may_publish", False),
        may_name=given.get("may_name", False),
        is_child=given["is_child"],
        guardian=given["guardian"],
        **form.reached_by,
    )


def _kept(given: QueryDict) -> HttpResponseBase:
    """What was typed, as a file of the writer's own; nothing of it stays here."""
    text = given.get("text", "").replace("\x00", "")[: 4 * LONGEST_TEXT]
    return download(io.BytesIO(text.encode()), name="我的意见.txt",
                    media_type="text/plain; charset=utf-8")  # fmt: skip


def _page(
    request: HttpRequest,
    row: Consultation,
    form: OpinionForm,
    clauses: Sequence[DraftClause],
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    chosen = form["clause"].value()
    standing = standing_of(row, timezone.now())
    context = {
        "row": row,
        "standing": standing,
        "form": form,
        "clause": next((each for each in clauses if each.anchor == chosen), None),
        "may_write": standing.is_open or request.method == "POST",
    }
    return render(request, "decisions/consultations/write.html", context, status=status)
