"""Tokens: one for each mailbox that proves itself, by a letter or by an account.

None of these acts leaves an entry in the audit trail: an entry says from which address of the
network it came and when, which would tie an answer to a person.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.urls import reverse

from decisions.surveys.choices import TOKEN_KIND, Method
from decisions.surveys.models import Survey, SurveyDraft, Token
from decisions.surveys.selectors import digest_of, ended_since
from decisions.surveys.workflow import Status
from portal.common.errors import ActRefused
from portal.common.moments import from_words, until_words
from portal.common.typed import half_width, mailbox_of
from portal.notifications.choices import Channel
from portal.notifications.registry import KeptRecipient, Recipient
from portal.notifications.selectors import with_confirmed_mail
from portal.notifications.services.outbox import forget, notify
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from portal.accounts.models import User

KEPT_FOR: Final = dt.timedelta(days=7)
# A form sent twice in a row is one request.
_QUIET: Final = dt.timedelta(minutes=5)


class AlreadyAnswered(ActRefused):
    """The token was used: one answer a person."""


def own_mailbox(user: User) -> str:
    """The mailbox of an account that has proved it; "" where it has none."""
    return mailbox_of(user.email) if with_confirmed_mail([user.pk]) else ""


@transaction.atomic
def ask_by_mail(*, survey: Survey, address: str, at: dt.datetime) -> None:
    """Send a link to an address. Whoever asks learns nothing of it: not even that it has answered.

    Asked again, by whomever, the letter has the same link. Raises ActRefused while it is not open,
    and where only accounts answer.
    """
    held = open_survey(survey, at)
    if held.method != Method.MAIL:
        raise ActRefused("这份问卷须登录账号以后答。")
    token = _held_token(held, mailbox_of(address))
    if token.is_spent or (token.asked_at and at - token.asked_at < _QUIET):
        return
    token.email = half_width(address)
    secret = _secret_of(token, at)
    notify(
        kind=TOKEN_KIND,
        recipients=[KeptRecipient(TOKEN_KIND, token.pk, (Channel.MAIL,))],
        subject=f"答问卷的链接：{held.title}",
        body=(
            f"打开下面的链接答“{held.title}”，答到一半可以存下，凭这个链接接着答，内容保存七天。"
            f"{until_words(held.closes_at)}截止。一个邮箱答一份。\n\n"
            "交卷以后，您的邮箱地址就删除；答卷上没有邮箱，谁也查不出是您答的。\n\n"
            "不是您要的，不用理会。"
        ),
        url=reverse("decisions:survey_answer", args=[secret]),
        dedup_key=f"{TOKEN_KIND}:{token.pk}:{at.isoformat()}",
        at=at,
    )


@transaction.atomic
def for_account(*, survey: Survey, user: User, at: dt.datetime) -> str:
    """The secret for somebody whose account has proved its address. Raises ActRefused for an
    account that has not, AlreadyAnswered for one that has answered.
    """
    mailbox = own_mailbox(user)
    if not mailbox:
        raise ActRefused("您的账号还没有确认过的电子邮箱，请先在“我的”里确认。")
    held = open_survey(survey, at)
    token = _held_token(held, mailbox)
    if token.is_spent:
        raise AlreadyAnswered("您已经答过这份问卷，一人一份。")
    return _secret_of(token, at)


def open_survey(survey: Survey, at: dt.datetime) -> Survey:
    """The questionnaire while it is open. Raises ActRefused, saying since or from when."""
    held = held_in_share(survey)
    if held.is_open(at):
        return held
    if held.status in (Status.RUNNING, Status.PUBLISHED) and held.has_closed(at):
        raise ActRefused(f"问卷已于{until_words(held.closes_at)}截止，这一份没有收。")
    if held.status == Status.RUNNING and held.opens_at is not None:
        raise ActRefused(f"问卷从{from_words(held.opens_at)}开始，还不能答。")
    raise ActRefused("这份问卷现在不能答。")


def held_in_share(survey: Survey) -> Survey:
    """The row as it is now: those who answer do not wait for each other, its end waits for them."""
    rows = Survey.objects.raw("SELECT * FROM decisions_survey WHERE id = %s FOR SHARE", [survey.pk])
    held: Survey = rows[0]
    return held


def forget_holders(survey: Survey) -> None:
    """Delete what says who was handed a token, with what they typed and did not send."""
    for key in survey.tokens.values_list("pk", flat=True):
        forget(key_prefix=f"{TOKEN_KIND}:{key}:")
    survey.tokens.all().delete()


@transaction.atomic
def purge_ended(*, at: dt.datetime) -> int:
    """Forget the holders of what has closed, and what nobody came back to; returns how many
    questionnaires closed.
    """
    SurveyDraft.objects.filter(saved_at__lte=at - KEPT_FOR).delete()
    rows = list(ended_since(at))
    for survey in rows:
        forget_holders(survey)
    return len(rows)


def sealed_address(object_id: int) -> Recipient | None:
    """Where a letter goes; None once the address was deleted."""
    row = Token.objects.filter(pk=object_id).first()
    return Recipient(email=row.email) if row and row.email else None


def _held_token(survey: Survey, mailbox: str) -> Token:
    """The token of a mailbox, held until the transaction ends; made where there is none."""
    holder = blind_index(f"{survey.pk} {mailbox}", purpose="survey holder")
    digest = digest_of(_link_of(holder))
    token, _ = Token.objects.get_or_create(
        survey=survey, holder=holder, defaults={"digest": digest}
    )
    return Token.objects.select_for_update(no_key=True).get(pk=token.pk)


def _secret_of(token: Token, at: dt.datetime) -> str:
    """The secret of a token: one for a mailbox, however often and by whomever it was asked for, so
    that nobody takes away another's link by typing their address.
    """
    secret = _link_of(token.holder)
    token.digest, token.asked_at = digest_of(secret), at
    token.save()
    return secret


def _link_of(holder: str) -> str:
    return blind_index(holder, purpose="survey link")
