"""The panel of a document's relations: what it bears on, and what bears on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from disclosure.admin.pages import DocumentPages
from disclosure.deadlines import years_after
from disclosure.forms.relations import RelationForm
from disclosure.models import Document, DocumentRelation
from disclosure.permissions import may_relate
from disclosure.selectors import Offered, relations_offered
from disclosure.services.relations import decline_relation, relate, unrelate
from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


@dataclass(frozen=True)
class Offer:
    """A relation the text declares, and the address of its form, filled in."""

    read: Offered
    address: str


def relations_panel(user: User | AnonymousUser, document: Document) -> dict[str, Any]:
    """What the panel shows; names of documents the person may not read are left out."""
    seen = Document.objects.readable_by(user) | Document.objects.of_own_organs(user)
    visible = seen.values("pk")
    return {
        "relate_verdict": may_relate(user, document),
        "relation_form": RelationForm(reader=user),
        "offers": [Offer(each, _prefilled(document, each)) for each in relations_offered(document)],
        "declined": document.declined_relations.select_related("by"),
        "relations_out": document.relations_out.filter(target__in=visible).select_related("target"),
        "relations_in": document.relations_in.filter(source__in=visible).select_related("source"),
    }


def _prefilled(document: Document, read: Offered) -> str:
    """The address of the relation form with what the text says filled in, empty for no target."""
    if read.target is None:
        return ""
    day = document.effective_on or document.signed_on
    until = read.declared.until
    ends = read.target.ends_on or read.target.expires_on
    if until is None and read.declared.years and ends:
        until = years_after(ends, read.declared.years)
    given = {
        "kind": read.kind.value,
        "target": read.target.doc_number or read.target.title,
        "effective_on": day.isoformat() if day else "",
        "extended_to": until.isoformat() if until else "",
    }
    address = reverse("admin:disclosure_document_relate", args=[document.pk])
    return f"{address}?{urlencode(given)}"


class RelationPages(DocumentPages):
    """Adding and taking back a relation; a refusal keeps what was typed and says why."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/relate/", wrap(self.relate_view), name="disclosure_document_relate"),
            path(
                "<int:pk>/relations/<int:number>/unrelate/",
                wrap(self.unrelate_view),
                name="disclosure_document_unrelate",
            ),
            path("<int:pk>/decline/", wrap(self.decline_view), name="disclosure_document_decline"),
            *super().get_urls(),
        ]

    def relate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = self._reachable(request, pk)
        given = request.POST if request.method == "POST" else None
        offered = {
            name: request.GET[name] for name in RelationForm.base_fields if name in request.GET
        }
        form = RelationForm(given, reader=request.user, initial=offered)
        status = 400 if request.method == "POST" else 200
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                relate(
                    source=document,
                    target=said["target"],
                    kind=said["kind"],
                    effective_on=said["effective_on"],
                    extended_to=said["extended_to"],
                    note=said["note"],
                    by=signed_in(request.user),
                    at=timezone.now(),
                )
            except ActRefused as error:
                form.add_error(None, str(error))
                status = status_of(error)
            else:
                messages.success(request, "已登记文件关系。")
                return HttpResponseRedirect(self._address(document))
        context = {"document": document, "form": form}
        template = "admin/disclosure/document/relate.html"
        return unkept_page(self, request, template, "登记文件关系", context, status=status)

    def unrelate_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        document = self._reachable(request, pk)
        if request.method != "POST":
            raise Http404
        relation = get_object_or_404(DocumentRelation, pk=number, source=document)
        try:
            unrelate(
                relation=relation,
                reason=request.POST.get("reason", ""),
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            back, typed = self._address(document), {"reason": "解除的理由"}
            return refused_page(self, request, error, back=back, typed=typed)
        messages.success(request, "已解除文件关系。")
        return HttpResponseRedirect(self._address(document))

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Why a relation that the text seems to declare is not registered."""
        document = self._reachable(request, pk)
        if request.method != "POST":
            raise Http404
        back = f"{self._address(document)}#relations"
        try:
            decline_relation(
                document=document,
                kind=request.POST.get("kind", ""),
                named=request.POST.get("named", ""),
                reason=request.POST.get("reason", ""),
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            typed = {"reason": "不登记的理由"}
            return refused_page(self, request, error, back=back, typed=typed)
        messages.success(request, "已写明不登记的理由。")
        return HttpResponseRedirect(back)
