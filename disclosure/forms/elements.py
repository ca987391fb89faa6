"""Fields for single elements, from their table: for acts that change what is public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from disclosure.elements import LABELS, Element, Form
from disclosure.models import Document
from portal.common.forms import LongTextField
from portal.desk.fields import LinesField

_BAD_DATE = "日期应为日历上有的日子，写成 2026-01-31 的形式。"


@dataclass
class Taken:
    """What a form gave, as the services take it: every element that was asked, blank ones too."""

    elements: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, list[Any]] = field(default_factory=dict)
    issuers: list[str] | None = None


def element_field(element: Element) -> forms.Field:
    """The field in which a person changes an element."""
    if element.name == "issuers":
        return LinesField(
            label=element.heading,
            required=False,
            help_text="每行一个，按次序，第一行为牵头机关",
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        )
    column: Any = Document._meta.get_field(element.name)
    told = {"label": element.heading, "required": element.required, "help_text": column.help_text}
    if column.is_relation:
        rows = column.related_model._default_manager.all()
        if element.name in LABELS:
            return forms.ModelMultipleChoiceField(
                queryset=rows, widget=UnfoldAdminSelect2MultipleWidget, **told
            )
        return forms.ModelChoiceField(
            queryset=rows, empty_label="请选择", widget=UnfoldAdminSelectWidget, **told
        )
    match element.form:
        case Form.FLAG:
            return forms.BooleanField(widget=UnfoldBooleanWidget, **told)
        case Form.NUMBER:
            return forms.IntegerField(min_value=0, widget=UnfoldAdminIntegerFieldWidget, **told)
        case Form.DATE:
            return forms.DateField(
                widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
                error_messages={"invalid": _BAD_DATE},
                **told,
            )
        case Form.CHOICE:
            choices = [("", "请选择"), *column.choices] if column.blank else column.choices
            return forms.ChoiceField(choices=choices, widget=UnfoldAdminSelectWidget, **told)
    return _text(element, column.max_length, told)


def initial_of(document: Document, elements: Iterable[Element]) -> dict[str, Any]:
    """What such a form begins with: the document as it stands, or as it is proposed."""
    found: dict[str, Any] = {}
    for element in elements:
        name = element.name
        if name == "issuers":
            found[name] = "\n".join(row.name for row in document.issuer_rows.all())
        elif name in LABELS:
            found[name] = [row.pk for row in getattr(document, name).all()]
        elif _points(name):
            found[name] = getattr(document, f"{name}_id")
        else:
            found[name] = getattr(document, name)
    return found


def taken(elements: Iterable[Element], given: Mapping[str, Any]) -> Taken:
    """What was given of these elements; what was left blank is blank."""
    found = Taken()
    for element in elements:
        name, value = element.name, given.get(element.name)
        if name == "issuers":
            found.issuers = list(value or [])
        elif name in LABELS:
            found.labels[name] = list(value or [])
        elif value is None and element.form in (Form.TEXT, Form.CHOICE) and not _points(name):
            found.elements[name] = ""
        else:
            found.elements[name] = value
    return found


def _points(name: str) -> bool:
    return bool(Document._meta.get_field(name).is_relation)


def _text(element: Element, longest: int | None, told: Mapping[str, Any]) -> forms.Field:
    widget = (
        UnfoldAdminTextareaWidget(attrs={"rows": element.text_rows})
        if element.text_rows
        else UnfoldAdminTextInputWidget()
    )
    if longest is None:
        # The text may begin or end with an empty cell of a table; how long it is bounds the upload.
        return forms.CharField(strip=False, max_length=5_000_000, widget=widget, **told)
    return LongTextField(
        max_length=longest,
        widget=widget,
        error_messages={
            "required": f"请填写{element.heading}。",
            "max_length": f"{element.heading}最多{longest}字，请删减。",
        },
        **told,
    )
