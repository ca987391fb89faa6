"""The door of whoever has a number and a code and no account: one order of refusals for all."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.tracking import grants, limits
from portal.tracking.forms import TrackForm


def refused(
    request: HttpRequest,
    form: TrackForm,
    opens: Callable[[str, str], bool],
    *,
    wrong: str,
    locked: str,
) -> int:
    """Judge number and code; the status of a refusal, with its sentence in the form, or 0: then
    this session may see what the number names.

    400 what was typed is neither; 429 too many wrong codes, and the right one is not tried;
    403 they do not belong together, whichever of them is wrong.
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
    # Whoever prepared this session for somebody else does not come in with them.
    request.session.cycle_key()
    grants.grant(request, number)
    return 0


def view(
    of: type[TrackForm],
    opens: Callable[[str, str], bool],
    *,
    template: str,
    lead: Callable[[str], HttpResponseBase],
    wrong: str,
    locked: str,
    **more: str,
) -> Callable[..., HttpResponseBase]:
    """The page of a door: its form in the `template`, by the number of the address where there is
    one, with `more` words for it; whoever comes in is led on by the number.
    """

    @never_cache
    @sensitive_post_parameters("code")
    @require_http_methods(["GET", "HEAD", "POST"])
    def door(request: HttpRequest, number: str = "") -> HttpResponseBase:
        if request.method != "POST":
            form = of(initial={"number": number})
            return render(request, template, {**more, "form": form})
        form = of(request.POST)
        if status := refused(request, form, opens, wrong=wrong, locked=locked):
            return render(request, template, {**more, "form": form}, status=status)
        return lead(form.cleaned_data["number"])

    return door
