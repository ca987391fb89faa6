"""The party takes a case back on its page, after one more question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from portal.acts.steps import Steps
from portal.common.errors import ActRefused
from portal.tracking.refusals import not_now_page, refused_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def withdrawn(
    request: HttpRequest,
    case: Any,
    steps: Steps[Any],
    service: Callable[..., object],
    *,
    noun: str,
    up: tuple[str, str] = ("", ""),
    crumb: str = "撤回",
) -> HttpResponse:
    """The question, or the answer to it: that the case is taken back, or why it cannot be.

    `service` does the party's act `withdraw`; `noun` is what a case of the kind is called, `up`
    the words and the address of the way up, `crumb` what the page is called below it.
    """
    if not (verdict := steps.rules.judge(request.user, case, "withdraw", as_party=True)):
        return not_now_page(request, verdict.reason, back=case.get_absolute_url())
    if request.method != "POST":
        context = {"case": case, "noun": noun, "up_label": up[0], "up_url": up[1]}
        context["crumb"] = crumb
        return render(request, "tracking/withdraw.html", context)
    try:
        service(**{steps.owner: case}, at=timezone.now())
    except ActRefused as error:
        return refused_page(request, error, back=case.get_absolute_url())
    messages.success(request, f"{noun}已经撤回。")
    return redirect(case)
