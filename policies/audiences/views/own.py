"""我的推送: what a person states, the switch, and the link of a letter that turns it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from policies.audiences.choices import TermKind
from policies.audiences.forms import TraitsForm
from policies.audiences.links import number_in
from policies.audiences.models import TraitProfile
from policies.audiences.selectors import profile_of, traits_in_words
from policies.audiences.services import traits
from portal.accounts.permissions import signed_in
from portal.notifications.selectors import with_confirmed_mail

_OWN: Final = "policies:own_push"


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """What one stated, what it is used for, and the form to change it."""
    user = signed_in(request.user)
    profile = profile_of(user)
    form = TraitsForm(request.POST or None, initial=_stated(profile))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            given = form.cleaned_data
            traits.choose(
                user=user,
                terms=form.terms,
                region=given["region"],
                by_mail=given["by_mail"],
                at=timezone.now(),
            )
            messages.success(request, "已经保存。")
            return redirect(_OWN)
        status = 400
    context = {
        "form": form,
        "profile": profile,
        "stated": traits_in_words(profile),
        "is_mailed": user.pk in with_confirmed_mail([user.pk]),
    }
    return render(request, "policies/audiences/own.html", context, status=status)


@login_required
@never_cache
@require_POST
def change(request: HttpRequest, action: str) -> HttpResponse:
    """The switch, or clearing everything."""
    act = _ACTS.get(action)
    if act is None:
        raise Http404
    service, done = act
    service(user=signed_in(request.user), at=timezone.now())
    messages.success(request, done)
    return redirect(_OWN)


@csrf_exempt  # RFC 8058: the reader's mail program posts without a cookie; the token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The button, or that it was pressed; opening the link changes nothing, and a second press is
    as good.
    """
    number = number_in(token)
    if number is None:
        raise Http404
    found = TraitProfile.objects.select_related("user").filter(public_id=number).first()
    if found is not None and request.method == "POST":
        found = traits.turn_off(user=found.user, at=timezone.now())
    context = {"is_off": found is None or found.is_off}
    return render(request, "policies/audiences/stop.html", context)


def _stated(profile: TraitProfile | None) -> dict[str, Any]:
    """What the form begins with."""
    if profile is None:
        return {}
    terms = [trait.term for trait in profile.traits.all()]
    chosen: dict[str, Any] = {"by_mail": profile.by_mail}
    for kind in (TermKind.PEOPLE, TermKind.INDUSTRY):
        chosen[kind.value] = [term.pk for term in terms if term.kind == kind]
    chosen["size"] = next((term.pk for term in terms if term.kind == TermKind.SIZE), None)
    chosen["region"] = next((term.organ_id for term in terms if term.organ_id), None)
    return chosen


_ACTS: Final = {
    "off": (traits.turn_off, "已经关闭，从现在起不按个人特征推送；填过的特征还在，可以另外清除。"),
    "on": (traits.turn_on, "已经打开，此后的推送会通知您。"),
    "clear": (traits.clear, "您的特征已经全部清除。"),
}
