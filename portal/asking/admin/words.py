"""Synonyms and best results in the back office."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portal.accounts.permissions import signed_in
from portal.asking.forms import BetForm, LineForm
from portal.asking.models import BestBet, SynonymLine
from portal.asking.permissions import may_keep_words
from portal.asking.services import words
from portal.common.admin import KeptRows


class WordsAdmin(KeptRows):
    """Rows that are switched off and never deleted; after each change one sees what it does."""

    actions = None
    list_filter = ("is_active",)
    list_select_related = ("by",)

    def may_keep(self, request: HttpRequest) -> bool:
        return bool(may_keep_words(request.user))

    def question_of(self, row: Any) -> str:
        """A question whose answers the row changes."""
        raise NotImplementedError

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """To what the search gives now."""
        del request
        look = reverse("admin:asking_askedquery_look")
        return HttpResponseRedirect(f"{look}?{urlencode({'q': self.question_of(obj)})}")

    response_post_save_change = response_post_save_add


@admin.register(SynonymLine)
class SynonymLineAdmin(WordsAdmin):
    """Words that mean the same."""

    form = LineForm
    list_display = ("line_words", "note", "is_active", "by", "at")
    fields = ("words", "meant", "note", "is_active")

    @admin.display(description="同义词")
    def line_words(self, row: SynonymLine) -> str:
        return str(row)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begun from a question, or from what was tried."""
        return {name: request.GET.get(name, "")[:300] for name in ("words", "meant")}

    def save_model(
        self, request: HttpRequest, obj: SynonymLine, form: LineForm, change: bool
    ) -> None:
        del change
        given = form.cleaned_data
        words.save_line(line=obj, by=signed_in(request.user), at=timezone.now(), **given)

    def question_of(self, row: SynonymLine) -> str:
        return str(row.words[0])


@admin.register(BestBet)
class BestBetAdmin(WordsAdmin):
    """What is shown first to whoever asks."""

    form = BetForm
    list_display = ("shown_questions", "title", "reason", "until", "is_active", "by", "at")
    fields = ("questions", "path", "title", "reason", "until", "is_active")

    @admin.display(description="搜索词")
    def shown_questions(self, row: BestBet) -> str:
        return "、".join(row.questions)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {name: request.GET.get(name, "")[:500] for name in ("questions", "path")}

    def save_model(self, request: HttpRequest, obj: BestBet, form: BetForm, change: bool) -> None:
        del change
        given = dict(form.cleaned_data)
        given["address"] = given.pop("path")
        words.save_bet(bet=obj, by=signed_in(request.user), at=timezone.now(), **given)

    def question_of(self, row: BestBet) -> str:
        return str(row.questions[0])
