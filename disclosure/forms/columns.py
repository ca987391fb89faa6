"""A column as its keeper sets it up: its filter chosen from lists, the rare rest written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from unfold.widgets import UnfoldAdminTextareaWidget

from disclosure.address import ALL, FACETS, NONE
from disclosure.choices import Kind, Validity
from disclosure.models import Column
from disclosure.presenters.facets import TITLES
from disclosure.selectors import category_names
from disclosure.services.columns import normal_criteria
from portal.common.errors import ActRefused
from portal.common.forms import SaidTexts
from portal.desk.fields import TypeAheadSelectMultiple
from portal.organs.models import Organ
from portal.taxonomy.models import Audience, PolicyTag, Theme

Choices = Iterable[tuple[str, str]]


def _themes() -> Choices:
    rows = Theme.objects.filter(parent=None).values_list("path", flat=True)
    return [(path, path) for path in rows]


def _named(model: Any) -> Callable[[], Choices]:
    return lambda: [(name, name) for name in model.objects.values_list("name", flat=True)]


# What is chosen from a list, by the name of the facet in an address.
PICKED: Final[dict[str, Callable[[], Choices]]] = {
    "kind": lambda: Kind.choices,
    "theme": _themes,
    "organ": lambda: Organ.objects.active().values_list("code", "name"),
    "category": lambda: category_names().items(),
    "tag": _named(PolicyTag),
    "audience": _named(Audience),
    "validity": lambda: [(ALL, "全部"), *Validity.choices, (NONE, "不涉及有效性的")],
}
assert PICKED.keys() <= {*FACETS}  # noqa: S101


def _field_of(facet: str) -> str:
    return f"pick_{facet}"


PICK_FIELDS: Final = tuple(_field_of(facet) for facet in PICKED)


def _picked(facet: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=TITLES[facet],
        choices=PICKED[facet],
        required=False,
        widget=TypeAheadSelectMultiple,
        error_messages={"invalid_choice": f"请重新选择{TITLES[facet]}。"},
    )


class ColumnForm(SaidTexts, forms.ModelForm[Column]):
    """A column; its filter is read as the service will, so that a mistake keeps what was typed."""

    pick_kind = _picked("kind")
    pick_theme = _picked("theme")
    pick_organ = _picked("organ")
    pick_category = _picked("category")
    pick_tag = _picked("tag")
    pick_audience = _picked("audience")
    pick_validity = _picked("validity")

    class Meta:
        model = Column
        fields = (
            "organ",
            "name",
            "slug",
            "description",
            "keywords",
            "column_type",
            "criteria",
            "rhythm",
            "position",
            "is_listed",
        )
        labels = {"criteria": "其他条件"}
        help_texts = {
            "criteria": "上面没有的条件：在公文库里选好，把网址中“?”后面的部分抄到这里；"
            "一个条件都没有的，是公文库全部"
        }
        widgets = {
            "description": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "criteria": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "criteria" not in self.fields:
            return
        kept = QueryDict(self.instance.criteria, mutable=True)
        for facet, choices in PICKED.items():
            known = dict(choices())
            values = kept.getlist(facet)
            self.initial[_field_of(facet)] = [value for value in values if value in known]
            kept.setlist(facet, [value for value in values if value not in known])
        self.initial["criteria"] = kept.urlencode()

    def clean(self) -> dict[str, Any]:
        """What was chosen and what was written, as one filter."""
        given = super().clean() or self.cleaned_data
        chosen = {facet: given.get(_field_of(facet)) or [] for facet in PICKED}
        parts = given.get("criteria", "").strip(), urlencode(chosen, doseq=True)
        try:
            given["criteria"] = normal_criteria("&".join(part for part in parts if part))
        except ActRefused as error:
            self.add_error("criteria", str(error))
        return given
