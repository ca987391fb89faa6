"""People and their roles in the back office. Every write is one service call."""

# ruff: noqa: ARG002 - the signatures of the admin's hooks are Django's

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.choices import Role, SignInData
from portal.accounts.forms import GrantForm, NewPersonForm, PersonForm
from portal.accounts.models import Membership, User
from portal.accounts.permissions import (
    may_create_people,
    may_manage_person,
    organs_governed,
    organs_with_role,
)
from portal.accounts.services.people import (
    create_person,
    deactivate_user,
    number_person,
    reactivate_user,
    rename_person,
    unlock_user,
)
from portal.accounts.services.roles import grant_role, revoke_role
from portal.accounts.services.sign_in_changes import ask_change
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.organs.models import Organ

# The three offices that see who holds what; each sees the organs of its own tree.
_OFFICES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


def _person(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else in."""
    return cast(User, request.user)


def sees_people(request: HttpRequest) -> bool:
    user = request.user
    return (user.is_active and user.is_superuser) or bool(organs_with_role(user, *_OFFICES))


def organs_seen(request: HttpRequest) -> set[int]:
    return set().union(*(organs_governed(request.user, office) for office in _OFFICES))


@admin.register(User)
class UserAdmin(BackOfficeAdmin):
    """A system admin opens and stops accounts. Password hashes are shown to nobody."""

    form = PersonForm
    list_display = ["username", "full_name", "is_active", "last_login", "password_changed_at"]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name"]
    readonly_fields = ["is_active", "last_login", "password_changed_at", "date_joined"]
    actions = ["stop", "resume", "unlock", "reset_password", "reset_second_factor"]
    ordering = ["username"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Accounts for work within the person's tree; citizens' accounts are not listed."""
        people: QuerySet[User] = super().get_queryset(request)
        if request.user.is_superuser:
            return people
        seen = Q(memberships__organ__in=organs_seen(request))
        if may_create_people(request.user) or organs_with_role(request.user, Role.SECURITY_ADMIN):
            seen |= Q(is_staff=True, memberships__isnull=True)
        return people.filter(seen).distinct()

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[User]]:
        if obj is None:
            kwargs["form"] = NewPersonForm
        form: type[ModelForm[User]] = super().get_form(request, obj, change, **kwargs)
        return form

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if obj is None:
            return list(NewPersonForm.field_order)
        return ["username", "full_name", "staff_number", "email", *self.readonly_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*self.readonly_fields, "username"] if obj else []

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_people(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return sees_people(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(may_create_people(request.user))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is None:
            return bool(may_create_people(request.user))
        return bool(may_manage_person(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        data = form.cleaned_data
        now = timezone.now()
        if change:
            if "full_name" in form.changed_data:
                rename_person(user=obj, full_name=data["full_name"], by=_person(request), at=now)
            if "staff_number" in form.changed_data:
                number = data["staff_number"]
                number_person(user=obj, staff_number=number, by=_person(request), at=now)
            if "email" in form.changed_data:
                self._ask(request, [obj], SignInData.ADDRESS, value=data["email"])
            return
        created = create_person(
            username=data["username"],
            full_name=data["full_name"],
            email=data["email"],
            password=data["password"],
            by=_person(request),
            at=now,
        )
        # The admin goes on with its own instance.
        obj.pk = created.pk
        obj._state.adding = False

    def log_addition(self, request: HttpRequest, obj: User, message: object) -> None:
        """The audit trail is the log."""

    def log_change(self, request: HttpRequest, obj: User, message: object) -> None:
        """The audit trail is the log."""

    @admin.action(description="停用所选账号", permissions=["change"])
    def stop(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, deactivate_user, "已停用", reason="系统管理员在后台停用")

    @admin.action(description="恢复所选账号", permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, reactivate_user, "已恢复")

    @admin.action(description="解除登录锁定", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, unlock_user, "已解除锁定")

    @admin.action(description="重设密码（须经安全管理员确认）", permissions=["change"])
    def reset_password(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._ask(request, queryset, SignInData.PASSWORD)

    @admin.action(description="重置两步验证（须经安全管理员确认）", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._ask(request, queryset, SignInData.SECOND_FACTOR)

    def _ask(
        self, request: HttpRequest, people: Iterable[User], kind: SignInData, value: str = ""
    ) -> None:
        for person in people:
            given: dict[str, Any] = {"kind": kind, "value": value, "by": _person(request)}
            try:
                ask_change(user=person, **given, at=timezone.now())
            except ActRefused as refusal:
                self.message_user(request, f"{person.username}：{refusal}", messages.ERROR)
            else:
                told = f"{person.username}：已提出变更{kind.label}，经安全管理员确认后生效。"
                self.message_user(request, told, messages.WARNING)

    def _each(
        self,
        request: HttpRequest,
        people: QuerySet[User],
        act: Callable[..., None],
        done: str,
        **details: str,
    ) -> None:
        for person in people:
            try:
                act(user=person, by=_person(request), at=timezone.now(), **details)
            except ActRefused as refusal:
                self.message_user(request, f"{person.username}：{refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{person.username}：{done}。", messages.SUCCESS)


@admin.register(Membership)
class MembershipAdmin(BackOfficeAdmin):
    """A security admin gives and takes roles; there is nothing to edit in one."""

    form = GrantForm
    list_display = ["user", "organ", "role"]
    list_filter = ["role"]
    list_select_related = ["user", "organ"]
    search_fields = ["user__username", "user__full_name", "organ__name"]
    autocomplete_fields = ["user"]
    ordering = ["organ__path", "role", "user__username"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        memberships: QuerySet[Membership] = super().get_queryset(request)
        if request.user.is_superuser:
            return memberships
        return memberships.filter(organ__in=organs_seen(request))

    def get_form(
        self,
        request: HttpRequest,
        obj: Membership | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[Membership]]:
        form: type[ModelForm[Membership]] = super().get_form(request, obj, change, **kwargs)
        form.by = request.user  # type: ignore[attr-defined]
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organ":
            kwargs["queryset"] = Organ.objects.active().filter(
                pk__in=organs_governed(request.user, Role.SECURITY_ADMIN)
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_people(request)

    def has_view_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return sees_people(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._assigns_roles(request)

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        if not self._assigns_roles(request):
            return False
        return obj is None or obj.organ_id in organs_governed(request.user, Role.SECURITY_ADMIN)

    def save_model(
        self, request: HttpRequest, obj: Membership, form: ModelForm[Membership], change: bool
    ) -> None:
        granted = grant_role(
            user=obj.user,
            organ=obj.organ,
            role=Role(obj.role),
            by=_person(request),
            at=timezone.now(),
        )
        obj.pk = granted.pk
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        revoke_role(membership=obj, by=_person(request), at=timezone.now())

    def log_addition(self, request: HttpRequest, obj: Membership, message: object) -> None:
        """The audit trail is the log."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """The audit trail is the log."""

    def _assigns_roles(self, request: HttpRequest) -> bool:
        user = request.user
        return (user.is_active and user.is_superuser) or bool(
            organs_with_role(user, Role.SECURITY_ADMIN)
        )
