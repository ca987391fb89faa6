"""What a collection holds, in the back office: taken in, grouped, ordered, taken out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from disclosure.forms.named import named_document
from policies.collections.admin.forms import IncludeForm
from policies.collections.models import PolicyCollection
from policies.collections.selectors import open_candidates
from policies.collections.services import members
from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page

if TYPE_CHECKING:
    from portal.common.admin import BackOfficeAdmin

_ELSEWHERE: Final = re.compile(r"^https?://", re.IGNORECASE)
_TEMPLATE: Final = "admin/policies/collection/contents.html"


def contents_page(
    page_of: BackOfficeAdmin, request: HttpRequest, collection: PolicyCollection
) -> HttpResponse:
    """The page; what is posted is one of its acts, by the name of the button."""
    form = IncludeForm(collection=collection)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        act = next((each for each in _ACTS if each in request.POST), "")
        form = IncludeForm(request.POST if act == "include" else None, collection=collection)
        try:
            if act and _ACTS[act](request, collection, form):
                address = "admin:policies_collectionversion_contents"
                return HttpResponseRedirect(reverse(address, args=[collection.pk]))
            status = 400
        except ActRefused as error:
            problems, status = [str(error)], status_of(error)
        except forms.ValidationError as error:
            problems, status = list(error.messages), 400
    rows = collection.members.select_related("document", "group").order_by("position", "pk")
    context = {
        "collection": collection,
        "members": rows,
        "groups": "\n".join(collection.groups.values_list("title", flat=True)),
        "candidates": open_candidates(collection),
        "form": form,
        "problems": problems,
        "today": timezone.localdate(),
    }
    title = f"{collection} 的内容"
    return unkept_page(page_of, request, _TEMPLATE, title, context, status=status)


def _include(request: HttpRequest, collection: PolicyCollection, form: IncludeForm) -> bool:
    if not form.is_valid():
        return False
    given, by, at = form.cleaned_data, signed_in(request.user), timezone.now()
    what, group = given["what"].strip(), given["group"]
    own = request.build_absolute_uri("/")
    if _ELSEWHERE.match(what) and not what.startswith(own):
        members.include_outside(
            collection=collection, title=given["title"], publisher=given["publisher"], url=what,
            group=group, by=by, at=at,
        )  # fmt: skip
    else:
        document = named_document(what, reader=request.user)
        members.include(collection=collection, document=document, group=group, by=by, at=at)
    return True


def _take(request: HttpRequest, collection: PolicyCollection, _form: IncludeForm) -> bool:
    """A document that waited, by its button."""
    row = get_object_or_404(open_candidates(collection), pk=_number(request, "take"))
    by, at = signed_in(request.user), timezone.now()
    members.include(collection=collection, document=row.document, by=by, at=at)
    return True


def _decline(request: HttpRequest, collection: PolicyCollection, _form: IncludeForm) -> bool:
    row = get_object_or_404(open_candidates(collection), pk=_number(request, "decline"))
    reason = request.POST.get(f"reason-{row.pk}", "")
    by, at = signed_in(request.user), timezone.now()
    members.decline(candidate=row, reason=reason, by=by, at=at)
    return True


def _remove(request: HttpRequest, collection: PolicyCollection, _form: IncludeForm) -> bool:
    row = get_object_or_404(collection.members.all(), pk=_number(request, "remove"))
    reason = request.POST.get(f"why-{row.pk}", "")
    members.remove(member=row, reason=reason, by=signed_in(request.user), at=timezone.now())
    return True


def _move_up(request: HttpRequest, collection: PolicyCollection, _form: IncludeForm) -> bool:
    """One place up, without a script; the first stays where it is."""
    numbers = list(collection.members.order_by("position", "pk").values_list("pk", flat=True))
    number = _number(request, "up")
    if number in numbers and (place := numbers.index(number)):
        numbers[place - 1], numbers[place] = numbers[place], numbers[place - 1]
    by, at = signed_in(request.user), timezone.now()
    members.order(collection=collection, members=numbers, by=by, at=at)
    return True


def _put_groups(request: HttpRequest, collection: PolicyCollection, _form: IncludeForm) -> bool:
    titles = request.POST.get("titles", "").splitlines()
    by, at = signed_in(request.user), timezone.now()
    members.put_groups(collection=collection, titles=titles, by=by, at=at)
    return True


def _number(request: HttpRequest, name: str) -> int:
    """The row that a button names; 0, which no row has, for anything else."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


_Act = Callable[[HttpRequest, PolicyCollection, Any], bool]
_ACTS: Final[dict[str, _Act]] = {
    "include": _include,
    "take": _take,
    "decline": _decline,
    "remove": _remove,
    "up": _move_up,
    "groups": _put_groups,
}
