"""What a session may open: the receipts it was given, the cases it proved it may see.

All of it stays on the server; the browser holds the session's key and nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

IDLE_SECONDS = 30 * 60
# Open sessions hold these names: under others, everybody inside would stand before the door.
_RECEIPTS, _GRANTS = "request_receipts", "request_grants"

View = Callable[..., HttpResponseBase]


def grant(request: HttpRequest, number: str) -> None:
    """Number and code were right: this session may see the case while it is in use."""
    now = timezone.now().timestamp()
    alive = {
        known: at
        for known, at in request.session.get(_GRANTS, {}).items()
        if now - at < IDLE_SECONDS
    }
    request.session[_GRANTS] = {**alive, number: now}


def is_granted(request: HttpRequest, number: str) -> bool:
    """Whether number and code were right in this session, not long ago."""
    at = request.session.get(_GRANTS, {}).get(number)
    return at is not None and timezone.now().timestamp() - at < IDLE_SECONDS


def keep_receipt(request: HttpRequest, key: uuid.UUID, number: str) -> None:
    """This session sent the form of this key; its receipt may be looked at again, and its case."""
    receipts = request.session.get(_RECEIPTS, {})
    request.session[_RECEIPTS] = {**receipts, str(key): number}
    grant(request, number)


def receipt_of(request: HttpRequest, key: uuid.UUID) -> str:
    """The number that a form of this session became, if it did."""
    found: str = request.session.get(_RECEIPTS, {}).get(str(key), "")
    return found


def has_receipt(request: HttpRequest, number: str) -> bool:
    """Whether this session was given the receipt of the number."""
    return number in request.session.get(_RECEIPTS, {}).values()


def leave(request: HttpRequest) -> None:
    """Forget every case and receipt of this session."""
    for name in (_GRANTS, _RECEIPTS):
        request.session.pop(name, None)


def is_party(request: HttpRequest, *, user_id: int | None, numbers: Iterable[str]) -> bool:
    """Whether the one asking is the account of the case, if it has one, or opened one of the
    numbers that lead to it, in this session and not long ago; which then stays open.
    """
    if user_id is not None and user_id == request.user.pk:
        return True
    opened = next((number for number in numbers if is_granted(request, number)), "")
    if opened:
        grant(request, opened)
    return bool(opened)


def found_for_party(model: type[Model]) -> Callable[[HttpRequest, str], Any]:
    """How the case of a number is found for the one asking, if it is theirs; for `for_party`."""

    def find(request: HttpRequest, number: str) -> Any:
        found: Any = _numbered(model, number)
        if found and is_party(request, user_id=found.user_id, numbers=[found.number]):
            return found
        return None

    return find


def for_party(
    find: Callable[[HttpRequest, str], object | None], *, to: str
) -> Callable[[View], View]:
    """A view of a case for its party: all others are sent to the door, the address named `to`.

    `find` gives the case of a number if the one asking `is_party` of it, and None otherwise; the
    view gets the case in the number's place. Nothing of it is kept by browsers.
    """

    def guard(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, number: str, **more: Any) -> HttpResponseBase:
            found = find(request, number)
            if found is None:
                return redirect(to)
            return view(request, found, **more)

        return guarded

    return guard


def for_receipt(model: type[Model], *, to: str) -> Callable[[View], View]:
    """A view of the receipt of a case, for the session that was given it: all others are sent to
    the door, the address named `to`.
    """

    def find(request: HttpRequest, number: str) -> object | None:
        return _numbered(model, number) if has_receipt(request, number) else None

    return for_party(find, to=to)


def _numbered(model: type[Model], number: str) -> Model | None:
    """The case of a number, with its organ."""
    rows = model._default_manager.select_related("organ")
    return rows.filter(number=number.replace("\x00", "")).first()
