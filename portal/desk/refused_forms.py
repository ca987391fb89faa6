"""A form of the back office whose act said no: drawn again with what was typed, and with why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse

from portal.acts.refusals import Blocked, status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused

REFUSED = "_refused_form"


class RefusalInForm(forms.Form):
    """Says beside the fields what an act refused after the form itself was sound.

    `form_names` are the fields that bear another name than what the act calls them.
    """

    refusal: ActRefused | None = None
    form_names: ClassVar[Mapping[str, str]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for message, field in self._refused():
            self.add_error(field, message)
        return cleaned

    def _refused(self) -> Iterator[tuple[str, str | None]]:
        """What was refused, each with the field that mends it."""
        if isinstance(self.refusal, Blocked):
            for blocker in self.refusal.blockers:
                field = self.form_names.get(blocker.field, blocker.field)
                yield blocker.message, field if field in self.fields else None
        elif self.refusal is not None:
            yield str(self.refusal), None


class RefusedForms(BackOfficeAdmin):
    """Answers a refused save by the same form with 403 or 409, an invalid one with 400."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form; after an act was refused, one that says so beside what was typed."""
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, REFUSED, None)
        if refusal is None:
            return form
        bases = (form,) if issubclass(form, RefusalInForm) else (RefusalInForm, form)
        return type(form.__name__, bases, {"refusal": refusal})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        given = (object_id, form_url, extra_context)
        try:
            response: HttpResponse = super().changeform_view(request, *given)
        except ActRefused as error:
            # The transaction is undone; the same form is drawn again, with the refusal in it.
            setattr(request, REFUSED, error)
            response = super().changeform_view(request, *given)
            response.status_code = status_of(error)
            return response
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 400
        return response
