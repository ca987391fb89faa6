"""The staff's page of a document: what is missing, what comes next, what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import display

from disclosure.admin.acts import ACTS, possible_acts
from disclosure.admin.evidence import evidence_rows
from disclosure.admin.filters import QueueFilter
from disclosure.blockers import for_signing, for_submission
from disclosure.choices import EDITABLE, IN_REVIEW, Openness, Status
from disclosure.forms import ActForm, DocumentForm, MultipleFileField
from disclosure.models import Document
from disclosure.permissions import WORKING_ROLES, may_edit, may_read
from disclosure.services.documents import LABELS, attach, correct_document, file_document
from disclosure.services.review import Blocked
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.errors import ActRefused
from portal.organs.models import Organ

_COLOURS = {
    Status.DRAFT: "info",
    Status.OPENNESS_REVIEW: "warning",
    Status.SECRECY_REVIEW: "warning",
    Status.SIGNING: "warning",
    Status.PUBLISHED: "success",
    Status.FILED: "success",
    Status.RETURNED: "danger",
    Status.WITHDRAWN: "danger",
}


@admin.register(Document)
class DocumentAdmin(ModelAdmin):
    """Documents of the organs a person works for."""

    form = DocumentForm
    list_display = ("title", "state", "number", "organ_name", "formed", "due")
    list_display_links = ("title",)
    list_filter = (QueueFilter, "status", "openness", "validity")
    list_filter_submit = False
    list_per_page = 50
    list_select_related = ("organ",)
    search_fields = ("title", "doc_number", "index_no")
    ordering = ("publish_due_on", "-id")
    autocomplete_fields = ("theme", "tags", "audiences", "subject_words")
    actions = None
    change_form_outer_before_template = "admin/disclosure/document/next_step.html"
    change_form_outer_after_template = "admin/disclosure/document/record.html"
    fieldsets = (
        (None, {"fields": ("organ", "title", "issuer_names", ("doc_number", "doc_type"))}),
        ("正文", {"fields": ("recipients", "body", "copy_to")}),
        (
            "目录要素",
            {"fields": ("abstract", ("kind", "category"), "theme", "tags", "audiences")},
        ),
        (
            "公开属性",
            {"fields": ("openness", ("openness_ground", "openness_article"), "secrecy_mark")},
        ),
        (
            "日期和效力",
            {
                "fields": (
                    ("signed_on", "changed_on"),
                    ("effective_on", "expires_on"),
                    ("is_normative", "is_rule"),
                    "rule_note",
                    "filing_no",
                )
            },
        ),
        (
            "印发",
            {
                "fields": (
                    ("attached_instrument", "instrument_genre"),
                    ("printed_by", "printed_on", "copies"),
                    "subject_words",
                )
            },
        ),
    )

    # --- who may do what: the verdicts of disclosure.permissions, nothing else ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        organs = organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR)
        return super().get_queryset(request).filter(organ_id__in=organs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_read(request.user, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.CLERK))

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_edit(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        del request, obj
        return False

    # --- the form ---

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> list[str]:
        del request
        return ["organ"] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        # A reader's form shows rows, not form fields; the issuers stand in the panel above.
        first, *rest = self.fieldsets
        head = tuple(name for name in first[1]["fields"] if name != "issuer_names")
        return ((None, {"fields": head}), *rest)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organ":
            organs = organs_with_role(request.user, Role.CLERK)
            kwargs["queryset"] = Organ.objects.filter(pk__in=organs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        labels = {name: form.cleaned_data[name] for name in LABELS if name in form.cleaned_data}
        given: dict[str, Any] = {
            "by": request.user,
            "at": timezone.now(),
            "elements": form.elements(),
            "issuers": form.issuers(),
            "labels": labels,
        }
        if change:
            correct_document(document=obj, **given)
        else:
            obj.pk = file_document(organ=form.cleaned_data["organ"], **given).pk

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Labels were set by the act."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = dict(extra_context or {})
        if object_id and (document := self.get_object(request, object_id)):
            context |= self._page(request, document)
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)

    def _page(self, request: HttpRequest, document: Document) -> dict[str, Any]:
        """What stands above and below the form."""
        today = timezone.localdate()
        waiting = document.status in (Status.DRAFT, Status.RETURNED)
        blockers = for_submission(document, on=today) if waiting else []
        if document.status in IN_REVIEW:
            listed = for_signing(document, on=today)
            codes = {"openness_review", "secrecy_review"}
            done = document.status == Status.SIGNING
            blockers = [item for item in listed if done or item.code not in codes]
        item = document.import_items.order_by("-id").first()
        return {
            "document": document,
            "issuer_names": [row.name for row in document.issuer_rows.all()],
            "blockers": blockers,
            "acts": possible_acts(request.user, document, blockers),
            "edit_verdict": may_edit(request.user, document),
            "history": document.acts.select_related("by"),
            "attachments": document.attachments.select_related("file"),
            "elements": item.elements if item else None,
            "evidence": evidence_rows(item.elements) if item else [],
            "import_item": item,
            "days_left": (
                (document.publish_due_on - today).days if document.publish_due_on else None
            ),
        }

    # --- the acts ---

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/act/<slug:action>/",
                wrap(self.act_view),
                name="disclosure_document_act",
            ),
            path("<int:pk>/attach/", wrap(self.attach_view), name="disclosure_document_attach"),
            *super().get_urls(),
        ]

    def _reachable(self, request: HttpRequest, pk: int) -> Document:
        document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
        if not organs_with_role(request.user, *WORKING_ROLES) & {document.organ_id}:
            raise Http404
        return document

    def act_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """One step of the review; a refusal keeps what was typed and says why."""
        document = self._reachable(request, pk)
        if action not in ACTS:
            raise Http404
        act = ACTS[action]
        initial = {
            "openness": document.openness or Openness.OPEN,
            "ground": document.openness_ground,
            "article": document.openness_article,
        }
        form = ActForm(request.POST or None, action=action, initial=initial)
        problems: list[str] = []
        if request.method == "POST" and form.is_valid():
            try:
                act.perform(document, request.user, timezone.now(), form.cleaned_data)
            except Blocked as error:
                problems = [blocker.message for blocker in error.blockers]
            except ActRefused as error:
                problems = [str(error)]
            else:
                messages.success(request, f"{act.label}：已办理。")
                return HttpResponseRedirect(self._address(document))
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "document": document,
            "act": act,
            "form": form,
            "problems": problems,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/disclosure/document/act.html", context)

    def attach_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add attachments; each file is taken or refused on its own."""
        document = self._reachable(request, pk)
        files = request.FILES.getlist("files") if request.method == "POST" else []
        for file in MultipleFileField(label="附件").clean(files) if files else []:
            name = file.name or "未命名文件"
            try:
                attach(
                    document=document, stream=file, name=name, by=request.user, at=timezone.now()
                )
                messages.success(request, f"已添加附件“{name}”。")
            except ActRefused as error:
                messages.error(request, f"“{name}”：{error}")
        return HttpResponseRedirect(self._address(document))

    def _address(self, document: Document) -> str:
        return reverse("admin:disclosure_document_change", args=[document.pk])

    # --- the list ---

    @display(description="状态", label={s.label: c for s, c in _COLOURS.items()})
    def state(self, document: Document) -> str:
        return Status(document.status).label

    @admin.display(description="机关", ordering="organ__path")
    def organ_name(self, document: Document) -> str:
        return document.organ.short_name

    @admin.display(description="公开期限", ordering="publish_due_on")
    def due(self, document: Document) -> str:
        waiting = document.status in (*EDITABLE, *IN_REVIEW)
        if document.publish_due_on is None or not waiting:
            return "—"
        days = (document.publish_due_on - timezone.localdate()).days
        words = f"逾期{-days}天" if days < 0 else f"还有{days}天"
        return _one_line(f"{document.publish_due_on.isoformat()}　{words}")

    @admin.display(description="发文字号", ordering="doc_number")
    def number(self, document: Document) -> str:
        return _one_line(document.doc_number or "—")

    @admin.display(description="成文日期", ordering="signed_on")
    def formed(self, document: Document) -> str:
        return _one_line(document.signed_on.isoformat() if document.signed_on else "—")


def _one_line(text: str) -> str:
    return format_html('<span class="whitespace-nowrap">{}</span>', text)
