"""What an organ sets for itself, in working days: a dataclass whose fields carry their words.

Form, list and page loop over the fields, so that a further setting costs its field and column.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from django import forms
from django.conf import settings
from unfold.widgets import UnfoldAdminIntegerFieldWidget


@dataclass(frozen=True)
class Days:
    """A number of working days: `label` in the form, `column` in the list, `longest` allowed,
    `before` when it is counted back from a term; `setting` names what applies where nothing is set.
    """

    label: str
    column: str
    longest: int
    setting: str
    help_text: str = ""
    before: str = ""

    def words(self, number: int) -> str:
        """As the page says it: 答复期限前 8 个工作日."""
        return f"{self.before}前 {number} 个工作日" if self.before else f"{number} 个工作日"


def days(label: str, column: str, longest: int, setting: str, **more: str) -> Any:
    """A field of such a dataclass."""
    return field(metadata={"days": Days(label, column, longest, setting, **more)})


def days_in(kind: type) -> list[tuple[str, Days]]:
    """Every field of the dataclass with its words, in order."""
    return [(each.name, each.metadata["days"]) for each in fields(kind)]


def usual(kind: type) -> dict[str, int]:
    """What applies where an organ has set nothing."""
    return {name: getattr(settings, each.setting) for name, each in days_in(kind)}


def shown(given: Any) -> list[tuple[Days, str]]:
    """Each setting with its number in words."""
    return [(each, each.words(getattr(given, name))) for name, each in days_in(type(given))]


class DaysForm(forms.Form):
    """The numbers of such a dataclass; whether they go together is the act's to say."""

    def __init__(self, kind: type, *args: Any, note: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, each in days_in(kind):
            self.fields[name] = forms.IntegerField(
                label=f"{each.label}（工作日）",
                min_value=1,
                max_value=each.longest,
                help_text=f"{note}{each.help_text}",
                widget=UnfoldAdminIntegerFieldWidget,
                error_messages={
                    "required": f"请填写“{each.label}”的工作日数。",
                    "invalid": f"“{each.label}”应为整数。",
                    "min_value": f"“{each.label}”至少为%(limit_value)d个工作日。",
                    "max_value": f"“{each.label}”最多为%(limit_value)d个工作日。",
                },
            )

    def given(self) -> Any:
        """What was written, once it is valid."""
        return self.kind(**self.cleaned_data)
