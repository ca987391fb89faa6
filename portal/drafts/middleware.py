"""Whatever is sent with the mark of a form is kept first and judged afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from portal.drafts import browsers, keeping, marks

# Pages of this room say themselves what became of a form.
_OWN = "drafts"


class KeepTyped:
    """Keeps what a marked form sends, before a view may send its writer to sign in or refuse it;
    takes it away again once the view has said that it was taken in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        keeping.forget_sent(request)
        match = request.resolver_match
        if match and match.app_name != _OWN and 300 <= response.status_code < 400:
            keeping.tell_kept(request)
        browsers.answer(request, response)
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> None:
        """After the check against forgery, before the view."""
        if request.method == "POST" and marks.FIELD in request.POST:
            keeping.keep_sent(request)
