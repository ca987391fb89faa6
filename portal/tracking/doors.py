"""The door of whoever has a number and a code and no account: one order of refusals for all."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

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
