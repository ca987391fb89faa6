"""Opening, changing and stopping accounts."""

import datetime as dt

from axes.utils import reset as reset_failed_attempts
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.permissions import may_create_people, may_manage_person
from portal.accounts.services.sessions import end_all_sessions
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said


@transaction.atomic
def create_person(
    *, username: str, full_name: str, email: str, password: str, by: User, at: dt.datetime
) -> User:
    """Open an account for work. Its first password must be changed at the first sign-in."""
    if not (create := may_create_people(by)):
        raise NotPermitted(create.reason)
    if User.objects.filter(username__iexact=username).exists():
        raise ActRefused("已有同名账号，请换一个用户名。")
    user = User(username=username, full_name=full_name, email=email, is_staff=True)
    user.set_password(password)
    user.save()
    require_new_password(user)
    record(action="person_created", summary="建立工作账号", by=by, at=at, subject=user)
    return user


@transaction.atomic
def rename_person(*, user: User, full_name: str, by: User, at: dt.datetime) -> None:
    """Correct a person's name. What they sign in with is changed by `sign_in_changes`."""
    if not (manage := may_manage_person(by, user)):
        raise NotPermitted(manage.reason)
    user.full_name = full_name
    user.save(update_fields=["full_name"])
    record(
        action="person_updated", summary="修改账号资料：姓名", by=by, at=at, subject=user,
        details={"field": "full_name"},
    )  # fmt: skip


@transaction.atomic
def number_person(*, user: User, staff_number: str, by: User, at: dt.datetime) -> None:
    """Give a person the number under which their organ may name them to readers."""
    if not (manage := may_manage_person(by, user)):
        raise NotPermitted(manage.reason)
    user.staff_number = said(staff_number)
    user.save(update_fields=["staff_number"])
    record(
        action="person_updated", summary="修改账号资料：工号", by=by, at=at, subject=user,
        details={"field": "staff_number"},
    )  # fmt: skip


@transaction.atomic
def record_registration(*, user: User, channel: str, at: dt.datetime) -> None:
    """A citizen opened an account of their own, by the form or by their identity provider."""
    record(
        action="registered", summary="注册账号", by=user, at=at, subject=user,
        details={"channel": channel},
    )  # fmt: skip


@transaction.atomic
def deactivate_user(*, user: User, reason: str, by: User, at: dt.datetime) -> None:
    """Stop an account: its sessions end, its roles no longer count, its acts stay on record."""
    if not (manage := may_manage_person(by, user)):
        raise NotPermitted(manage.reason)
    if user.pk == by.pk:
        raise ActRefused("不能停用自己的账号。")
    if not user.is_active:
        raise ActRefused("该账号已经停用。")
    if not said(reason):
        raise ActRefused("请写明停用原因。")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all_sessions(user=user)
    record(
        action="person_deactivated", summary="停用账号", by=by, at=at, subject=user,
        details={"reason": said(reason)},
    )  # fmt: skip


@transaction.atomic
def reactivate_user(*, user: User, by: User, at: dt.datetime) -> None:
    """Let a stopped account sign in again, with a new password first."""
    if not (manage := may_manage_person(by, user)):
        raise NotPermitted(manage.reason)
    if user.is_active:
        raise ActRefused("该账号没有停用。")
    user.is_active = True
    user.save(update_fields=["is_active"])
    require_new_password(user)
    record(action="person_reactivated", summary="恢复账号", by=by, at=at, subject=user)


@transaction.atomic
def unlock_user(*, user: User, by: User, at: dt.datetime) -> None:
    """Lift a lockout before its time, at every address."""
    if not (manage := may_manage_person(by, user)):
        raise NotPermitted(manage.reason)
    reset_failed_attempts(username=user.username)
    record(action="person_unlocked", summary="解除登录锁定", by=by, at=at, subject=user)


def require_new_password(user: User) -> None:
    """A password someone else has chosen counts as expired: no time of change is on record."""
    user.password_changed_at = None
    user.save(update_fields=["password_changed_at"])
