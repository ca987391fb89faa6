"""What a request has typed, whose it is, and what becomes of it: the floor's one mechanism.

A page gives its form a mark (`{% keep %}`). Whatever is sent with a mark is kept before anybody
judges it (`KeepTyped`), and taken away when the view says that it was taken in (`sent`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from portal.common.errors import ActRefused
from portal.drafts import browsers, marks, services
from portal.drafts.forms import refill
from portal.drafts.marks import Mark
from portal.drafts.services import Owner
from portal.tracking.limits import HOUR, Limit, WithoutCache, within

if TYPE_CHECKING:
    from django.forms import BaseForm

KEEPS = Limit("drafts.keep", 3000, HOUR, WithoutCache.OPEN)
"""Texts kept from one address, a whole office's often; without the cache nothing typed is lost."""

NEW_BROWSERS = Limit("drafts.new", 120, HOUR, WithoutCache.LOCAL)
"""Forms begun from one address by people without an account: what could fill the disk. Without the
cache each process counts for itself."""

_SENT, _KEPT = "_kept_sent", "_kept_now"
# What a form sends beside what was typed.
_NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", marks.FIELD, "seen", "action", "website", "remove", "back"}
)


def owner_of(request: HttpRequest, mark: Mark) -> Owner:
    """Whose form it is: of the person it was given to, else of the browser, which has kept
    something before.
    """
    if mark.user_id:
        return Owner(user_id=mark.user_id)
    return Owner(browser=browsers.known_browser(request))


def keep_sent(request: HttpRequest) -> None:
    """Keep what the request has typed, if its form has a mark.

    A form that was given to somebody else than who is signed in is nobody's to keep.
    """
    setattr(request, _KEPT, _keep(request))


def is_kept(request: HttpRequest) -> bool:
    """Whether what the request has typed was kept."""
    return bool(getattr(request, _KEPT, False))


def _keep(request: HttpRequest) -> bool:
    mark = marks.read(request.POST.get(marks.FIELD, ""))
    # A program that filled in what nobody sees has nothing kept.
    if mark is None or request.POST.get("website") or not within(KEEPS):
        return False
    if mark.user_id and request.user.is_authenticated and request.user.pk != mark.user_id:
        return False
    owner = owner_of(request, mark)
    if not mark.user_id:
        is_new = not owner or services.is_new(owner=owner, form=mark.form)
        if is_new and not within(NEW_BROWSERS):
            return False
        owner = Owner(browser=browsers.browser(request))
    typed = {name: values for name, values in request.POST.lists() if name not in _NOT_TYPED}
    try:
        services.keep(owner=owner, form=mark.form, typed=typed, at=timezone.now())
    except ActRefused:
        return False
    return True


def marked(
    request: HttpRequest, form: BaseForm, *, address: str = "", by_browser: bool = False
) -> dict[str, Any]:
    """What the page of a form shows: its `mark`, and when what stands in it was kept (`kept_at`),
    if it was typed before and not sent: then it stands in the form again.

    `address` is where the form is sent, by default the page's own. A form is the person's who is
    signed in; `by_browser` makes it the browser's, whoever is.
    """
    mark = Mark(address or request.path, 0 if by_browser else request.user.pk or 0)
    before = None
    if not form.is_bound:
        owner = owner_of(request, mark)
        before = services.kept(owner=owner, forms=[mark.form], at=timezone.now()).get(mark.form)
    if before:
        refill(form, before.typed)
    return {"mark": marks.written(mark), "kept_at": before.saved_at if before else None}


def sent(request: HttpRequest) -> None:
    """The form was taken in: what is kept of it goes with the answer."""
    setattr(request, _SENT, True)


def forget_sent(request: HttpRequest) -> None:
    """Take away what is kept of a form that was taken in."""
    if not getattr(request, _SENT, False):
        return
    mark = marks.read(request.POST.get(marks.FIELD, ""))
    if mark and mark.user_id in (0, request.user.pk):
        services.forget(owner=owner_of(request, mark), form=mark.form)


def tell_kept(request: HttpRequest) -> None:
    """Whoever was sent away from a form, to sign in or to a door, learns that nothing is lost."""
    if is_kept(request) and not getattr(request, _SENT, False):
        messages.info(request, "您刚才填写的内容已经保存，没有丢失：重新进入以后，可以接着填写。")


def leave(request: HttpRequest) -> None:
    """Take away all that this browser has kept: the next one at this computer finds nothing."""
    services.forget(owner=Owner(browser=browsers.known_browser(request)))
    browsers.leave(request)
