"""What a session may open: drafts it wrote, receipts it was given, cases it proved it may see.

All of it stays on the server; the browser holds the session's key and nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from requests_app.models import ApplicationDraft, InformationRequest
from requests_app.selectors import case_for_page

IDLE_SECONDS = 30 * 60
_DRAFTS, _RECEIPTS, _GRANTS = "request_drafts", "request_receipts", "request_grants"
_MOST = 20

View = Callable[..., HttpResponseBase]


def remember_draft(request: HttpRequest, draft: ApplicationDraft) -> None:
    """This session wrote the draft."""
    known = [found for found in request.session.get(_DRAFTS, []) if found != str(draft.public_id)]
    request.session[_DRAFTS] = [*known, str(draft.public_id)][-_MOST:]


def own_drafts(request: HttpRequest) -> list[ApplicationDraft]:
    """The drafts of this session and of this account, the latest first."""
    known = ApplicationDraft.objects.filter(public_id__in=request.session.get(_DRAFTS, []))
    if request.user.is_authenticated:
        known = known | ApplicationDraft.objects.filter(user_id=request.user.pk)
    return list(known.order_by("-updated_at")[:_MOST])


def own_draft(request: HttpRequest, public_id: uuid.UUID) -> ApplicationDraft | None:
    """The draft, if this session or this account wrote it."""
    draft = ApplicationDraft.objects.filter(public_id=public_id).first()
    if draft is None:
        return None
    if str(public_id) in request.session.get(_DRAFTS, []):
        return draft
    is_owner = request.user.is_authenticated and draft.user_id == request.user.pk
    return draft if is_owner else None


def keep_receipt(request: HttpRequest, public_id: uuid.UUID, number: str) -> None:
    """This session sent the draft; its receipt may be looked at again, and its case."""
    receipts = request.session.get(_RECEIPTS, {})
    request.session[_RECEIPTS] = {**receipts, str(public_id): number}
    grant(request, number)


def receipt_of(request: HttpRequest, public_id: uuid.UUID) -> str:
    """The number that a draft of this session became, if it did."""
    found: str = request.session.get(_RECEIPTS, {}).get(str(public_id), "")
    return found


def has_receipt(request: HttpRequest, number: str) -> bool:
    """Whether this session was given the receipt of the application."""
    return number in request.session.get(_RECEIPTS, {}).values()


def grant(request: HttpRequest, number: str) -> None:
    """Number and code were right: this session may see the case while it is in use."""
    now = timezone.now().timestamp()
    alive = {
        known: at
        for known, at in request.session.get(_GRANTS, {}).items()
        if now - at < IDLE_SECONDS
    }
    request.session[_GRANTS] = {**alive, number: now}


def leave(request: HttpRequest) -> None:
    """Forget every case and receipt of this session."""
    for name in (_GRANTS, _RECEIPTS):
        request.session.pop(name, None)


def applicants_case(request: HttpRequest, number: str) -> InformationRequest | None:
    """The case, for the account that applied or a session with a grant; None for all others.

    A case that was split opens its parts: they are the same person's, who has no codes for them.
    """
    case = case_for_page(number)
    if case is None:
        return None
    if request.user.is_authenticated and case.user_id == request.user.pk:
        return case
    known = (each.number for each in lineage(case))
    opened = next((each for each in known if is_granted(request, each)), "")
    if not opened:
        return None
    grant(request, opened)
    return case


def lineage(case: InformationRequest) -> Iterator[InformationRequest]:
    """The case, and what it was split from: a part may have been split again."""
    found: InformationRequest | None = case
    while found:
        yield found
        found = found.parent


def for_applicant(view: View) -> View:
    """A view of a case, for its applicant: all others are asked for number and code."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, number: str, **more: Any) -> HttpResponseBase:
        case = applicants_case(request, number)
        if case is None:
            return redirect("requests:track")
        return view(request, case, **more)

    return guarded


def is_granted(request: HttpRequest, number: str) -> bool:
    """Whether number and code were right in this session, not long ago."""
    at = request.session.get(_GRANTS, {}).get(number)
    return at is not None and timezone.now().timestamp() - at < IDLE_SECONDS
