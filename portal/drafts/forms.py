"""Putting what was kept into a form again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict


def refill(form: forms.BaseForm, typed: Mapping[str, Sequence[str]]) -> None:
    """Begin a form that is not sent yet with what was typed; files have to be chosen again.

    What was typed is shown as it was, right or wrong: it is judged when it is sent.
    """
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField) or not _was_there(form, name, field, typed):
            continue
        nothing: MultiValueDict[str, Any] = MultiValueDict()
        form.initial[name] = field.widget.value_from_datadict(data, nothing, form.add_prefix(name))


def _was_there(
    form: forms.BaseForm, name: str, field: forms.Field, typed: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the page had the field; one that is not ticked sends nothing."""
    prefixed = form.add_prefix(name)
    sends_nothing = field.widget.value_omitted_from_data({}, MultiValueDict(), prefixed) is False
    return prefixed in typed or sends_nothing
