"""The form of a draft: one press saves, and attaches or submits with it; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disclosure.admin.acts import DESK
from disclosure.elements import LABELS
from disclosure.models import Document, ImportItem
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.documents import address_to, correct_document, file_document
from disclosure.services.imports import keep_source, may_be_filed_by_hand, offered
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.errors import ActRefused
from portal.desk.pages import Changed, hold_as_seen
from portal.desk.refused_forms import REFUSED, RefusedForms
from portal.drafts.keeping import marked, sent
from portal.organs.models import Organ

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from disclosure.forms.documents import DocumentForm

# The button that saves and submits to the review in one press.
SUBMIT = "_submit_review"


class DraftingPages(RefusedForms):
    """Adding and changing a draft. What is refused answers 400, 403 or 409 and keeps what was
    typed; what is typed and not sent is kept for the person and stands in the form again.
    """

    change_form_before_template = "admin/disclosure/document/form_marks.html"
    warn_unsaved_form = True

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

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *given: Any,
        obj: Document | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The page of the form, with its mark and with what was typed before and not sent."""
        if obj is None or self.has_change_permission(request, obj):
            form = context["adminform"].form
            address = request.get_full_path()
            context |= {**marked(request, form, address=address), "back": address}
            kept_at, refusal = context["kept_at"], getattr(request, REFUSED, None)
            if obj is not None:
                context["is_overtaken"] = bool(kept_at and kept_at < obj.updated_at)
                seen = "" if isinstance(refusal, Changed) else request.POST.get("seen", "")
                context["seen"] = seen or obj.updated_at.isoformat()
            context["is_refused"] = form.is_bound
        return super().render_change_form(request, context, *given, obj=obj, **more)

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        """Save, then attach and submit as asked: one transaction, one answer."""
        given: dict[str, Any] = {"by": signed_in(request.user), "at": timezone.now()}
        with transaction.atomic():
            document = self._saved(request, obj, form, change, given)
            submits = SUBMIT in request.POST
            files = form.cleaned_data.get("attach_files") or ()
            self._attach(request, document, files, given, must=submits)
            if submits:
                review.submit(document=document, **given)
        sent(request)

    def _saved(
        self,
        request: HttpRequest,
        obj: Document,
        form: DocumentForm,
        change: bool,
        given: dict[str, Any],
    ) -> Document:
        cleaned = form.cleaned_data
        labels = {name: cleaned[name] for name in LABELS if name in cleaned}
        texts: dict[str, Any] = {
            "elements": form.elements(),
            "issuers": form.issuers(),
            "labels": labels,
        }
        if change:
            if seen := request.POST.get("seen", ""):
                hold_as_seen(DESK, obj, seen)
            document = correct_document(document=obj, **texts, **given)
        else:
            document = file_document(organ=cleaned["organ"], **texts, **given)
            obj.pk = document.pk
            if item := self._failed_import(request):
                keep_source(item_id=item.pk, document=document, **given)
        if (addressees := form.addressees()) is not None:
            organs, groups = addressees
            address_to(document=document, organs=organs, groups=groups, **given)
        return document

    def _attach(
        self,
        request: HttpRequest,
        document: Document,
        files: Iterable[UploadedFile[bytes]],
        given: dict[str, Any],
        *,
        must: bool,
    ) -> None:
        """Each file is taken or refused on its own; nothing is submitted without one it names."""
        for file in files:
            name = file.name or "未命名文件"
            try:
                attach(document=document, stream=cast("BinaryIO", file), name=name, **given)
            except ActRefused as error:
                told = f"“{name}”：{error}"
                if must:
                    raise ActRefused(told) from error
                messages.error(request, told)
            else:
                messages.success(request, f"已添加附件“{name}”。")

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Labels were set by the act."""

    def response_add(
        self, request: HttpRequest, obj: Document, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._submitted(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request: HttpRequest, obj: Document) -> HttpResponse:
        return self._submitted(request, obj) or super().response_change(request, obj)

    def _submitted(self, request: HttpRequest, obj: Document) -> HttpResponse | None:
        """The way to the record of what was submitted; None for what was only saved."""
        if SUBMIT not in request.POST:
            return None
        messages.success(request, "已保存并提交审查。")
        return HttpResponseRedirect(reverse("admin:disclosure_document_change", args=[obj.pk]))
