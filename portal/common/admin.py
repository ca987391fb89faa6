"""The base of every page of the back office: what an address may ask of a list is a closed list.

Django lets the address of a list filter by any column of its model, shown or not, and by any
lookup, so that whoever may open the list reads hidden columns letter by letter.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Final

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

# What the filters of a list ask of their column; days are asked from one to another.
_OF_A_FILTER: Final = ("", "__exact", "__isnull", "__id__exact", "__pk__exact", "__gte", "__lt")
LONGEST_SEARCH: Final = 200
_UNREADABLE: Final = "网址里的筛选条件不能识别，请回到列表，用列表上的筛选重新选择。"


class BackOfficeAdmin(ModelAdmin):
    """Lists are filtered by `list_filter`, by the exact key, and by `declared_lookups`; every
    other lookup in an address is answered with 400.
    """

    declared_lookups: ClassVar[Collection[str]] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether the address of the list may ask this."""
        del value
        return lookup in self._lookups(request)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list as its address asks for it. Raises BadRequest where it cannot be read."""
        try:
            changelist: ChangeList = super().get_changelist_instance(request)
        except (DisallowedModelAdminLookup, IncorrectLookupParameters) as error:
            raise BadRequest(_UNREADABLE) from error
        return changelist

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows with the words; each is a condition, so that there are only so many."""
        found: tuple[QuerySet[Any], bool] = super().get_search_results(
            request, queryset, search_term[:LONGEST_SEARCH]
        )
        return found

    def _lookups(self, request: HttpRequest | None) -> set[str]:
        known = {"pk", "pk__exact", *self.declared_lookups}
        for each in self.list_filter if request is None else self.get_list_filter(request):
            name = getattr(each, "parameter_name", None)
            if name is not None:
                known.add(name)
                continue
            column = each[0] if isinstance(each, list | tuple) else each
            known |= {f"{column}{ending}" for ending in _OF_A_FILTER}
        return known


class KeptRows(BackOfficeAdmin):
    """Rows of the whole site: read, added and changed by those who keep them, and never deleted."""

    def may_keep(self, request: HttpRequest) -> bool:
        """Whether the person keeps them."""
        raise NotImplementedError

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_keep(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return self.may_keep(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return self.may_keep(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_keep(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False


class OrganRows(BackOfficeAdmin):
    """Rows that belong to organs: read by some who work for them, changed by those who keep them,
    and never deleted, because something rests on each. The organ of a row stays.
    """

    actions = None

    def kept_organs(self, request: HttpRequest) -> Collection[int]:
        """Keys of the organs whose rows the person may add and change."""
        raise NotImplementedError

    def read_organs(self, request: HttpRequest) -> Collection[int]:
        """Keys of the organs whose rows the person may read: those they keep, unless it is more."""
        return self.kept_organs(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(organ_id__in=self.read_organs(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.read_organs(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        organs = self.read_organs(request)
        return bool(organs) if obj is None else obj.organ_id in organs

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.kept_organs(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        organs = self.kept_organs(request)
        return bool(organs) if obj is None else obj.organ_id in organs

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An entry that is wrong is no longer used; the trail keeps what it was."""
        del request, obj
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        del request
        return ("organ",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organ":
            organs = db_field.remote_field.model.objects
            kwargs["queryset"] = organs.filter(pk__in=self.kept_organs(request))
            kwargs.setdefault("empty_label", "请选择")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
