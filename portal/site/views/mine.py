"""我的: what waits for a person, what they follow, and their account, in one place."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.common.registry import parts_of

if TYPE_CHECKING:
    from portal.accounts.models import User


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every part that has something for this person."""
    parts = parts_of(cast("User", request.user), timezone.localdate())
    return render(request, "site/mine.html", {"parts": parts})
