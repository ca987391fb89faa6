"""A form that the public sends once: one order of refusals for all, and the receipt afterwards."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.common.errors import ActRefused
from portal.tracking import grants
from portal.tracking.intake import Receipt
from portal.tracking.keys import key_of
from portal.tracking.limits import Limit, within

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

# For so long a form that is sent once more shows the receipt of the first time again.
_ONCE_MORE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Submission:
    """How forms of one kind are sent: `limit` how often from an address, and what is said then;
    `receipt` and `door` the names of the addresses they lead to. `salt` names the kind of form, as
    for `key_of`.
    """

    salt: str
    limit: Limit
    too_often: str
    receipt: str
    door: str

    def answer(
        self,
        request: HttpRequest,
        form: Form,
        take_in: Callable[[uuid.UUID, dt.datetime], Receipt[Any]],
        page: Callable[[int], HttpResponse],
    ) -> HttpResponse:
        """Send a form, whose field `key` is its nonce: to its receipt, or to the door where that
        was given long ago. Else its `page` with the status of the refusal: 400 it is not valid,
        429 too many were sent from this address, 409 the act refused it.
        """
        if not form.is_valid():
            return page(400)
        if not within(self.limit):
            form.add_error(None, self.too_often)
            return page(429)
        key, now = key_of(request, form.cleaned_data["key"], salt=self.salt), timezone.now()
        try:
            receipt = take_in(key, now)
        except ActRefused as error:
            form.add_error(None, str(error))
            return page(409)
        if not receipt.is_new and now - receipt.case.submitted_at > _ONCE_MORE:
            messages.info(request, "这份表已经提交过，请凭回执上的编号和查询码查进度。")
            return redirect(self.door)
        grants.keep_receipt(request, key, receipt.case.number)
        return redirect(self.receipt, number=receipt.case.number)

    def view(
        self, of: type[Form], submit: Callable[..., Receipt[Any]], *, title: str
    ) -> Callable[[HttpRequest], HttpResponse]:
        """The page of a form that needs no more than its fields: drawn, refused or sent; `submit`
        gets what was typed by name, the `key` and the moment.
        """

        @never_cache
        @sensitive_post_parameters()
        @require_http_methods(["GET", "HEAD", "POST"])
        def page_of_form(request: HttpRequest) -> HttpResponse:
            form = of(request.POST or None, initial={"key": uuid.uuid4()})

            def page(status: int) -> HttpResponse:
                context = {"form": form, "title": title}
                return render(request, "tracking/form.html", context, status=status)

            def take_in(key: uuid.UUID, at: dt.datetime) -> Receipt[Any]:
                return submit(**{**form.cleaned_data, "key": key}, at=at)

            return self.answer(request, form, take_in, page) if request.POST else page(200)

        return page_of_form
