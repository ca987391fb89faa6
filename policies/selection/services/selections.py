"""The acts on a selection itself: its rules, its result, its end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from policies.selection.choices import EXPERT_KIND
from policies.selection.deadlines import Course, Phase
from policies.selection.models import (
    MarkCriterion,
    Nomination,
    Selection,
    SelectionAct,
)
from policies.selection.permissions import RULES, may_begin
from policies.selection.search_entries import KIND
from policies.selection.selectors import entries_of
from policies.selection.services.ballots import forget_voters
from policies.selection.tally import HUNDRED, tally
from policies.selection.workflow import ENDED, POINTS, WORKFLOW, Status
from portal.acts.refusals import needed
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width, said
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.notifications.services.outbox import take_back
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK, publish_entry, withdraw_entry

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow import Act

_CRITERION: Final = re.compile(
    r"^(?P<name>.{1,60}?)[\s,，、:：(（]+(?P<weight>\d{1,3})\s?[%％]?[)）]?$"
)
_MOST_CRITERIA: Final = 10
_LATEST: Final = dt.timedelta(days=366)
_EARLIEST_YEAR: Final = 2008
_COUNTS: Final = {
    "votes_weight": ("公众投票所占百分比", HUNDRED - 1),
    "awards": ("入选名次", 100),
    "votes_each": ("每人最多选几件", 50),
}


def lacks(selection: Selection) -> list[str]:
    """What keeps a draft from being announced, in words."""
    found = []
    if not selection.rules:
        found.append("评选办法")
    if selection.course is None:
        found.append("提名、投票、打分的日期")
    if not selection.criteria.exists():
        found.append("专家打分的标准")
    return found


def _complete(selection: Selection, on: dt.date) -> Verdict:
    if words := lacks(selection):
        return refuse(f"还缺：{'、'.join(words)}。")
    course = selection.course
    if course is not None and timezone.localdate(course.nominations_until) <= on:
        return refuse("提名截止的日子已经过了，请改日期以后再发布。")
    return ALLOWED


def phase_on(selection: Selection, day: dt.date) -> Phase | None:
    """What goes on as a day begins."""
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return selection.course.phase(begins) if selection.course else None


def before_voting(selection: Selection, on: dt.date) -> Verdict:
    """Until the vote begins the ballot may change, and not after."""
    if phase_on(selection, on) in (Phase.NOMINATING, Phase.BETWEEN):
        return ALLOWED
    return no_occasion("投票已经开始，列入评选的不再变动。")


def _while_listing(selection: Selection, on: dt.date) -> Verdict:
    open_ = before_voting(selection, on)
    if open_ and not selection.nominations.exists():
        return no_occasion("还没有提名。")
    return open_


def _while_marking(selection: Selection, on: dt.date) -> Verdict:
    if phase_on(selection, on) is Phase.COUNTING:
        return no_occasion("专家打分已经截止；还要专家打分的，先延长打分。")
    return ALLOWED


def _with_expert(selection: Selection, on: dt.date) -> Verdict:
    if not selection.experts.filter(dismissed_at=None).exists():
        return no_occasion("还没有邀请专家。")
    return _while_marking(selection, on)


def _after_voting(selection: Selection, on: dt.date) -> Verdict:
    if phase_on(selection, on) in (Phase.MARKING, Phase.COUNTING):
        return ALLOWED
    return no_occasion("投票还没有结束，不需要延长打分。")


def _after_marking(selection: Selection, on: dt.date) -> Verdict:
    if phase_on(selection, on) is Phase.COUNTING:
        return ALLOWED
    return no_occasion("投票、打分还没有全部截止，不能拟定结果。")


def _follow(selection: Selection, act: Act, _source: str, at: dt.datetime) -> None:
    """The search has the result as long as it is public; whoever voted is forgotten with the end,
    and the experts' addresses are.
    """
    if act.action == "announce":
        publish_entry(
            kind=KIND,
            object_id=selection.pk,
            title=f"{selection}结果",
            body=f"{selection.organ.name}\n{selection.rules}",
            numbers=[],
            facets={
                "organ": Organ.objects.codes_up_from(selection.organ),
                "year": [str(selection.year)],
                RANK: [PLAIN],
            },
            signed_on=None,
            published_at=at,
            url=selection.get_absolute_url(),
            at=at,
        )
    elif act.action == "withdraw":
        withdraw_entry(kind=KIND, object_id=selection.pk, at=at)
    if act.target in (Status.PUBLISHED, Status.STOPPED):
        forget_voters(selection)
        for key in selection.experts.values_list("pk", flat=True):
            take_back(kinds=(EXPERT_KIND,), key=str(key))
        selection.experts.update(email="")


STEPS: Final[Steps[Selection]] = Steps(
    Selection,
    SelectionAct,
    "selection",
    "selections",
    RULES,
    {
        "submit": _complete,
        "release": _complete,
        "accept": _while_listing,
        "decline": _while_listing,
        "invite": _while_marking,
        "dismiss": _with_expert,
        "prolong": _after_voting,
        "draw": _after_marking,
    },
    follow=_follow,
)


@transaction.atomic
def create(*, organ: Organ, year: int, title: str, by: User, at: dt.datetime) -> Selection:
    """Begin the draft of a year. Raises NotPermitted for all but the organ's clerks, ActRefused
    where the year has one.
    """
    if not (verdict := may_begin(by, organ)):
        raise NotPermitted(verdict.reason)
    this = timezone.localdate(at).year
    if not _EARLIEST_YEAR <= year <= this + 1:
        raise ActRefused(f"年度应在{_EARLIEST_YEAR}年到{this + 1}年之间，请核对。")
    # Two at once wait here, so that the second is told in words.
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    held = Selection.objects.filter(organ=organ, year=year)
    if held.exclude(status__in=ENDED).exists():
        raise ActRefused(f"{organ.short_name}{year}年已有一次评选，请在那一次上办理。")
    made = Selection.objects.create(
        organ=organ, year=year, title=needed(title, "名称"), updated_at=at
    )
    sentence = WORKFLOW.openings["draft"]
    return STEPS.opened(made, "draft", by=by, at=at, summary=sentence, basis=POINTS)


@transaction.atomic
def write(
    *,
    selection: Selection,
    title: str,
    rules: str,
    nominations_end: dt.date,
    voting_begins: dt.date,
    voting_ends: dt.date,
    marking_ends: dt.date,
    votes_weight: int,
    awards: int,
    votes_each: int,
    criteria: Sequence[str],
    by: User,
    at: dt.datetime,
) -> Selection:
    """Change what the draft says. An end is its day until 24时, a beginning its day from 0时.

    Raises ActRefused for days out of their order, and criteria whose weights are no hundred.
    """
    held, act = STEPS.begin(selection, "write", by, at)
    held.title, held.rules = needed(title, "名称"), said(rules.replace("\x00", ""))
    course = Course(
        _after(nominations_end), _midnight(voting_begins), _after(voting_ends), _after(marking_ends)
    )
    if not course.is_in_order:
        raise ActRefused("日期的先后不对：提名截止以后开始投票，投票截止以后打分截止，请核对。")
    held.nominations_until, held.voting_from = course.nominations_until, course.voting_from
    held.voting_until, held.marking_until = course.voting_until, course.marking_until
    given = {"votes_weight": votes_weight, "awards": awards, "votes_each": votes_each}
    for name, number in given.items():
        label, most = _COUNTS[name]
        if not 1 <= number <= most:
            raise ActRefused(f"{label}应在1到{most}之间，请核对。")
        setattr(held, name, number)
    held.marks_weight = HUNDRED - votes_weight
    _put_criteria(held, criteria)
    return STEPS.finish(held, act, by=by, at=at)


def _put_criteria(selection: Selection, lines: Sequence[str]) -> None:
    found: list[tuple[str, int]] = []
    for line in filter(None, map(said, lines)):
        read = _CRITERION.match(half_width(line))
        if read is None:
            raise ActRefused(f"“{line[:40]}”看不出占多少，请写成“政策讲得准 40”，每行一条。")
        found.append((read["name"].strip(), int(read["weight"])))
    if len(found) > _MOST_CRITERIA:
        raise ActRefused(f"打分标准最多{_MOST_CRITERIA}条，请合并。")
    if len({name for name, _ in found}) < len(found):
        raise ActRefused("打分标准有两条同名，请合并。")
    if sum(weight for _, weight in found) != HUNDRED or any(not weight for _, weight in found):
        raise ActRefused("打分标准所占的百分比相加须为100，每条至少1，请核对。")
    selection.criteria.all().delete()
    MarkCriterion.objects.bulk_create(
        MarkCriterion(selection=selection, position=place, name=name, weight=weight)
        for place, (name, weight) in enumerate(found, start=1)
    )


@transaction.atomic
def prolong(
    *, selection: Selection, marking_ends: dt.date, reason: str, by: User, at: dt.datetime
) -> Selection:
    """Give the experts more time, with the reason. The vote is as it was."""
    held, act = STEPS.begin(selection, "prolong", by, at)
    until = _after(marking_ends)
    if held.marking_until is None or until <= max(held.marking_until, at):
        raise ActRefused("新的截止日应晚于现在的截止日和今天，请核对。")
    if until > held.marking_until + _LATEST:
        raise ActRefused("延长不能超过一年，请核对年份。")
    held.marking_until = until
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "延长的理由"))


@transaction.atomic
def draw(*, selection: Selection, by: User, at: dt.datetime) -> Selection:
    """Reckon the result from the votes and the marks. Raises ActRefused while anything on the
    ballot has no mark: experts are asked first, or marking is prolonged.
    """
    held, act = STEPS.begin(selection, "draw", by, at)
    entries = entries_of(held)
    if not entries:
        raise ActRefused("没有列入评选的解读，不能拟定结果；不再评选的，请终止。")
    if unmarked := sum(not entry.marks for entry in entries):
        raise ActRefused(f"还有{unmarked}件没有专家打分，请先延长打分，请专家补打。")
    _clear(held)
    lines = tally(
        entries, votes_weight=held.votes_weight, marks_weight=held.marks_weight, awards=held.awards
    )
    for line in lines:
        Nomination.objects.filter(pk=line.key).update(
            votes=line.votes, votes_part=line.votes_part, marks_part=line.marks_part,
            score=line.score, place=line.place, is_shared=line.is_shared,
            is_awarded=line.is_awarded,
        )  # fmt: skip
    held.voters = held.ballots.count()
    return STEPS.finish(held, act, by=by, at=at, details={"voters": held.voters})


@transaction.atomic
def send_back(*, selection: Selection, reason: str, by: User, at: dt.datetime) -> Selection:
    """Have the result drawn again; what was reckoned is gone."""
    held, act = STEPS.begin(selection, "send_back", by, at)
    _clear(held)
    held.voters = None
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "退回的理由"))


def _fresh(selection: Selection) -> bool:
    """Whether everything that has a place may still be read."""
    placed = set(selection.nominations.filter(place__isnull=False).values_list("pk", flat=True))
    return placed == {entry.key for entry in entries_of(selection)}


@transaction.atomic
def announce(*, selection: Selection, by: User, at: dt.datetime) -> Selection:
    """Make the result public, and forget who voted. Raises ActRefused where an interpretation was
    taken down since the result was drawn.
    """
    held, act = STEPS.begin(selection, "announce", by, at)
    if not _fresh(held):
        raise ActRefused("拟定结果以后有解读撤下或者重新公开，名次会变，请退回重新拟定。")
    held.announced_at = at
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def withdraw(*, selection: Selection, reason: str, by: User, at: dt.datetime) -> Selection:
    """Take the result off every page and out of the search at once, with the reason."""
    return _ended(selection, "withdraw", reason, by=by, at=at)


@transaction.atomic
def stop(*, selection: Selection, reason: str, by: User, at: dt.datetime) -> Selection:
    """End it without a result, with the reason, which its page says; votes and figures are
    deleted.
    """
    _clear(selection)
    return _ended(selection, "stop", reason, by=by, at=at)


def _ended(
    selection: Selection, action: str, reason: str, *, by: User, at: dt.datetime
) -> Selection:
    held, act = STEPS.begin(selection, action, by, at)
    held.ended_reason, held.ended_at = needed(reason, f"{act.label}的理由")[:500], at
    return STEPS.finish(held, act, by=by, at=at, reason=held.ended_reason)


def _clear(selection: Selection) -> None:
    nothing: dict[str, Any] = dict.fromkeys(("votes", "votes_part", "marks_part", "score", "place"))
    selection.nominations.update(**nothing, is_shared=False, is_awarded=False)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _after(day: dt.date) -> dt.datetime:
    """24时 of a day."""
    return _midnight(day + dt.timedelta(days=1))
