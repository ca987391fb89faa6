"""附件型信息: many files dropped on one form become drafts, and go on to one page for them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from disclosure.admin.catalogue import catalogue_address
from disclosure.forms.attached import AttachedForm
from disclosure.models import Document, ImportItem
from disclosure.services.attached import Brought, Proposal, file_attached, proposal_for
from disclosure.services.imports import known_organs, may_be_filed_by_hand
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.organs.models import Organ

if TYPE_CHECKING:
    from disclosure.imports.elements import OrganName

_ITEM = "import_item"


class AttachedPages(BackOfficeAdmin):
    """The form, for clerks."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.attached_view)
        return [path("attached/", page, name="disclosure_document_attached"), *super().get_urls()]

    def attached_view(self, request: HttpRequest) -> HttpResponse:
        """Each file, or all of them, a draft with its proposals; a file that is refused is named
        and the others go on.
        """
        keys = organs_with_role(request.user, Role.CLERK)
        if not keys:
            raise PermissionDenied
        organs = list(Organ.objects.active().filter(pk__in=keys))
        item = _kept(request)
        names = known_organs()
        initial = _initial(item, organs, names) if item else {}
        form = AttachedForm(
            request.POST or None,
            request.FILES or None,
            organs=organs,
            kept=item is not None,
            initial=initial,
        )
        status = 200
        problems: list[str] = []
        filed: list[Document] = []
        if request.method == "POST":
            status = 400
            if form.is_valid():
                filed, problems = self._file(request, form, organs, names, item)
                status = 409
        if filed:
            for problem in problems:
                messages.error(request, problem)
            messages.success(request, f"已录入 {len(filed)} 件草稿，请核对后提交审查。")
            return HttpResponseRedirect(catalogue_address([each.pk for each in filed]))
        context = {"form": form, "problems": problems, "item": item}
        template = "admin/disclosure/document/attached.html"
        return unkept_page(self, request, template, "录入附件型信息", context, status=status)

    def _file(
        self,
        request: HttpRequest,
        form: AttachedForm,
        organs: list[Organ],
        names: list[OrganName],
        item: ImportItem | None,
    ) -> tuple[list[Document], list[str]]:
        """What was filed, and what was refused with its reason."""
        brought = [
            Brought(file.name or "未命名文件", cast("BinaryIO", file))
            for file in form.cleaned_data["files"] or ()
        ]
        parcels = [brought] if form.is_one else [[each] for each in brought]
        filed, problems = [], []
        for parcel in parcels:
            name = item.name if item else parcel[0].name
            proposal = proposal_for(name, organs=organs, names=names)
            organ = form.cleaned_data["organ"] or proposal.organ or _only(organs)
            if organ is None:
                problems.append(f"“{name}”：文件名里没有机关名称，请选择公开责任机关。")
                continue
            try:
                document = file_attached(
                    organ=organ,
                    files=parcel,
                    elements=proposal.elements(form.given()),
                    item=item,
                    by=signed_in(request.user),
                    at=timezone.now(),
                )
            except ActRefused as error:
                problems.append(f"“{name}”：{error}")
            else:
                filed.append(document)
        return filed, problems


def _kept(request: HttpRequest) -> ImportItem | None:
    """The file the address names, when this person may file it by hand."""
    number = request.GET.get(_ITEM, "")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    item = ImportItem.objects.select_related("batch", "source").filter(pk=int(number)).first()
    return item if item and may_be_filed_by_hand(item, by=request.user) else None


def _initial(item: ImportItem, organs: list[Organ], names: list[OrganName]) -> dict[str, Any]:
    """What the name of a kept file says, for the form."""
    found: Proposal = proposal_for(item.name, organs=organs, names=names)
    return {
        "title": found.title,
        "kind": found.kind,
        "period": found.period,
        "organ": item.batch.organ_id or (found.organ.pk if found.organ else None),
    }


def _only(organs: list[Organ]) -> Organ | None:
    return organs[0] if len(organs) == 1 else None
