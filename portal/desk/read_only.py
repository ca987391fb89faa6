"""Rows that acts alone write: the back office neither adds, changes nor deletes them by a form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portal.common.admin import BackOfficeAdmin


class ReadOnlyAdmin(BackOfficeAdmin):
    """Whoever may see such a row may see it, and no more."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False
