"""Looking it over, sending it, the receipt; and going away with what was public already."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disclosure.models import Document
from portal.common.errors import ActRefused
from portal.organs.models import Organ
from portal.papers.slips import slips_to_party
from portal.tracking import grants
from portal.tracking.limits import within
from portal.tracking.receipts import receipt_page
from portal.workdays.services import load_calendar
from requests_app.forms.application import ApplicationForm
from requests_app.models import ApplicationDraft, InformationRequest
from requests_app.presenters.clocks import next_workday
from requests_app.presenters.review import blocks_of
from requests_app.selectors import Matches, matches_of, organs_to_ask, register_rows
from requests_app.services import drafts, suggestions
from requests_app.services.intake import Application
from requests_app.views import limits
from requests_app.views.application import account_of, form_of, gone
from requests_app.views.drafts import own_draft

_TOO_OFTEN = "提交得太频繁了，请一小时后再试；内容已经存为草稿，不会丢失。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Everything once more before it is sent, and what is public already."""
    if number := grants.receipt_of(request, public_id):
        return redirect("requests:receipt", number=number)
    draft = own_draft(request, public_id)
    if draft is None:
        return gone(request)
    form = form_of(draft)
    organ = organs_to_ask().filter(code=draft.typed.get("organ", "")).first()
    if organ is None or not form.is_valid():
        return redirect(f"{reverse('requests:write', args=[public_id])}?check=1")
    if request.method == "POST" and request.POST.get("key") == str(draft.key):
        return _send(request, draft, form, organ)
    return _page(request, draft, form, organ)


@never_cache
@require_POST
def enough(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """这就是我要的: counted, the draft is deleted, nothing is applied for."""
    draft = own_draft(request, public_id)
    if draft is None:
        return gone(request)
    if look := draft.typed.get("look"):
        suggestions.note_enough(look=look)
    drafts.delete_draft(draft=draft)
    kind = "answer" if "answer" in request.POST else "document"
    return redirect(f"{reverse('requests:enough')}?{kind}={_number(request.POST.get(kind, ''))}")


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """The happy end: where the wanted information is."""
    document = Document.objects.public().filter(pk=_number(request.GET.get("document", ""))).first()
    answer = register_rows().filter(pk=_number(request.GET.get("answer", ""))).first()
    context = {"document": document, "answer": answer}
    return render(request, "requests/enough.html", context)


@require_safe
@grants.for_receipt(InformationRequest, to="requests:track")
def receipt(request: HttpRequest, case: InformationRequest) -> HttpResponseBase:
    """Number and code, in the session that sent it and nowhere else."""
    return receipt_page(
        request,
        case,
        noun="申请",
        door="requests:track_number",
        done="requests:home",
        template="requests/receipt.html",
        as_file=slips_to_party(limit=limits.LETTERS),
        confirmed_by=next_workday(load_calendar(), case.arrived_on),
    )


def _send(
    request: HttpRequest, draft: ApplicationDraft, form: ApplicationForm, organ: Organ
) -> HttpResponse:
    if not within(limits.SUBMISSIONS):
        return _page(request, draft, form, organ, problem=_TOO_OFTEN, status=429)
    public_id = draft.public_id
    try:
        sent = drafts.send_draft(
            draft=draft,
            application=_application(form, organ),
            at=timezone.now(),
            user=account_of(request),
        )
    except ActRefused as error:
        return _page(request, draft, form, organ, problem=str(error), status=409)
    grants.keep_receipt(request, public_id, sent.case.number)
    return redirect("requests:receipt", number=sent.case.number)


def _page(
    request: HttpRequest,
    draft: ApplicationDraft,
    form: ApplicationForm,
    organ: Organ,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    given = form.cleaned_data
    matches = matches_of(
        title=given["info_title"],
        number=given["info_number"],
        description=given["description"],
        viewer=request.user,
    )
    _count(draft, organ, matches)
    context = {
        "draft": draft,
        "organ": organ,
        "blocks": blocks_of(form.cleaned_data, organ, list(draft.files.all())),
        "matches": matches,
        "problem": problem,
    }
    return render(request, "requests/review.html", context, status=status)


def _count(draft: ApplicationDraft, organ: Organ, matches: Matches) -> None:
    """Count the look once for a draft; the row itself does not say whose it was."""
    now = timezone.now()
    look = suggestions.note_shown(
        organ=organ,
        documents=len(matches.documents),
        answers=len(matches.answers),
        on=timezone.localdate(now),
        previous=draft.typed.get("look"),
    )
    if look and look.pk != draft.typed.get("look"):
        drafts.save_draft(public_id=draft.public_id, typed={**draft.typed, "look": look.pk}, at=now)


def _application(form: ApplicationForm, organ: Organ) -> Application:
    given = form.cleaned_data
    # What only staff write is not in the form.
    names = [name for name in Application.__dataclass_fields__ if name in given]
    return Application(organ=organ, **{name: given[name] for name in names})


def _number(text: str) -> int:
    """A row's key from an address; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
