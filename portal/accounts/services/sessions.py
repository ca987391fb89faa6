"""Signing in and out, as the audit trail tells it, and ending sessions."""

import datetime as dt
from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.accounts.models import User
from portal.audit.services import record


def record_sign_in(*, user: User, at: dt.datetime) -> None:
    """A person signed in."""
    record(action="signed_in", summary="登录", by=user, at=at, subject=user)


def record_sign_out(*, user: User, at: dt.datetime) -> None:
    """A person signed out."""
    record(action="signed_out", summary="退出登录", by=user, at=at, subject=user)


def record_failed_sign_in(*, user: User | None, while_locked: bool, at: dt.datetime) -> None:
    """Someone failed to sign in.

    `user` is None when no account has the name that was typed; the name is not kept, because
    people type passwords and identity numbers into that field.
    """
    if user is None:
        summary = "登录失败：账号不存在"
    elif while_locked:
        summary = "登录失败：账号在此地址已锁定"
    else:
        summary = "登录失败：密码不正确"
    record(action="sign_in_failed", summary=summary, by=None, at=at, subject=user)


def record_lockout(*, user: User | None, at: dt.datetime) -> None:
    """The name was locked at this address after too many failures."""
    record(action="locked_out", summary="连续登录失败，已锁定", by=None, at=at, subject=user)


@transaction.atomic
def end_sessions(*, sessions: Sequence[UserSession], by: User, at: dt.datetime) -> int:
    """End some of a person's own sessions on other devices; returns how many."""
    ended = [session for session in sessions if session.user_id == by.pk]
    for session in ended:
        session.end()
    if ended:
        record(
            action="sessions_ended", summary=f"结束{len(ended)}个其他会话", by=by, at=at, subject=by
        )
    return len(ended)


def end_all_sessions(*, user: User) -> None:
    """End every session of a person, within the act that calls for it."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def forget_ended_sessions(*, at: dt.datetime) -> int:
    """Delete sessions that ran out, with what they hold (numbers of cases, drafts), and the rows
    that told their owners of them; returns how many there were.
    """
    ended, _ = Session.objects.filter(expire_date__lt=at).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive), created_at__lt=at).delete()
    return ended
