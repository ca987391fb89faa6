"""Entries in the back office: the list, one entry with its versions and acts, the next draft."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from policies.answers.blockers import blockers_of
from policies.answers.choices import ChangeLevel
from policies.answers.forms import BASES_HELP, DraftForm
from policies.answers.models import Entry, EntryVersion
from policies.answers.models.version import LONGEST_QUESTION, LONGEST_SHORT
from policies.answers.permissions import RULES
from policies.answers.presenters.review import shown_version
from policies.answers.querysets import standing_documents
from policies.answers.queues import QUEUES
from policies.answers.selectors import open_version, tally, version_in_hand
from policies.answers.services import entries
from policies.answers.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, handler_name, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.pages import unkept_page
from portal.desk.queues import filter_of
from portal.text.forms import TextEditor, TextFormField


def _answer(entry: Any) -> forms.Field:
    """The long answer in the editor, without pictures."""
    version = version_in_hand(entry)
    field = TextFormField(label="详答", base=version.answer, required=False)
    editor = cast("TextEditor", field.widget)
    editor.clean_address = reverse("admin:disclosure_document_pasted")
    return field


def _level(entry: Any) -> forms.Field | None:
    """How much it changes; of what was never read there is nothing to choose."""
    if not entry.current_id:
        return None
    told = "勘误不推送；一般推送给接入的系统；重大另把有用率从头算起。"
    return f.choice("改动级别", ChangeLevel.choices, help_text=told)(entry)


def _note(entry: Any) -> forms.Field | None:
    if not entry.current_id:
        return None
    return f.word("改了什么", longest=200, help_text="接入的系统看得到。")(entry)


_BUTTONS = {
    "write": Button(entries.write, {
        "question": f.word("标准问", longest=LONGEST_QUESTION),
        "similar": f.lines("相似问法", "每行一条，可以不写", required=False),
        "short_answer": f.word("简答", longest=LONGEST_SHORT,
            help_text="先说结论，一两句话；提示和列表里只出现这一段。"),
        "answer": _answer,
        "policies": f.lines("依据",
            BASES_HELP),
        "applies_to": f.word("适用对象", required=False),
        "region": f.word("适用地域", longest=100, required=False),
        "item_code": f.word("事项编码", longest=60, required=False),
        "effective_on": f.day("生效日期", required=False),
        "expires_on": f.day("失效日期（含当日）", required=False),
        "review_on": f.day("下次复核日"),
        "contact": f.word("联系人（内部）", longest=100, required=False),
        "level": cast("f.Make", _level),
        "note": cast("f.Make", _note),
    }),
    "submit": Button(),
    "release": Button(entries.release),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "revise": Button(entries.revise),
    "keep": Button(entries.keep, {"review_on": f.day("下次复核日")}),
    "drop": Button(entries.drop, {"reason": f.reason("放弃的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "withdraw": Button(entries.withdraw, {"reason": f.reason("撤下的理由")}),
}  # fmt: skip
DESK = Desk(
    entries.STEPS,
    _BUTTONS,
    heading=lambda entry: f"{entry}　{version_in_hand(entry).question}",
    back="返回问答",
    begins=lambda action, entry: entries.begins_with(entry) if action == "write" else {},
    brought_forward={"keep": lambda entry: entry.review_due(timezone.localdate())},
)
WAITING = Waiting(DESK, QUEUES, "review_on")


@admin.register(Entry)
class EntryAdmin(CasePages, CaseListAdmin):
    """Entries of the organs a person works for."""

    rules, waiting, page_template = RULES, WAITING, "admin/policies/entry.html"
    list_display = (
        "question", state_column(Status), "audience", organ_name, handler_name, "review_on",
    )  # fmt: skip
    list_filter = (filter_of(QUEUES), "status", "audience")
    list_select_related = ("organ", "handler")
    search_fields = ("versions__question",)
    ordering = ("-updated_at", "-pk")
    list_before_template = "admin/policies/entries_before.html"

    @admin.display(description="问答")
    def question(self, entry: Any) -> str:
        return f"{entry}　{entry.words}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the question of the version in hand."""
        newest = EntryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number")
        words = Subquery(newest.values("question")[:1])
        return super().get_queryset(request).annotate(words=words)

    def get_urls(self) -> list[URLPattern]:
        """The pages of an entry, and the next draft."""
        draft = self.admin_site.admin_view(self.draft_view)
        return [path("draft/", draft, name="policies_entry_draft"), *self.case_urls()]

    def found(self, pk: int) -> Entry | None:
        rows = Entry.objects.select_related("organ", "handler", "current")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is read, what would be, what is missing, and what can be done."""
        entry = self.reachable(request, pk)
        drafted = open_version(entry)
        hand = drafted or version_in_hand(entry)
        bases = list(hand.bases.select_related("document"))
        keys = [basis.document_id for basis in bases]
        standing = set(standing_documents().filter(pk__in=keys).values_list("pk", flat=True))
        before = entry.current if drafted else None
        today = timezone.localdate()
        context = {
            "acts": [(row, row.reason) for row in entry.acts.select_related("by")],
            "shown": shown_version(hand, bases, standing, before),
            "drafted": drafted,
            "missing": blockers_of(entry, drafted, on=today) if drafted else [],
            "is_lost": bool(entry.current_id and Entry.objects.lost().filter(pk=pk).exists()),
            "is_read": Entry.objects.public().filter(pk=pk).exists(),
            "review_due": entry.review_due(today),
            "votes": tally(entry),
            "versions": entry.versions.exclude(released_at=None).select_related("released_by"),
        }
        return self.answer(request, entry, context)

    def draft_view(self, request: HttpRequest) -> HttpResponse:
        """Begin an entry; a refusal keeps what was typed."""
        organs = organs_with_role(request.user, Role.MESSAGE_RESPONDER)
        begun = {
            "policies": request.GET.get("policy", "")[:200],
            "question": request.GET.get("question", "")[:LONGEST_QUESTION],
        }
        form = DraftForm(request.POST or None, organs=organs, initial=begun)
        problems, status = [], 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                by = signed_in(request.user)
                try:
                    entry = entries.draft(**form.cleaned_data, by=by, at=timezone.now())
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(entry))
        elif not organs:
            problems, status = [f"问答由机关的{Role.MESSAGE_RESPONDER.holders}拟写。"], 403
        context = {"form": form, "problems": problems, "may": bool(organs)}
        return unkept_page(
            self, request, "admin/policies/draft.html", "拟写问答", context, status=status
        )
