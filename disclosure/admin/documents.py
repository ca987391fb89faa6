"""The staff's page of a document: what is missing, what comes next, what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from disclosure.admin.acts import possible_acts
from disclosure.admin.bulk import BulkActs
from disclosure.admin.evidence import evidence_rows
from disclosure.admin.filters import QUEUES
from disclosure.admin.gate import GatePages, gate_panel
from disclosure.admin.pages import DocumentPages
from disclosure.admin.redaction import RedactionPages
from disclosure.admin.relations import RelationPages, relations_panel
from disclosure.blockers import for_signing, for_submission
from disclosure.elements import FORM_GROUPS, LABELS, REACH, form_lines
from disclosure.forms.documents import DocumentForm
from disclosure.models import Document, ImportItem
from disclosure.permissions import may_edit, may_read
from disclosure.querysets import WORKING_ROLES
from disclosure.services.documents import (
    address_to,
    correct_document,
    file_document,
)
from disclosure.services.imports import keep_source, may_be_filed_by_hand, offered
from disclosure.workflow import EDITABLE, IN_REVIEW, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.queues import filter_of
from portal.files.redacting import REDACTABLE
from portal.organs.models import Organ

# Fields of the form that bear another name than their element, or belong to none.
_FORM_NAMES = {"issuers": "issuer_names"}
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
    return tuple(groups)


@admin.register(Document)
class DocumentAdmin(
    BulkActs, RelationPages, GatePages, RedactionPages, DocumentPages, BackOfficeAdmin
):
    """Documents of the organs a person works for."""

    form = DocumentForm
    list_display = ("title", "state", "number", "organ_name", "formed", "due")
    list_display_links = ("title",)
    list_filter = (filter_of(QUEUES), "status", "openness", "validity")
    list_filter_submit = False
    list_per_page = 50
    list_select_related = ("organ",)
    search_fields = ("title", "doc_number", "index_no")
    ordering = ("publish_due_on", "-id")
    autocomplete_fields = ("theme", "tags", "audiences", "subject_words")
    actions = ("bulk_submit", "bulk_confirm", "bulk_sign")
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
            rest = [(name, _without_form_fields(options)) for name, options in rest]
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
        kwargs.setdefault("empty_label", "请选择")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget if field else None, RelatedFieldWidgetWrapper):
            # Clerks choose from the catalogues; they do not edit them from here.
            field.widget = field.widget.widget
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A form opened from a file that could not be imported holds what was read from it."""
        item = self._failed_import(request)
        if item is None:
            return super().get_changeform_initial_data(request)
        initial: dict[str, Any] = offered(item)
        names = initial.pop("issuers")
        organs = organs_with_role(request.user, Role.CLERK)
        issuer = Organ.objects.active().filter(name__in=names, pk__in=organs).first()
        own = item.batch.organ_id or (issuer.pk if issuer else None)
        return {**initial, "issuer_names": "\n".join(names), "organ": own}

    def _failed_import(self, request: HttpRequest) -> ImportItem | None:
        """The file the address names, when this person may file it by hand."""
        number = request.GET.get("import_item", "")
        if not (number.isascii() and number.isdecimal() and len(number) < 16):
            return None
        rows = ImportItem.objects.select_related("batch", "source")
        item = rows.filter(pk=int(number)).first()
        return item if item and may_be_filed_by_hand(item, by=request.user) else None

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        labels = {name: form.cleaned_data[name] for name in LABELS if name in form.cleaned_data}
        given: dict[str, Any] = {
            "by": request.user,
            "at": timezone.now(),
            "elements": form.elements(),
            "issuers": form.issuers(),
            "labels": labels,
        }
        with transaction.atomic():
            if change:
                document = correct_document(document=obj, **given)
            else:
                document = file_document(organ=form.cleaned_data["organ"], **given)
                obj.pk = document.pk
                if item := self._failed_import(request):
                    by, at = given["by"], given["at"]
                    keep_source(item_id=item.pk, document=document, by=by, at=at)
            if (addressees := form.addressees()) is not None:
                organs, groups = addressees
                address_to(
                    document=document,
                    organs=organs,
                    groups=groups,
                    by=given["by"],
                    at=given["at"],
                )

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
        if object_id is None and (item := self._failed_import(request)):
            context |= {"from_file": item}
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
            done = document.status in (Status.SIGNING, Status.SCHEDULED)
            blockers = [item for item in listed if done or item.code not in codes]
        item = document.import_items.order_by("-id").first()
        return {
            "document": document,
            "issuer_names": [row.name for row in document.issuer_rows.all()],
            "blockers": blockers,
            "addressees": document.addressees.select_related("organ", "group"),
            **relations_panel(request.user, document),
            **gate_panel(request.user, document),
            "redactable": REDACTABLE,
            "acts": possible_acts(request.user, document, blockers),
            "edit_verdict": may_edit(request.user, document),
            "history": document.acts.select_related("by"),
            "attachments": document.attachments.select_related("file"),
            "elements": item.elements if item else None,
            "evidence": evidence_rows(item.elements) if item else [],
            "import_item": item,
            "days_left": (
                (document.publish_due_on - today).days
                if document.publish_due_on and document.status in (*EDITABLE, *IN_REVIEW)
                else None
            ),
        }

    # --- the list ---

    @display(description="状态", label={state.label: state.colour for state in Status})
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


def _without_form_fields(options: Any) -> dict[str, Any]:
    """A fieldset for a reader: what only the form knows stands in the panel above."""
    fields = [name for name in options["fields"] if not str(name).startswith("addressed_")]
    return {**options, "fields": fields}


def _one_line(text: str) -> str:
    return format_html('<span class="whitespace-nowrap">{}</span>', text)
