"""Changing what somebody else signs in with: asked by the system administrator, done by the
security administrator's confirmation.

Whoever could change an address, a password or a second factor alone could sign in as anybody, the
two other offices included (三员分立, GB/T 22239-2019). So one asks, another confirms, the person
and the old address hear of both, and the trail names the field.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.accounts.choices import ChangeState, Role, SignInData
from portal.accounts.models import Membership, SignInChange, User
from portal.accounts.permissions import may_confirm_change, may_manage_person
from portal.accounts.presenters import masked_address
from portal.accounts.registry import tell
from portal.accounts.services.own_addresses import replace_addresses
from portal.accounts.services.passwords import send_reset_link
from portal.accounts.services.sessions import end_all_sessions
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import Organ

_QUEUE = "/admin/accounts/signinchange/"
_BECAME = {
    SignInData.ADDRESS: "电子邮箱已经变更",
    SignInData.PASSWORD: "密码重设链接已寄到登记的电子邮箱",
    SignInData.SECOND_FACTOR: "两步验证已经重置，下次登录后请重新设置",
}


@transaction.atomic
def ask_change(
    *, user: User, kind: SignInData, by: User, at: dt.datetime, value: str = ""
) -> SignInChange:
    """Ask for a change; nothing changes yet. A later one of the same kind takes its place.

    `value` is the new address, or empty to have none. Raises NotPermitted, and ActRefused where
    there is nothing to change.
    """
    if not (manage := may_manage_person(by, user)):
        raise NotPermitted(manage.reason)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _refuse_without_occasion(user, kind, value)
    user.sign_in_changes.filter(kind=kind, state=ChangeState.PENDING).update(
        state=ChangeState.REPLACED, new_value="", decided_at=at
    )
    is_address = kind is SignInData.ADDRESS
    change = SignInChange.objects.create(
        user=user,
        kind=kind,
        new_value=value,
        old_masked=masked_address(user.email) if is_address else "",
        new_masked=masked_address(value) if is_address else "",
        asked_by=by,
        asked_at=at,
    )
    _note(change, "asked", f"提出变更登录资料：{kind.label}", by=by, at=at)
    told = f"系统管理员提出变更账号 {user.username} 的{kind.label}，须经安全管理员确认才生效。"
    tell(
        people=[user],
        subject=f"有人提出变更您的{kind.label}",
        body=f"{told}不是您要求的，请立即联系本机关的安全管理员。",
        key=f"accounts.change.{change.pk}.asked",
        at=at,
    )
    tell(
        people=[person for person in _confirmers(user) if person.pk not in (by.pk, user.pk)],
        subject=f"请确认：变更账号 {user.username} 的{kind.label}",
        body=f"{told}请先向本人核实，再确认或者不予确认。",
        key=f"accounts.change.{change.pk}.queue",
        url=_QUEUE,
        at=at,
    )
    return change


@transaction.atomic
def confirm_change(*, change: SignInChange, by: User, at: dt.datetime) -> None:
    """Confirm a change, which makes it. Raises NotPermitted, and ActRefused when it is no longer
    there to confirm.
    """
    change = _held(change)
    user, kind, old = change.user, SignInData(change.kind), change.user.email
    if not (confirm := may_confirm_change(by, change)):
        raise NotPermitted(confirm.reason)
    _refuse_without_occasion(user, kind, change.new_value)
    if kind is SignInData.ADDRESS:
        replace_addresses(user, change.new_value)
    elif kind is SignInData.SECOND_FACTOR:
        Authenticator.objects.filter(user=user).delete()
        end_all_sessions(user=user)
    else:
        send_reset_link(user)
    _decide(change, ChangeState.CONFIRMED, by=by, at=at)
    _note(change, "confirmed", f"确认变更登录资料：{kind.label}", by=by, at=at)
    _tell_decided(change, _BECAME[kind], old=old, at=at)


@transaction.atomic
def refuse_change(*, change: SignInChange, by: User, at: dt.datetime) -> None:
    """Leave everything as it was; whoever asked may take it back so. Raises as `confirm_change`."""
    change = _held(change)
    if by.pk != change.asked_by_id and not (confirm := may_confirm_change(by, change)):
        raise NotPermitted(confirm.reason)
    _decide(change, ChangeState.REFUSED, by=by, at=at)
    kind = SignInData(change.kind)
    _note(change, "refused", f"不予变更登录资料：{kind.label}", by=by, at=at)
    _tell_decided(change, f"{kind.label}没有变更", old=change.user.email, at=at)


def _held(change: SignInChange) -> SignInChange:
    """The change, locked and still waiting. The person's row comes first, as for asking."""
    user = User.objects.select_for_update(no_key=True).get(pk=change.user_id)
    held = SignInChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    held.user = user
    if held.state != ChangeState.PENDING:
        raise ActRefused(f"这项变更{held.get_state_display()}，不能再办理。")
    return held


def _refuse_without_occasion(user: User, kind: SignInData, value: str) -> None:
    if kind is SignInData.ADDRESS and value.lower() == user.email.lower():
        raise ActRefused("电子邮箱没有变化。")
    if kind is SignInData.PASSWORD and not user.email:
        raise ActRefused("该账号没有登记电子邮箱，重设密码的链接没有地方可寄，请先变更电子邮箱。")
    if kind is SignInData.SECOND_FACTOR and not Authenticator.objects.filter(user=user).exists():
        raise ActRefused("该账号没有启用两步验证。")


def _decide(change: SignInChange, state: ChangeState, *, by: User, at: dt.datetime) -> None:
    change.state, change.new_value, change.decided_by, change.decided_at = state, "", by, at
    change.save(update_fields=["state", "new_value", "decided_by", "decided_at"])


def _note(change: SignInChange, act: str, summary: str, *, by: User, at: dt.datetime) -> None:
    details = {"change": change.pk, "field": change.kind}
    if change.kind == SignInData.ADDRESS:
        details |= {"old": change.old_masked, "new": change.new_masked}
    record(
        action=f"sign_in_change_{act}", summary=summary, by=by, at=at, subject=change.user,
        details=details,
    )  # fmt: skip


def _tell_decided(change: SignInChange, became: str, *, old: str, at: dt.datetime) -> None:
    """The person hears of it, at the address that was theirs until now as well."""
    moved = change.user.email.lower() != old.lower()
    tell(
        people=[change.user],
        addresses=[old] if moved else [],
        subject=became,
        body=f"账号 {change.user.username}：{became}。不是您要求的，请立即联系本机关的安全管理员。",
        key=f"accounts.change.{change.pk}.{change.state}",
        at=at,
    )


def _confirmers(user: User) -> list[User]:
    """The security administrators of every organ the person works for; of any where none."""
    rows = Membership.objects.in_role(Role.SECURITY_ADMIN).select_related("user", "organ")
    paths = Organ.objects.filter(memberships__user=user).values_list("path", flat=True)
    needed = set(paths)
    reached: dict[User, set[str]] = {}
    for row in rows.filter(user__is_active=True):
        below = {path for path in needed if path.startswith(row.organ.path)}
        reached.setdefault(row.user, set()).update(below)
    return [person for person, paths in reached.items() if paths == needed]
