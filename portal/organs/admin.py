"""Back office of organs, their prefixes and the site's own particulars."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from portal.audit.services import Actor
from portal.common.admin import BackOfficeAdmin
from portal.organs import services
from portal.organs.models import Organ, OrganPrefix, SiteProfile


class AuditedAdmin(BackOfficeAdmin):
    """Stores what a form changed as one act on the audit trail."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    actions: Iterable[Any] | None = None

    def save_model(
        self,
        request: HttpRequest,
        obj: services.Stored,
        form: Any,
        change: bool,  # noqa: ARG002
    ) -> None:
        services.save_row(
            obj, changed=form.changed_data, by=cast("Actor", request.user), at=timezone.now()
        )


@admin.register(Organ)
class OrganAdmin(AuditedAdmin):
    """Organs enter and move by `manage.py load_organs`; here their particulars are kept."""

    list_display = ("name", "code", "level", "kind", "phone", "is_active")
    list_filter = ("level", "kind", "is_active")
    search_fields = ("name", "short_name", "code", "prefixes__prefix")
    autocomplete_fields = ("review_organ",)
    readonly_fields = ("code",)
    exclude = ("path", "depth", "numchild")
    ordering = ("path",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """An organ that ceased to exist is marked as such; its documents stay its own."""
        return False


@admin.register(OrganPrefix)
class OrganPrefixAdmin(AuditedAdmin):
    list_display = ("prefix", "organ", "is_normative")
    list_filter = ("is_normative",)
    list_select_related = ("organ",)
    search_fields = ("prefix", "organ__name")
    autocomplete_fields = ("organ",)

    def delete_model(self, request: HttpRequest, obj: OrganPrefix) -> None:
        services.remove_prefix(obj, by=cast("Actor", request.user), at=timezone.now())


@admin.register(SiteProfile)
class SiteProfileAdmin(AuditedAdmin):
    list_display = ("name", "domain", "organ", "is_demo", "is_current")
    list_filter = ("is_demo", "is_current")
    list_select_related = ("organ",)
    autocomplete_fields = ("organ",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
