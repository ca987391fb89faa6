"""What one reader may see and another may not is kept by nobody between the portal and them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponseBase]


def for_reader_only(view: View) -> View:
    """Forbid storing the answers of a view to people who are signed in.

    What a citizen without an account sees is the same for everyone; what a signed-in reader sees
    may be addressed to them alone.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            response.headers.pop("ETag", None)
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer
