"""The drafts of a session, of a browser and of an account.

The session holds their numbers, on the server, and ends with idleness; the browser is known by its
cookie for the days that are promised. What was written with an account is the account's alone:
whoever comes to the computer after it signed out finds nothing of it.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from portal.drafts.browsers import known_browser
from requests_app.models import ApplicationDraft

_DRAFTS = "request_drafts"
_MOST = 20


def remember_draft(request: HttpRequest, draft: ApplicationDraft) -> None:
    """This session wrote the draft."""
    known = [found for found in request.session.get(_DRAFTS, []) if found != str(draft.public_id)]
    request.session[_DRAFTS] = [*known, str(draft.public_id)][-_MOST:]


def own_drafts(request: HttpRequest) -> list[ApplicationDraft]:
    """The drafts of this session, this browser and this account, the latest first."""
    known = ApplicationDraft.objects.filter(public_id__in=request.session.get(_DRAFTS, []))
    if browser := known_browser(request):
        known = known | ApplicationDraft.objects.filter(browser_index=browser, user=None)
    if request.user.is_authenticated:
        known = known | ApplicationDraft.objects.filter(user_id=request.user.pk)
    return list(known.order_by("-updated_at")[:_MOST])


def own_draft(request: HttpRequest, public_id: uuid.UUID) -> ApplicationDraft | None:
    """The draft, if this session, this browser or this account wrote it."""
    draft = ApplicationDraft.objects.filter(public_id=public_id).first()
    if draft is None:
        return None
    if str(public_id) in request.session.get(_DRAFTS, []):
        return draft
    if draft.user_id is None:
        is_owner = bool(draft.browser_index) and draft.browser_index == known_browser(request)
    else:
        is_owner = request.user.is_authenticated and draft.user_id == request.user.pk
    return draft if is_owner else None
