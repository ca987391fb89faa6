"""Who holds which role where: the one question every other permission is built from."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from portal.accounts.choices import EXCLUSIVE, Role
from portal.accounts.models import Membership, SignInChange, User
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.organs.models import Organ, SiteProfile

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def signed_in(user: User | AnonymousUser) -> User:
    """The person behind a request, for acts; raises PermissionDenied when there is none."""
    if isinstance(user, User) and user.is_active:
        return user
    raise PermissionDenied


def holds(user: User | AnonymousUser, organ: Organ, *roles: Role) -> bool:
    """Whether the person holds one of the roles for exactly this organ."""
    if not user.is_active or not isinstance(user, User):
        return False
    return any(role in roles for role in _roles(user).get(organ.pk, frozenset()))


def organs_with_role(user: User | AnonymousUser, *roles: Role) -> set[int]:
    """Primary keys of the organs for which the person holds one of the roles."""
    if not user.is_active or not isinstance(user, User):
        return set()
    return {organ for organ, held in _roles(user).items() if not held.isdisjoint(roles)}


def is_staff_member(user: User | AnonymousUser) -> bool:
    """Whether the person works here: holds any role anywhere, or is the superuser.

    Decides who may enter the back office, never what they may do there.
    """
    if not user.is_active or not isinstance(user, User):
        return False
    return user.is_superuser or bool(_roles(user))


def organs_governed(user: User | AnonymousUser, role: Role) -> set[int]:
    """Primary keys of the organs for which the person holds the role, and of all below them.

    Read once for each user object, that is once a request: a page asks it for every row it draws.
    """
    known: dict[Role, frozenset[int]] = user.__dict__.setdefault("_organs_governed", {})
    if role not in known:
        known[role] = frozenset(_read_governed(user, role))
    return set(known[role])


def _read_governed(user: User | AnonymousUser, role: Role) -> set[int]:
    if user.is_active and user.is_superuser:
        return set(Organ.objects.values_list("pk", flat=True))
    held = Organ.objects.filter(pk__in=organs_with_role(user, role)).order_by("path")
    tops: list[str] = []
    for path in held.values_list("path", flat=True):
        if not (tops and path.startswith(tops[-1])):
            tops.append(path)
    if not tops:
        return set()
    below = reduce(or_, (Q(path__startswith=path) for path in tops))
    return set(Organ.objects.filter(below).values_list("pk", flat=True))


def organs_in_view(user: User | AnonymousUser, *roles: Role) -> set[int]:
    """Primary keys of the organs whose cases the person sees in lists: where they hold one of the
    roles, and what they supervise with all below it.
    """
    below = organs_governed(user, Role.SUPERVISOR) if user.is_authenticated else set()
    return organs_with_role(user, *roles) | below


def serves_site(user: User | AnonymousUser, role: Role) -> bool:
    """Whether the person holds the role for the organ whose site this is, or above it; where no
    site is set up yet, for an organ that has none above it.
    """
    if not organs_with_role(user, role):
        return False
    governed = Organ.objects.filter(pk__in=organs_governed(user, role))
    site = SiteProfile.objects.filter(is_current=True).first()
    if site is None:
        return governed.filter(depth=1).exists()
    return governed.filter(pk=site.organ_id).exists()


def may_assign_roles(by: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person may give and take roles for the organ."""
    if _governs(by, organ, Role.SECURITY_ADMIN):
        return ALLOWED
    return refuse(f"只有{organ.short_name}或其上级机关的安全管理员可以授予、撤销该机关的角色。")


def may_grant_role(by: User | AnonymousUser, user: User, organ: Organ, role: Role) -> Verdict:
    """Whether the person may give the role to the user, and the user may hold it."""
    if not (assign := may_assign_roles(by, organ)):
        return assign
    if by.pk == user.pk and not by.is_superuser:
        return refuse("不能给自己授予角色，请由另一名安全管理员办理。")
    if not user.is_active:
        return refuse("该账号已停用，不能授予角色。")
    if not organ.is_active:
        return refuse(f"{organ.short_name}已停用，不能授予角色。")
    if SocialAccount.objects.filter(user=user).exists():
        return refuse("该账号是公众以统一身份认证登录的账号，不能授予角色，请另建工作账号。")
    if Membership.objects.filter(user=user, organ=organ, role=role).exists():
        return refuse(f"{user.get_full_name()}已经是{organ.short_name}的{role.label}人员。")
    return _may_hold_office(user) if role in EXCLUSIVE else ALLOWED


