"""The door of a third party or a co-maker: by the number and the code of the letter alone.

Who applied, for what and with which papers, is shown nowhere here.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.common.errors import ActRefused
from portal.drafts import keeping
from portal.drafts.keeping import marked, sent
from portal.personal.handed_in import HandedIn
from portal.tracking import codes, doors, grants
from portal.tracking.limits import within
from portal.tracking.refusals import not_now_page, refused_page
from requests_app.choices import Opinion
from requests_app.forms.opinion import LetterDoorForm, OpinionForm
from requests_app.models import Consultation, Evidence
from requests_app.permissions import may_opine
from requests_app.presenters.letters import letter_page
from requests_app.query_codes import LETTER_CODE
from requests_app.services.consultation.opinions import (
    attach_papers,
    confirm_letter,
    drop_paper,
    give_opinion,
)
from requests_app.views import limits

_REFUSED = "编号或者查询码不对，请对照征求意见书核对后再试；仍然不行的，请打发函机关的电话。"
_LOCKED = "输错的次数太多，请半小时后再试，或者打发函机关的电话。"
_TOO_OFTEN = "提交得太频繁了，请一小时后再试。"
_CHOOSE_AGAIN = "刚才选的文件没有保存，请重新选择。"


def _holders_letter(request: HttpRequest, number: str) -> Consultation | None:
    """The letter, for whoever gave its number and code in this session; unless it was purged."""
    if not grants.is_party(request, user_id=None, numbers=[number]):
        return None
    rows = Consultation.objects.select_related("request__organ__review_organ", "organ")
    return rows.exclude(code_index="").filter(number=number).first()


for_holder = grants.for_party(_holders_letter, to="requests:opinion")


def _opens(number: str, code: str) -> bool:
    """Whether the code is the letter's."""
    stored = Consultation.objects.filter(number=number).values_list("code_index", flat=True)
    return codes.opens(stored, code, purpose=LETTER_CODE)


def _letter(found: Consultation) -> str:
    """The address of the letter."""
    return reverse("requests:opinion_letter", args=[found.number])


door = doors.view(
    LetterDoorForm,
    _opens,
    template="requests/opinion/door.html",
    lead=lambda number: redirect("requests:opinion_letter", number=number),
    wrong=_REFUSED,
    locked=_LOCKED,
)


@require_safe
@for_holder
def letter(request: HttpRequest, found: Consultation) -> HttpResponse:
    """What is asked, until when, what silence means, and what was answered or told."""
    return render(request, "requests/opinion/letter.html", _context(found))


@require_POST
@for_holder
def received(request: HttpRequest, found: Consultation) -> HttpResponse:
    """确认收到."""
    try:
        confirm_letter(consultation=found, at=timezone.now())
    except ActRefused as error:
        return refused_page(request, error, back=_letter(found))
    messages.success(request, "已经确认收到，提出意见的期限从明天起计算。")
    return redirect(_letter(found))


@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
@for_holder
def reply(request: HttpRequest, found: Consultation) -> HttpResponse:
    """The opinion: written, looked over, sent. What is typed is kept for its browser until then."""
    verdict = may_opine(None, found, found.request)
    if not verdict:
        return not_now_page(request, verdict.reason, back=_letter(found))
    if request.method != "POST":
        return _form(request, found, OpinionForm())
    if not within(limits.OPINIONS):
        return _form(request, found, _unbound(request), problem=_TOO_OFTEN, status=429)
    if "remove" in request.POST:
        _remove(found, request.POST["remove"])
        return _form(request, found, _unbound(request))
    if request.POST.get("action") == "edit":
        return _form(request, found, _unbound(request))
    form = OpinionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, found, form, status=400)
    is_sent = request.POST.get("action") == "send"
    try:
        return _send(request, found, form) if is_sent else _review(request, found, form)
    except ActRefused as error:
        form.add_error(None if is_sent else "papers", str(error))
        return _form(request, found, form, status=409)


@require_safe
@for_holder
def receipt(request: HttpRequest, found: Consultation) -> HttpResponse:
    """That the opinion arrived, when, and what it says."""
    if found.answered_online_at is None:
        return redirect("requests:opinion_letter", number=found.number)
    return render(request, "requests/opinion/receipt.html", _context(found))


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """退出: nobody after them at this computer sees the letter, nor what they had typed."""
    grants.leave(request)
    keeping.leave(request)
    messages.success(request, "已经退出。在公用电脑上，请再关闭浏览器。")
    return redirect("requests:opinion")


def _review(request: HttpRequest, found: Consultation, form: OpinionForm) -> HttpResponse:
    """Once more before it is sent; the chosen files are kept sealed from here on."""
    files = [
        HandedIn(cast("Any", file), file.name or "", Evidence.Purpose.OTHER)
        for file in form.cleaned_data["papers"]
    ]
    if files:
        attach_papers(consultation=found, files=files, at=timezone.now())
    given = form.cleaned_data
    context = {
        **_context(found),
        "opinion": Opinion(given["opinion"]),
        "text": given["text"],
        **_marked(request, form),
    }
    return render(request, "requests/opinion/review.html", context)


def _send(request: HttpRequest, found: Consultation, form: OpinionForm) -> HttpResponse:
    given = form.cleaned_data
    give_opinion(
        consultation=found, opinion=given["opinion"], text=given["text"], at=timezone.now()
    )
    sent(request)
    return redirect("requests:opinion_receipt", number=found.number)


def _remove(found: Consultation, public_id: str) -> None:
    try:
        paper = found.files.filter(public_id=public_id).first()
    except ValidationError:
        return
    if paper:
        drop_paper(paper=paper)


def _unbound(request: HttpRequest) -> OpinionForm:
    """What was typed, not judged yet."""
    typed = {name: request.POST.get(name, "") for name in ("opinion", "text")}
    return OpinionForm(initial=typed)


def _form(
    request: HttpRequest,
    found: Consultation,
    form: OpinionForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    chosen = bool(request.FILES) and status != 200
    context = {
        **_context(found),
        "form": form,
        "problem": problem,
        "told_about_files": _CHOOSE_AGAIN if chosen else "",
        **_marked(request, form),
    }
    return render(request, "requests/opinion/form.html", context, status=status)


def _marked(request: HttpRequest, form: OpinionForm) -> dict[str, Any]:
    """The mark of the form; what was sent back to be edited stands in it already."""
    if request.method == "POST" and not form.is_bound:
        return marked(request, OpinionForm(request.POST), by_browser=True)
    return marked(request, form, by_browser=True)


def _context(found: Consultation) -> dict[str, Any]:
    return letter_page(found, on=timezone.localdate())
