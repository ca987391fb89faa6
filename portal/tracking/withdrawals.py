"""The party takes a case back on its page, after one more question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render

from portal.common.errors import ActRefused
from portal.common.verdicts import Verdict

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def withdrawn(
    request: HttpRequest,
    case: Any,
    verdict: Verdict,
    withdraw: Callable[[], object],
    *,
    question: str,
    done: str,
) -> HttpResponse:
    """The template `question`, or the answer to it: `done`, or why it cannot be taken back."""
    if not verdict:
        messages.error(request, verdict.reason)
        return redirect(case)
    if request.method != "POST":
        return render(request, question, {"case": case})
    try:
        withdraw()
        messages.success(request, done)
    except ActRefused as error:
        messages.error(request, str(error))
    return redirect(case)