def _may_hold_office(user: User) -> Verdict:
    """Whether the person may hold one of the three offices: none of them yet, and an account that
    another office opened and nobody else knows the password of.
    """
    other = Membership.objects.filter(user=user, role__in=EXCLUSIVE).select_related("organ").first()
    if other is not None:
        return refuse(
            "系统管理、安全管理、审计三种角色不得由同一人兼任："
            f"{user.get_full_name()}已担任{other.organ.short_name}的{other.get_role_display()}。"
        )
    if not user.is_staff:
        return refuse(
            "系统管理、安全管理、审计角色只能授予系统管理员建立的工作账号，不能授予自行注册的账号。"
        )
    if user.password_changed_at is None:
        return refuse(
            "该账号的密码还是他人设定的，请本人先登录并更换密码，再授予系统管理、安全管理、审计角色。"
        )
    return ALLOWED


def may_create_people(by: User | AnonymousUser) -> Verdict:
    """Whether the person may open accounts for staff."""
    if (by.is_active and by.is_superuser) or organs_with_role(by, Role.SYSTEM_ADMIN):
        return ALLOWED
    return refuse("只有系统管理员可以建立工作账号。")


def may_manage_person(by: User | AnonymousUser, user: User) -> Verdict:
    """Whether the person may edit, stop, unlock or reset the user's account."""
    if by.is_active and by.is_superuser:
        return ALLOWED
    if user.is_superuser:
        return refuse("超级管理员的账号只能由超级管理员管理。")
    if not (create := may_create_people(by)):
        return create
    # `is_staff` marks an account opened for work; citizens' accounts are their own.
    organs = set(Organ.objects.filter(memberships__user=user).values_list("pk", flat=True))
    if not organs and not user.is_staff:
        return refuse("公众自行注册的账号由本人管理。")
    if not organs <= organs_governed(by, Role.SYSTEM_ADMIN):
        return refuse("该人员在你管理范围以外的机关任职，请由其上级机关的系统管理员办理。")
    return ALLOWED


def may_confirm_change(by: User | AnonymousUser, change: SignInChange) -> Verdict:
    """Whether the person may confirm a change of somebody's sign-in data: the second office, for
    every organ the somebody works for, and never who asked for it.
    """
    if by.pk == change.asked_by_id:
        return refuse("变更登录资料须由另一人确认，不能由提出人自己确认。")
    if by.is_active and by.is_superuser:
        return ALLOWED
    if change.user.is_superuser:
        return refuse("超级管理员的登录资料只能由超级管理员确认。")
    organs = set(Organ.objects.filter(memberships__user=change.user).values_list("pk", flat=True))
    governed = organs_governed(by, Role.SECURITY_ADMIN)
    if governed and organs <= governed:
        return ALLOWED
    return refuse("变更登录资料须由该人员任职机关或其上级机关的安全管理员确认。")


def second_factor_required(user: User | AnonymousUser) -> bool:
    """Whether an organ the person works for requires a second factor of its members.

    The superuser needs one as soon as any organ does.
    """
    if not user.is_active or not isinstance(user, User):
        return False
    if user.is_superuser:
        return Organ.objects.active().filter(requires_second_factor=True).exists()
    _roles(user)
    return bool(user._second_factor_required)  # type: ignore[attr-defined]


def forget_roles(user: User) -> None:
    """Have the person's roles read anew: called after a grant or a revocation."""
    user.__dict__.pop("_roles_by_organ", None)
    user.__dict__.pop("_organs_governed", None)


def _governs(by: User | AnonymousUser, organ: Organ, role: Role) -> bool:
    """Whether the person holds the role for the organ or for one above it."""
    if not by.is_active or not isinstance(by, User):
        return False
    if by.is_superuser or holds(by, organ, role):
        return True
    above = Organ.objects.filter(pk__in=organs_with_role(by, role)).values_list("path", flat=True)
    return any(organ.path.startswith(path) for path in above)


def _roles(user: User) -> dict[int, frozenset[str]]:
    """The person's roles by organ, read once for each user object."""
    held = getattr(user, "_roles_by_organ", None)
    if held is None:
        rows: dict[int, set[str]] = {}
        required = False
        for organ_id, role, second_factor in Membership.objects.of(user).values_list(
            "organ_id", "role", "organ__requires_second_factor"
        ):
            rows.setdefault(organ_id, set()).add(role)
            required = required or second_factor
        held = {organ: frozenset(roles) for organ, roles in rows.items()}
        user._roles_by_organ = held  # type: ignore[attr-defined]
        user._second_factor_required = required  # type: ignore[attr-defined]
    return held
