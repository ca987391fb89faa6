"""Pages of the back office that no cache between here and the reader may keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin


def unkept_page(
    admin: ModelAdmin,
    request: HttpRequest,
    template: str,
    title: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> TemplateResponse:
    """A template below `admin/requests_app/` in the frame of the back office."""
    frame = {**admin.admin_site.each_context(request), "title": title, "opts": admin.opts}
    response = TemplateResponse(
        request, f"admin/requests_app/{template}.html", {**frame, **context}, status=status
    )
    response["Cache-Control"] = "no-store, private"
    return response
