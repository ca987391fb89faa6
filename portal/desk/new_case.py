"""A new case, drawn up in the back office: its form, and the page that answers it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import problems_of, status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.buttons import Desk
from portal.desk.pages import unkept_page
from portal.organs.models import Organ

# Makes a field for a case, here for none; nothing where there is no such field.
Make = Callable[[Any], forms.Field | None]


class WordsForm(forms.Form):
    """Whose the case is, and the same words as the act has that writes them anew."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), empty_label=None, widget=UnfoldAdminSelectWidget
    )

    def __init__(
        self,
        data: Any,
        organs: Collection[int],
        *,
        whose: str,
        work: str,
        words: Mapping[str, Make],
    ) -> None:
        """`whose` names the organ (主办机关), `work` what the person does for it (办开放活动)."""
        super().__init__(data)
        own: Any = self.fields["organ"]
        own.label = whose
        own.error_messages["invalid_choice"] = f"请选择您{work}的机关。"
        own.queryset = Organ.objects.active().filter(pk__in=organs).order_by("depth", "path")
        for name, make in words.items():
            if (field := make(None)) is not None:
                self.fields[name] = field


def begin_page(
    admin: BackOfficeAdmin,
    request: HttpRequest,
    desk: Desk,
    role: Role,
    *,
    form: Callable[[Any, Collection[int]], forms.Form],
    begin: Callable[..., Any],
    what: str,
    template: str,
    title: str,
) -> HttpResponse:
    """The form for those who hold the role, answered by the page of the case that `begin` made of
    what is in it. An invalid form is answered with 400, a refusal with 403 or 409; either keeps
    what was typed. `what` is drawn up by the holders of the role, as others are told.
    """
    organs = organs_with_role(request.user, role)
    filled = form(request.POST or None, organs)
    problems: list[str] = []
    status = 200
    if not organs:
        problems, status = [f"{what}由{role.holders}拟定。"], 403
    elif request.method == "POST":
        status = 400
        if filled.is_valid():
            by, at = signed_in(request.user), timezone.now()
            try:
                made = begin(**filled.cleaned_data, by=by, at=at)
            except ActRefused as error:
                problems, status = problems_of(error), status_of(error)
            else:
                return HttpResponseRedirect(desk.address(made))
    context = {"form": filled, "problems": problems, "may": bool(organs)}
    return unkept_page(admin, request, template, title, context, status=status)
