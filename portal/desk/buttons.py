"""One act of a table as officers meet it: a button, the form beside it, its one service call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse

from portal.acts.steps import Steps
from portal.workflow import Act

if TYPE_CHECKING:
    from portal.accounts.models import User

# Of a text that has no limit of its own: longer than any letter, shorter than what stops a page.
LONGEST = 20_000
# A field made anew for each case; None where the case gives no occasion for it.
Make = Callable[[Any], forms.Field | None]
FIELDS = "admin/desk/fields.html"


class ActForm(forms.Form):
    """What is written beside one act; the law is decided by the act."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: Any,
        name: str,
        fields: Mapping[str, Make],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, auto_id=f"{name}_%s", initial=dict(initial or {}))
        # What the case was when its page was drawn: an act on what has changed since is refused.
        self.seen: str = case.updated_at.isoformat()
        for label, make in fields.items():
            if (made := make(case)) is not None:
                self.fields[label] = _bounded(made)

    @property
    def has_long_text(self) -> bool:
        """Whether so much is written in it that one may want to go on later."""
        return any(isinstance(field.widget, forms.Textarea) for field in self.fields.values())


def _bounded(field: forms.Field) -> forms.Field:
    """The field, with a limit where it is a text without one."""
    if isinstance(field, forms.CharField) and field.max_length is None:
        told = f"{field.label}最多{LONGEST}字，请删减。"
        field.validators.append(MaxLengthValidator(LONGEST, told))
    return field


@dataclass(frozen=True)
class Button:
    """What is asked beside an act, each field named as the service names it, and the service;
    none for an act that does no more than its row of the table says.

    `on_row` marks acts on a row of the case: a field names the row, and the case follows from it.
    `name` and `label` are the act's own unless one button stands for several acts. `template`
    lays out the fields; `has_own_draft` says that it offers to keep them as a draft itself.
    """

    service: Callable[..., object] | None = None
    fields: Mapping[str, Make] = field(default_factory=dict)
    on_row: bool = False
    name: str = ""
    label: str = ""
    template: str = FIELDS
    has_own_draft: bool = False


@dataclass(frozen=True)
class DeskAct:
    """A button with the act it does; what the templates of offers and of one act read."""

    act: Act
    button: Button
    steps: Steps[Any]

    @property
    def name(self) -> str:
        return self.button.name or self.act.action

    @property
    def label(self) -> str:
        return self.button.label or self.act.label

    @property
    def basis(self) -> str:
        return self.act.citation

    @property
    def template(self) -> str:
        return self.button.template

    def form(
        self,
        case: Any,
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> ActForm:
        """Its form for a case; beginning with `initial`."""
        return ActForm(
            data, files, case=case, name=self.name, fields=self.button.fields, initial=initial
        )

    def perform(self, case: Any, given: Mapping[str, Any], *, by: User, at: dt.datetime) -> None:
        """The one service call; what was left blank is left to the service. Raises ActRefused."""
        known = {name: value for name, value in given.items() if value is not None}
        if self.button.service is None:
            self.steps.perform(case, self.act.action, **known, by=by, at=at)
            return
        target = {} if self.button.on_row else {self.steps.owner: case}
        self.button.service(**target, **known, by=by, at=at)


@dataclass(frozen=True)
class Desk:
    """The back office of one kind of case.

    `buttons` are by the code of the act; `begins` gives what the form of an act begins with;
    `is_main` names acts that are brought forward in a certain case; `heading` and `back` are how
    a page names the case and the way back to it.
    """

    steps: Steps[Any]
    buttons: Mapping[str, Button]
    heading: Callable[[Any], str]
    back: str
    begins: Callable[[str, Any], Mapping[str, Any]] = lambda _action, _case: {}
    brought_forward: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """How the names of its addresses begin, as admin names them."""
        meta = self.steps.model._meta
        return f"admin:{meta.app_label}_{meta.model_name}"

    def address(self, case: Any) -> str:
        """The page of a case."""
        return reverse(f"{self.place}_change", args=[case.pk])

    def act(self, action: str) -> DeskAct:
        """The act of that code with its button. Raises KeyError."""
        act = self.steps.rules.workflow.actions[action]
        return DeskAct(act, self.buttons[action], self.steps)

    def named(self, name: str, case: Any) -> DeskAct | None:
        """The act behind a button's name: of several the one that the case's state offers."""
        behind = [
            self.act(action)
            for action, button in self.buttons.items()
            if (button.name or action) == name
        ]
        here = (each for each in behind if case.status in each.act.sources)
        return next(here, behind[0] if behind else None)

    def is_main(self, act: Act, case: Any) -> bool:
        """Whether it brings the case on, or is folded away beside."""
        forward = self.brought_forward.get(act.action)
        return act.is_main or bool(forward and forward(case))
