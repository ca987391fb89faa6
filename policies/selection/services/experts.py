"""Experts: invited by the running organ, marking on their own, unseen by the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.db import transaction

from policies.selection.choices import EXPERT_KIND
from policies.selection.deadlines import Phase
from policies.selection.links import expert_link
from policies.selection.models import Expert, Mark, Selection
from policies.selection.selectors import to_mark
from policies.selection.services.selections import STEPS
from policies.selection.workflow import POINTS, Status
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.common.moments import until_words
from portal.common.typed import half_width
from portal.notifications.choices import Channel
from portal.notifications.registry import KeptRecipient, Recipient
from portal.notifications.services.outbox import notify, take_back

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

MOST_POINTS: Final = 100


@transaction.atomic
def invite(
    *,
    selection: Selection,
    name: str,
    by: User,
    at: dt.datetime,
    user: User | None = None,
    email: str = "",
    organ: Organ | None = None,
) -> Expert:
    """Have somebody mark: an account, or the owner of an address, who gets a link. Raises
    ActRefused for somebody who is invited already, and without either.
    """
    held, act = STEPS.begin(selection, "invite", by, at)
    email = half_width(email)
    if (user is None) == (not email):
        raise ActRefused("请选一个账号，或者填写电子邮箱，两样填一样。")
    if user is not None and held.experts.filter(user=user, dismissed_at=None).exists():
        raise ActRefused("这个账号已经邀请过。")
    if email and any(
        each.email.lower() == email.lower()
        for each in held.experts.filter(user=None, dismissed_at=None)
    ):
        raise ActRefused("这个邮箱已经邀请过。")
    expert = Expert.objects.create(
        selection=held, name=needed(name, "姓名"), user=user, organ=organ, email=email,
        invited_at=at,
    )  # fmt: skip
    tell_expert(expert, "请您为好解读评选打分", key="invited", at=at)
    STEPS.finish(held, act, by=by, at=at, details={"expert": expert.pk})
    return expert


@transaction.atomic
def dismiss(*, expert: Expert, reason: str, by: User, at: dt.datetime) -> Expert:
    """Take an invitation back, with the reason: the link ends, their marks count no more."""
    held, act = STEPS.begin(expert.selection, "dismiss", by, at)
    row = Expert.objects.select_for_update(no_key=True).get(pk=expert.pk)
    if row.dismissed_at:
        raise ActRefused("这位专家的邀请已经取消。")
    row.dismissed_at, row.email = at, ""
    row.save(update_fields=["dismissed_at", "email"])
    take_back(kinds=(EXPERT_KIND,), key=str(row.pk))
    reason = needed(reason, "取消的理由")
    STEPS.finish(held, act, by=by, at=at, reason=reason, details={"expert": row.pk})
    return row


@transaction.atomic
def mark(*, expert: Expert, points: Mapping[int, Mapping[int, int]], at: dt.datetime) -> Expert:
    """Keep what an expert gives: by nominee the points of every criterion, 0 to 100. Marks given
    before are replaced; what is not named stays. Raises ActRefused outside the days of marking,
    for what their own organ wrote, and for points that are not whole.
    """
    held = Selection.objects.select_for_update(no_key=True).get(pk=expert.selection_id)
    row = Expert.objects.select_for_update(no_key=True).get(pk=expert.pk)
    course = held.course
    if row.dismissed_at or held.status != Status.RUNNING or course is None:
        raise ActRefused("现在不能打分。")
    if (phase := course.phase(at)) is not Phase.MARKING:
        late = phase is Phase.COUNTING
        told = f"打分已于{until_words(course.marking_until)}截止" if late else "打分还没有开始"
        raise ActRefused(f"{told}，这次的打分没有记。")
    own = {each.row.pk for each in to_mark(row)}
    criteria = set(held.criteria.values_list("pk", flat=True))
    if not points:
        raise ActRefused("还没有打分。")
    for nomination, given in points.items():
        if nomination not in own:
            raise ActRefused("本机关的解读不由您打分；撤下的解读不再打分。")
        if set(given) != criteria or not all(0 <= each <= MOST_POINTS for each in given.values()):
            raise ActRefused("每件的每项标准都要打分，0到100分。")
    Mark.objects.bulk_create(
        [
            Mark(expert=row, nomination_id=nomination, criterion_id=criterion, points=number)
            for nomination, given in points.items()
            for criterion, number in given.items()
        ],
        update_conflicts=True,
        unique_fields=["expert", "nomination", "criterion"],
        update_fields=["points"],
    )
    record(
        action="selections.mark", summary=f"专家打分：{held}", by=row.user, at=at,
        organ=held.organ, subject=row, basis=POINTS, details={"nominations": sorted(points)},
    )  # fmt: skip
    return row


def tell_expert(expert: Expert, title: str, *, key: str, at: dt.datetime) -> None:
    """Write to an expert once for a key: to the account, or to the sealed address."""
    selection = expert.selection
    if expert.user is None and not expert.email:
        return
    recipient = expert.user or KeptRecipient(EXPERT_KIND, expert.pk, (Channel.MAIL,))
    notify(
        kind=EXPERT_KIND,
        recipients=[recipient],
        subject=f"{title}：{selection}",
        body=(
            f"投票{until_words(selection.voting_until)}截止以后开始打分，"
            f"{until_words(selection.marking_until)}截止。别的专家看不到您的打分。"
            "链接只给您一人，请不要转发。"
        ),
        url=marking_address(expert),
        dedup_key=f"{EXPERT_KIND}:{expert.pk}:{key}",
        at=at,
    )


def marking_address(expert: Expert) -> str:
    """Where an expert marks."""
    if expert.user_id is None:
        return expert_link(expert)
    return f"{expert.selection.get_absolute_url()}marking/"


def sealed_address(object_id: int) -> Recipient | None:
    """Where a letter goes; None once the address was deleted."""
    row = Expert.objects.filter(pk=object_id, dismissed_at=None).first()
    return Recipient(email=row.email) if row and row.email else None
