"""Answering: a link by letter or account, then page by page, without script.

Opening the link changes nothing, because mail scanners open them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.surveys.answers import Typed, asked_pages, field_names, judge, pages_of
from decisions.surveys.choices import Method
from decisions.surveys.forms import BeginForm
from decisions.surveys.models import SurveyVersion, Token
from decisions.surveys.presenters.asked import asked, in_words
from decisions.surveys.questions import Question
from decisions.surveys.selectors import current, shown_surveys, token_of, typed_so_far
from decisions.surveys.services import answers, holders
from decisions.surveys.views.public import found, page
from decisions.surveys.workflow import Status
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.common.moments import until_words
from portal.common.typed import mailbox_of
from portal.tracking.limits import DAY, HOUR, Limit, WithoutCache, within

LETTERS: Final = Limit("surveys.letters", 20, HOUR, WithoutCache.CLOSED)
"""Letters that one address of the network may have sent; without the cache none: strangers typed
these addresses in, and an account answers without a letter."""

TO_MAILBOX: Final = Limit("surveys.mailbox", 5, DAY, WithoutCache.CLOSED)
"""Letters that one mailbox may get, whoever asks; without the cache none."""

STEPS: Final = Limit("surveys.steps", 600, HOUR, WithoutCache.LOCAL)
"""Pages sent from one address of the network, which a whole office may share."""

_LONGEST_KEY: Final = 10
_TOO_OFTEN = "这个网络今天要的链接太多了，请一小时后再要，或者登录账号答。"


@never_cache
@sensitive_post_parameters("email")
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A link: at once for an account that has proved its address, else by letter. Whether an
    address has answered is said to nobody.
    """
    at, row = timezone.now(), found(pk)
    if row.status == Status.WITHDRAWN:
        raise Http404
    user = request.user
    by_account = isinstance(user, User) and bool(holders.own_mailbox(user))
    form = BeginForm(request.POST, by_mail=not by_account and row.method == Method.MAIL)
    if not form.is_valid():
        return page(request, row, form, status=HTTPStatus.BAD_REQUEST)
    if form.cleaned_data["website"]:
        return redirect("decisions:survey_sent")
    address = form.cleaned_data.get("email", "")
    if address and not within(LETTERS):
        form.add_error(None, _TOO_OFTEN)
        return page(request, row, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        if by_account and isinstance(user, User):
            secret = holders.for_account(survey=row, user=user, at=at)
            return redirect("decisions:survey_answer", secret)
        # Of a mailbox that got its letters the answer is the same: it says nothing of it.
        if not address or within(TO_MAILBOX, mailbox_of(address)):
            holders.ask_by_mail(survey=row, address=address, at=at)
    except ActRefused as error:
        form.add_error(None, str(error))
        return page(request, row, form, status=HTTPStatus.CONFLICT)
    return redirect("decisions:survey_sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next to somebody who gave an address; the same for every address."""
    return render(request, "decisions/surveys/sent.html")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """One page of the questionnaire; the last one sends it in."""
    token = token_of(secret)
    if token is None:
        return _unknown(request)
    if token.is_spent:
        return _end(request, "spent", token)
    version = current(token.survey)
    if version is None:
        raise Http404
    if request.method == "POST":
        return _sent_in(request, secret, token, version)
    if not token.survey.is_open(timezone.now()):
        return _end(request, "closed", token, version, typed_so_far(token))
    return _page(request, token, version, typed_so_far(token), _wanted(request.GET.get("page")))


def _unknown(request: HttpRequest) -> HttpResponse:
    """A link that opens nothing. Somebody who sent a page by it reads what they typed."""
    typed: Typed = dict(request.POST.lists())
    named = request.POST.get("survey", "")
    pk = int(named) if named.isascii() and named.isdecimal() and len(named) < _LONGEST_KEY else 0
    row = shown_surveys().filter(pk=pk).first() if typed else None
    version = current(row) if row else None
    return _end(request, "old", None, version, typed, status=HTTPStatus.GONE)


def _sent_in(
    request: HttpRequest, secret: str, token: Token, version: SurveyVersion
) -> HttpResponse:
    """What was typed on a page is kept before anything else is said of it."""
    held, at = version.questionnaire, timezone.now()
    pages = pages_of(held)
    place = min(_wanted(request.POST.get("page")), len(pages) - 1)
    names = {name for question in pages[place] for name in field_names(question)}
    typed: Typed = dict(request.POST.lists())
    before = typed_so_far(token)
    if not within(STEPS):
        kept = before | {name: list(typed[name]) for name in names if name in typed}
        return _page(request, token, version, kept, place, told="请稍等几分钟再点一次。",
                     status=HTTPStatus.TOO_MANY_REQUESTS)  # fmt: skip
    try:
        kept = answers.save(secret=secret, names=names, typed=typed, at=at)
    except holders.AlreadyAnswered:
        return _end(request, "spent", token)
    except ActRefused as error:
        now = before | {name: list(typed[name]) for name in names if name in typed}
        return _end(request, "closed", token, version, now, told=str(error),
                    status=HTTPStatus.CONFLICT)  # fmt: skip
    return _next(request, secret, token, version, typed=kept, place=place)


def _next(
    request: HttpRequest,
    secret: str,
    token: Token,
    version: SurveyVersion,
    *,
    typed: Mapping[str, Sequence[str]],
    place: int,
) -> HttpResponse:
    held = version.questionnaire
    address = reverse("decisions:survey_answer", args=[secret])
    order = _order(version, typed)
    action = request.POST.get("action", "next")
    if action == "save":
        messages.success(request, "已存下。七天以内打开信里的链接，可以接着答。")
        return redirect(f"{address}?page={place + 1}")
    if action == "back":
        earlier = [each for each in order if each < place]
        return redirect(f"{address}?page={(earlier[-1] if earlier else 0) + 1}")
    later = [each for each in order if each > place]
    problems = judge(held, typed, only=pages_of(held)[place]).problems
    if problems:
        return _page(request, token, version, typed, place, problems=problems,
                     status=HTTPStatus.BAD_REQUEST)  # fmt: skip
    if later:
        return redirect(f"{address}?page={later[0] + 1}")
    try:
        number = _wanted(request.POST.get("version")) + 1
        answers.answer(secret=secret, typed=typed, version=number, at=timezone.now())
    except answers.NotComplete as error:
        first = next(
            each for each in order if {q.code for q in pages_of(held)[each]} & set(error.problems)
        )
        return _page(request, token, version, typed, first, problems=error.problems,
                     status=HTTPStatus.BAD_REQUEST)  # fmt: skip
    except holders.AlreadyAnswered:
        return _end(request, "spent", token)
    except ActRefused as error:
        return _page(request, token, version, typed, 0, told=str(error),
                     status=HTTPStatus.CONFLICT)  # fmt: skip
    messages.success(request, "收到了，谢谢您。您的邮箱地址已经删除，答卷上没有。")
    return redirect(token.survey)


def _page(
    request: HttpRequest,
    token: Token,
    version: SurveyVersion,
    typed: Typed,
    place: int,
    *,
    problems: Mapping[str, str] | None = None,
    told: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """A page with what was typed before; a place that is not asked is the next one that is."""
    held, order = version.questionnaire, _order(version, typed)
    place = next((each for each in order if each >= place), order[-1])
    shown = _shown(version, typed, place)
    questions = asked(shown, held, typed, problems)
    context = {
        "survey": token.survey,
        "until": until_words(token.survey.closes_at),
        "version": version.number,
        "questions": questions,
        "wrong": [each for each in questions if each.error],
        "told": told,
        "place": place + 1,
        "number": order.index(place) + 1,
        "of": len(order),
        "steps": [(each <= place, each == place) for each in order],
        "is_first": place == order[0],
        "is_last": place == order[-1],
    }
    return render(request, "decisions/surveys/answer.html", context, status=status)


def _order(version: SurveyVersion, typed: Typed) -> list[int]:
    """The places of the pages that are asked of somebody who typed this."""
    held = version.questionnaire
    pages = [{each.code for each in page} for page in pages_of(held)]
    return [
        place
        for asked_page in asked_pages(held, typed)
        for place, codes in enumerate(pages)
        if asked_page[0].code in codes
    ]


def _shown(version: SurveyVersion, typed: Typed, place: int) -> list[Question]:
    held = version.questionnaire
    codes = {each.code for each in pages_of(held)[place]}
    return next(page for page in asked_pages(held, typed) if page[0].code in codes)


def _end(
    request: HttpRequest,
    why: str,
    token: Token | None = None,
    version: SurveyVersion | None = None,
    typed: Typed | None = None,
    *,
    told: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Nothing more is taken in; what was typed is shown, that nobody loses it."""
    context: dict[str, Any] = {
        "why": why,
        "told": told,
        "survey": token.survey if token else None,
        "words": in_words(version.questionnaire, typed) if version and typed else [],
    }
    return render(request, "decisions/surveys/end.html", context, status=status)


def _wanted(page_number: str | None) -> int:
    """A place by the number of a page, from 0; the first for what is no number."""
    is_number = bool(page_number) and str(page_number).isascii() and str(page_number).isdecimal()
    return max(int(str(page_number)[:4]) - 1, 0) if is_number else 0
