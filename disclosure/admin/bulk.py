"""Acts on many documents at once: the same acts, each in its own transaction, each answered for.

The secrecy review is not among them: it is done item by item (保密法实施条例第四十二条). A whole
batch of 历史公文, which came out before, is reviewed on a sample (`disclosure.admin.historical`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from unfold.decorators import action

from disclosure.admin.historical import historical_address
from disclosure.models import Document
from disclosure.services import review
from portal.accounts.models import User
from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused

_SHOWN = 10
Perform = Callable[[Document, User, dt.datetime], Document]


class BulkActs(BackOfficeAdmin):
    """Buttons of the list; what an act refuses is listed with its reason, the rest is done."""

    @action(description="提交审查")
    def bulk_submit(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        self._each(request, documents, lambda d, by, at: review.submit(document=d, by=by, at=at))

    @action(description="按拟定的公开属性认定")
    def bulk_confirm(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        self._each(
            request,
            documents,
            lambda d, by, at: review.confirm_openness(
                document=d,
                openness=d.openness,
                basis=d.openness_basis,
                ground=d.openness_ground,
                entry=d.openness_entry,
                by=by,
                at=at,
            ),
        )

    @action(description="签发")
    def bulk_sign(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        self._each(request, documents, lambda d, by, at: review.sign(document=d, by=by, at=at))

    @action(description="作为历史公文收入")
    def bulk_historical(self, request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse:
        del request
        chosen = documents.order_by("pk").values_list("pk", flat=True)
        return HttpResponseRedirect(historical_address(list(chosen)))

    def _each(self, request: HttpRequest, documents: QuerySet[Any], perform: Perform) -> None:
        by, done = signed_in(request.user), 0
        refused: list[str] = []
        for document in documents.order_by("pk"):
            try:
                perform(document, by, timezone.now())
            except ActRefused as error:
                refused.append(f"{document.quoted_title}：{error}")
            else:
                done += 1
        if done:
            messages.success(request, f"已办理 {done} 件。")
        for sentence in refused[:_SHOWN]:
            messages.error(request, sentence)
        if len(refused) > _SHOWN:
            messages.error(request, f"另有 {len(refused) - _SHOWN} 件未能办理，请逐件查看。")
