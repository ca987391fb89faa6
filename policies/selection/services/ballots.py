"""The public vote: one contact, one ballot, until the instant it ends.

None of these acts leaves an entry in the audit trail: an entry says from which address of the
network it came and when, which would tie a ballot to a person. That there was a vote, and how many
voted, is on record with the result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.db import transaction

from policies.selection.choices import BALLOT_KIND
from policies.selection.deadlines import Phase
from policies.selection.links import ballot_link
from policies.selection.models import AskedBallot, Ballot, Nomination, Selection
from policies.selection.selectors import on_ballot
from policies.selection.workflow import Status
from portal.common.errors import ActRefused
from portal.common.moments import until_words
from portal.common.typed import half_width, mailbox_of
from portal.notifications.choices import Channel
from portal.notifications.registry import KeptRecipient, Recipient
from portal.notifications.selectors import with_confirmed_mail
from portal.notifications.services.outbox import forget, notify
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from portal.accounts.models import User

CONFIRM_WITHIN: Final = dt.timedelta(hours=48)
# A form sent twice in a row is one request.
_QUIET: Final = dt.timedelta(minutes=5)


def own_mailbox(user: User) -> str:
    """The mailbox of an account that has proved it; "" where it has none."""
    return mailbox_of(user.email) if with_confirmed_mail([user.pk]) else ""


@transaction.atomic
def vote(*, selection: Selection, chosen: Collection[int], user: User, at: dt.datetime) -> Ballot:
    """Keep the choice of somebody whose account has proved its address, in place of an earlier one.

    Raises ActRefused for an account that has not, outside the vote, and for what cannot be chosen.
    """
    mailbox = own_mailbox(user)
    if not mailbox:
        raise ActRefused("您的账号还没有确认过的电子邮箱，请先确认，或者在下面填写邮箱投票。")
    held = _open(selection, at)
    return _cast(held, _voter(held, mailbox), _checked(held, chosen))


@transaction.atomic
def ask_by_mail(
    *, selection: Selection, chosen: Collection[int], address: str, at: dt.datetime
) -> None:
    """Keep a choice until the owner of an address confirms it, and write to them.

    Whoever asks learns nothing of the address. Asked again, the later choice and its letter count.
    """
    held = _open(selection, at)
    rows = _checked(held, chosen)
    voter = _voter(held, mailbox_of(address))
    asked, is_new = AskedBallot.objects.get_or_create(
        selection=held, voter=voter, defaults={"email": half_width(address), "asked_at": at}
    )
    # Two at once for one address wait for each other here.
    asked = AskedBallot.objects.select_for_update(no_key=True).get(pk=asked.pk)
    same = set(asked.choices.values_list("pk", flat=True)) == {row.pk for row in rows}
    if not is_new and same and at - asked.asked_at < _QUIET:
        return
    asked.asked_at = at
    asked.save(update_fields=["asked_at"])
    asked.choices.set(rows)
    notify(
        kind=BALLOT_KIND,
        recipients=[KeptRecipient(BALLOT_KIND, asked.pk, (Channel.MAIL,))],
        subject=f"请确认您的投票：{held}",
        body=(
            f"有人用这个邮箱给“{held}”投票。是您投的，请打开下面的链接，点“确认投票”，"
            f"这一票才算数。链接48小时内、投票截止（{until_words(held.voting_until)}）以前有效。\n\n"
            "不是您投的，不用理会：不确认就不算，邮箱地址两天内删除。"
        ),
        url=ballot_link(asked),
        dedup_key=f"{BALLOT_KIND}:{asked.pk}:{at.isoformat()}",
        at=at,
    )


@transaction.atomic
def confirm(*, asked: AskedBallot, at: dt.datetime) -> Ballot:
    """The owner of the address means it: the ballot counts, in place of the one before, and the
    address is deleted. Raises ActRefused once the vote is over, or when it comes too late.
    """
    held = _open(asked.selection, at)
    row = AskedBallot.objects.select_for_update(no_key=True).filter(pk=asked.pk).first()
    if row is None or row.asked_at <= at - CONFIRM_WITHIN:
        raise ActRefused("确认链接已失效，请重新投票。")
    chosen = list(row.choices.values_list("pk", flat=True))
    # What fell out since is left out; the others of the choice stand.
    standing = {each.row.pk for each in on_ballot(held)}
    if not (left := [pk for pk in chosen if pk in standing]):
        raise ActRefused("您选的解读都已经撤下，请重新投票。")
    ballot = _cast(held, row.voter, _checked(held, left))
    _forget(row)
    return ballot


@transaction.atomic
def purge_unconfirmed(*, at: dt.datetime) -> int:
    """Forget the addresses whose owners did not confirm in time; returns how many there were."""
    lapsed = AskedBallot.objects.filter(asked_at__lte=at - CONFIRM_WITHIN)
    rows = list(lapsed.select_for_update(skip_locked=True, no_key=True))
    for row in rows:
        _forget(row)
    return len(rows)


def forget_voters(selection: Selection) -> None:
    """Delete every ballot with what says that somebody voted, confirmed or not: with the end of the
    selection, within its act.
    """
    for row in AskedBallot.objects.filter(selection=selection):
        _forget(row)
    Ballot.objects.filter(selection=selection).delete()


def sealed_address(object_id: int) -> Recipient | None:
    """Where a letter goes; None once the address was deleted."""
    row = AskedBallot.objects.filter(pk=object_id).first()
    return Recipient(email=row.email) if row else None


def _forget(asked: AskedBallot) -> None:
    forget(key_prefix=f"{BALLOT_KIND}:{asked.pk}:")
    asked.delete()


def _open(selection: Selection, at: dt.datetime) -> Selection:
    """The selection while it is voted on. Held in share: voters do not wait for each other, the
    end of the selection waits for them. Raises ActRefused, saying since or from when.
    """
    rows = Selection.objects.raw(
        "SELECT * FROM policies_selection WHERE id = %s FOR SHARE", [selection.pk]
    )
    held: Selection = rows[0]
    course = held.course
    if held.status not in (Status.RUNNING, Status.RESULT, Status.PUBLISHED) or course is None:
        raise ActRefused("这次评选现在不能投票。")
    if at >= course.voting_until:
        raise ActRefused(f"投票已于{until_words(course.voting_until)}截止，这一票没有记。")
    if held.status != Status.RUNNING or course.phase(at) is not Phase.VOTING:
        raise ActRefused("投票还没有开始，请在开始以后再投。")
    return held


def _checked(selection: Selection, chosen: Collection[int]) -> list[Nomination]:
    """The nominations of a choice: some, no more than one may, all of them on the ballot."""
    keys = set(chosen)
    if not keys:
        raise ActRefused("请至少选一件。")
    if len(keys) > selection.votes_each:
        raise ActRefused(f"每人最多选{selection.votes_each}件，现在选了{len(keys)}件，请去掉几件。")
    found = [each.row for each in on_ballot(selection) if each.row.pk in keys]
    if len(found) < len(keys):
        raise ActRefused("您选的解读有的已经撤下，退出了评选，请重新选。")
    return found


def _voter(selection: Selection, mailbox: str) -> str:
    return blind_index(f"{selection.pk} {mailbox}", purpose="selection voter")


def _cast(selection: Selection, voter: str, rows: list[Nomination]) -> Ballot:
    ballot, _ = Ballot.objects.get_or_create(selection=selection, voter=voter)
    # Two votes of one contact wait for each other here: the later one counts, whole.
    held = Ballot.objects.select_for_update(no_key=True).get(pk=ballot.pk)
    held.choices.set(rows)
    return held
