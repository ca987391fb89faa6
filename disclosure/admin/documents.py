"""The staff's page of a document: what is missing, what comes next, what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from disclosure.admin.acts import offered_acts, possible_acts
from disclosure.admin.attached import AttachedPages
from disclosure.admin.attachments import AttachmentPages
from disclosure.admin.bulk import BulkActs
from disclosure.admin.catalogue import CataloguePages
from disclosure.admin.doubts import doubt_panel
from disclosure.admin.drafts import SUBMIT, DraftingPages
from disclosure.admin.evidence import evidence_rows
from disclosure.admin.filters import QUEUES
from disclosure.admin.gate import GatePages, gate_panel
from disclosure.admin.originals import OriginalPages, original_panel
from disclosure.admin.pages import DocumentPages
from disclosure.admin.redaction import RedactionPages
from disclosure.admin.relations import RelationPages, relations_panel
from disclosure.admin.reloads import ReloadPages
from disclosure.admin.text_editor import WritingPages
from disclosure.blockers import doubts_of, for_signing, for_submission
from disclosure.correction.admin.panel import correction_panel
from disclosure.elements import FORM_GROUPS, REACH, form_lines
from disclosure.forms.documents import DocumentForm
from disclosure.models import Document
from disclosure.permissions import may_edit, may_read
from disclosure.querysets import WORKING_ROLES
from disclosure.workflow import EDITABLE, IN_REVIEW, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.admin import BackOfficeAdmin
from portal.desk.fields import TypeAheadSelect
from portal.desk.queues import chips_of, filter_of
from portal.desk.text_search import TextIndex, TextSearch
from portal.files.redactions import REDACTABLE
from portal.organs.models import Organ

# Fields of the form that bear another name than their element, or belong to none.
_FORM_NAMES = {"issuers": "issuer_names"}
_BY_DUE = ("mine", "late", "returned")
_FILES: tuple[str, dict[str, Any]] = ("附件", {"fields": ("attach_files",)})
_BESIDE = {REACH: ("addressed_organs", "addressed_groups")}


def form_groups() -> tuple[tuple[str | None, dict[str, Any]], ...]:
    """The groups of fields of the form, from the table of elements."""
    groups = []
    for title in FORM_GROUPS:
        lines = [
            tuple(_FORM_NAMES.get(each.name, each.name) for each in line)
            for line in form_lines(title)
        ]
        fields = (*(line if len(line) > 1 else line[0] for line in lines), *_BESIDE.get(title, ()))
        folded = {"classes": ("collapse",)} if title == REACH else {}
        groups.append((title or None, {"fields": fields, **folded}))
    return (*groups, _FILES)


@admin.register(Document)
class DocumentAdmin(
    DraftingPages,
    AttachedPages,
    CataloguePages,
    BulkActs,
    RelationPages,
    GatePages,
    AttachmentPages,
    ReloadPages,
    RedactionPages,
    OriginalPages,
    WritingPages,
    DocumentPages,
    TextSearch,
    BackOfficeAdmin,
):
    """Documents of the organs a person works for."""

    form = DocumentForm
    list_display = ("title", "state", "standing", "number", "organ_name", "formed", "due")
    list_before_template = "admin/desk/chips.html"
    list_display_links = ("title",)
    list_filter = (filter_of(QUEUES), "status", "openness", "validity")
    list_filter_submit = False
    list_per_page = 50
    list_select_related = ("organ",)
    search_fields = ("title", "doc_number", "index_no")
    text_indexes = (TextIndex("disclosure.Document", search_fields),)
    ordering = ("publish_due_on", "-id")
    autocomplete_fields = ("theme", "tags", "audiences", "subject_words")
    actions = ("bulk_catalogue", "bulk_submit", "bulk_confirm", "bulk_sign", "bulk_historical")
    list_after_template = "admin/disclosure/table/export_links.html"
    change_form_outer_before_template = "admin/disclosure/document/next_step.html"
    change_form_outer_after_template = "admin/disclosure/document/record.html"
    fieldsets = form_groups()

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
        return ["responsible", "wording"] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        if obj is None:
            return self.fieldsets
        (_, first), (title, words), *rest = self.fieldsets
        head, middle = ["responsible", *first["fields"][1:]], list(words["fields"])
        if not self.has_change_permission(request, obj):
            # A reader's form shows rows, not form fields; the issuers stand in the panel above.
            head.remove("issuer_names")
            middle[middle.index("body")] = "wording"
            rest = [(name, _without_form_fields(options)) for name, options in rest[:-1]]
        return ((None, {"fields": head}), (title, {"fields": middle}), *rest)

    @admin.display(description="正文")
    def wording(self, document: Document) -> str:
        """The body with its paragraphs, which the theme's rows would run together."""
        return format_html('<div class="st-text">{}</div>', document.body)

    @admin.display(description="公开责任机关")
    def responsible(self, document: Document) -> str:
        return document.organ.name

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organ":
            organs = organs_with_role(request.user, Role.CLERK)
            kwargs["queryset"] = Organ.objects.filter(pk__in=organs)
            kwargs["widget"] = TypeAheadSelect()
        kwargs.setdefault("empty_label", "请选择")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget if field else None, RelatedFieldWidgetWrapper):
            # Clerks choose from the catalogues; they do not edit them from here.
            field.widget = field.widget.widget
        return field

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = dict(extra_context or {})
        if object_id is None and (item := self._failed_import(request)):
            context |= {"from_file": item, "from_file_doubts": doubt_panel(item.elements)}
        if object_id and (document := self.get_object(request, object_id)):
            context |= self._page(request, document)
        return super().changeform_view(request, object_id, form_url, context)

    def _page(self, request: HttpRequest, document: Document) -> dict[str, Any]:
        """What stands above and below the form."""
        today = timezone.localdate()
        waiting = document.status in (Status.DRAFT, Status.RETURNED)
        blockers = for_submission(document, on=today) if waiting else []
        if document.status in IN_REVIEW:
            listed = for_signing(document, on=today)
            codes = {"openness_review", "secrecy_review"}
            done = document.status in (Status.SIGNING, Status.SCHEDULED)
            blockers = [item for item in listed if done or item.code not in codes]
        item = document.import_items.order_by("-id").first()
        offers = offered_acts(request.user, document)
        return {
            "document": document,
            "issuer_names": [row.name for row in document.issuer_rows.all()],
            "blockers": blockers,
            "oddities": doubts_of(document) if document.status in (*EDITABLE, *IN_REVIEW) else [],
            "addressees": document.addressees.select_related("organ", "group"),
            **relations_panel(request.user, document),
            **gate_panel(request.user, document),
            "redactable": REDACTABLE,
            "submit_name": SUBMIT,
            "acts": possible_acts(offers, blockers),
            **correction_panel(document, offers),
            "edit_verdict": may_edit(request.user, document),
            "history": document.acts.select_related("by"),
            "attachments": document.attachments.select_related("file"),
            "elements": item.elements if item else None,
            "original_pages": original_panel(document, item),
            "evidence": evidence_rows(item.elements) if item else [],
            "doubts": doubt_panel(item.elements) if item else None,
            "import_item": item,
            "days_left": (
                (document.publish_due_on - today).days
                if document.publish_due_on and document.status in (*EDITABLE, *IN_REVIEW)
                else None
            ),
        }

    # --- the list ---

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        changelist.chips = chips_of(changelist)  # type: ignore[attr-defined]
        return changelist

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits, by when it is due; all that there is, the newest first."""
        queue = request.GET.get("queue", "" if request.GET.get("q") else QUEUES[0].code)
        return self.ordering if queue in _BY_DUE else ("-signed_on", "-id")

    @display(description="状态", label={state.label: state.colour for state in Status})
    def state(self, document: Document) -> str:
        return Status(document.status).label

    @admin.display(description="有效性", ordering="validity")
    def standing(self, document: Document) -> str:
        return _one_line(document.get_validity_display() if document.is_published else "—")

    @admin.display(description="机关", ordering="organ__path")
    def organ_name(self, document: Document) -> str:
        return document.organ.short_name

    @admin.display(description="公开期限", ordering="publish_due_on")
    def due(self, document: Document) -> str:
        waiting = document.status in (*EDITABLE, *IN_REVIEW)
        if document.publish_due_on is None or not waiting:
            return "历史公文" if waiting and document.is_historical else "—"
        days = (document.publish_due_on - timezone.localdate()).days
        words = f"逾期{-days}天" if days < 0 else f"还有{days}天"
        return _one_line(f"{document.publish_due_on.isoformat()}　{words}")

    @admin.display(description="发文字号", ordering="doc_number")
    def number(self, document: Document) -> str:
        return _one_line(document.doc_number or "—")

    @admin.display(description="成文日期", ordering="signed_on")
    def formed(self, document: Document) -> str:
        return _one_line(document.signed_on.isoformat() if document.signed_on else "—")


def _without_form_fields(options: Any) -> dict[str, Any]:
    """A fieldset for a reader: what only the form knows stands in the panel above."""
    fields = [name for name in options["fields"] if not str(name).startswith("addressed_")]
    return {**options, "fields": fields}


def _one_line(text: str) -> str:
    return format_html('<span class="whitespace-nowrap">{}</span>', text)
