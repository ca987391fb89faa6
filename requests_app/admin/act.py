"""One act of the workflow's tables as officers meet it: a button, its form, its service call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from requests_app import workflow
from requests_app.forms.fields import ActForm, MakeIf

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.models import InformationRequest

# Acts on a row of the case name that row; the case follows from it.
_ON_A_ROW = {
    "record_service", "record_opinion", "end_consultation", "tell_third_party", "give_assistance",
    "conclude_remedy", "rectify_opinion",
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """A button: what is asked beside it, each field named as the service names it."""

    name: str
    service: Callable[..., object]
    fields: Mapping[str, MakeIf] = field(default_factory=dict)

    @property
    def table(self) -> workflow.Transition | workflow.SideAct:
        """Its row of the workflow: label, role, article."""
        return workflow.ACTIONS.get(self.name) or workflow.SIDE_ACTS[self.name]

    @property
    def label(self) -> str:
        return self.table.label

    @property
    def basis(self) -> str:
        return f"{self.table.basis.law.short}{self.table.basis}"

    def form(
        self,
        case: InformationRequest,
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> ActForm:
        """Its form for a case; beginning with `initial`."""
        return ActForm(data, files, case=case, name=self.name, fields=self.fields, initial=initial)

    def perform(
        self, case: InformationRequest, given: Mapping[str, Any], *, by: User, at: dt.datetime
    ) -> None:
        """The one service call. Raises ActRefused as the service does."""
        target = {} if self.name in _ON_A_ROW else {"request": case}
        known = {name: value for name, value in given.items() if value is not None}
        self.service(**target, **known, by=by, at=at)
