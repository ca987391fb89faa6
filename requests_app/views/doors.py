"""The door of whoever has a number and a code and no account: one order of refusals for all."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest

from requests_app.views import grants, limits


def refused(
    request: HttpRequest,
    form: forms.Form,
    opens: Callable[[str, str], bool],
    *,
    wrong: str,
    locked: str,
) -> int:
    """Judge a form with `number` and `code`; the status of a refusal, with its sentence in the
    form, or 0: then this session may see what the number names.
    """
    if not form.is_valid():
        return 400
    number = form.cleaned_data["number"]
    if limits.is_locked_out(number):
        form.add_error(None, locked)
        return 429
    if not opens(number, form.cleaned_data["code"]):
        limits.note_failure(number)
        form.add_error(None, wrong)
        return 403
    request.session.cycle_key()
    grants.grant(request, number)
    return 0
