"""The list of one kind of case in the back office, and the columns that all of them have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role
from portal.acts.verdicts import Rules
from portal.desk.read_only import ReadOnlyAdmin
from portal.desk.text_search import TextSearch
from portal.workflow import State


class CaseListAdmin(TextSearch, ReadOnlyAdmin):
    """Cases for those who work on them and those who supervise; changed by acts only."""

    rules: ClassVar[Rules]
    actions = None
    list_filter_submit = False
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        organs = organs_in_view(request.user, *self.rules.roles)
        rows: QuerySet[Any] = super().get_queryset(request).filter(organ_id__in=organs)
        return rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *self.rules.roles, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(self.rules.may_read(request.user, obj))


def state_column(states: type[State]) -> Callable[[Any], str]:
    """Where a case stands, in the colour of its state."""

    @display(description="状态", label={state.label: state.colour for state in states})
    def state(row: Any) -> str:
        return states(row.status).label

    return state


@admin.display(description="机关", ordering="organ__path")
def organ_name(row: Any) -> str:
    """Whose case it is now."""
    return str(row.organ.short_name)


@admin.display(description="承办人")
def handler_name(row: Any) -> str:
    """Who was given it."""
    return row.handler.get_full_name() if row.handler else "未分派"
