"""The acts on a questionnaire itself: drafted, released, changed as a new version, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.participation.subscriptions import take_back
from decisions.surveys.choices import OFFERED, Method
from decisions.surveys.lines import Unreadable, read
from decisions.surveys.models import Survey, SurveyAct, SurveyVersion
from decisions.surveys.models.survey import LONGEST_TITLE
from decisions.surveys.permissions import RULES, may_begin
from decisions.surveys.questions import as_data
from decisions.surveys.selectors import (
    WAITING_BATCHES,
    current,
    in_hand,
    lacks,
    version_faults,
)
from decisions.surveys.services.holders import forget_holders
from decisions.surveys.workflow import OWN, WORKFLOW, Status
from portal.acts.refusals import needed, text_of
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width, said
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse

if TYPE_CHECKING:
    from decisions.dossiers.models import Decision
    from decisions.events.models import Event
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.workflow import Act

_LONGEST_GIST: Final = 5_000
_MOST_CROSSINGS: Final = 5
_CROSS: Final = ("×", "x", "X", "*")
_LONGEST_STRETCH: Final = dt.timedelta(days=366)


def _complete(survey: Survey, on: dt.date) -> Verdict:
    """The draft can be asked, and its end is to come."""
    if found := lacks(survey, in_hand(survey)):
        return refuse("".join(found))
    if survey.has_closed(midnight(on)):
        return refuse("截止的日子已经过了，请改日期以后再发布。")
    return ALLOWED


def _before_the_end(survey: Survey, on: dt.date) -> Verdict:
    if survey.has_closed(midnight(on)):
        return no_occasion("问卷已经截止。")
    return ALLOWED


def _with_new_version(survey: Survey, on: dt.date) -> Verdict:
    version = in_hand(survey)
    if version is None:
        return no_occasion("没有拟好的新一版。")
    if found := version_faults(version):
        return refuse("".join(found))
    return _before_the_end(survey, on)


def _after_the_end(survey: Survey, on: dt.date) -> Verdict:
    if not survey.has_closed(midnight(on)):
        return no_occasion("问卷还没有截止，谁都不看结果。")
    if survey.batches.filter(state__in=WAITING_BATCHES).exists():
        return refuse("还有没有录完、没有抽查或者抽查不符的纸质问卷，请先办完或者作废。")
    return ALLOWED


def _follow(survey: Survey, act: Act, _source: str, _at: dt.datetime) -> None:
    """Once nobody answers any more nothing says who did."""
    if act.target in (Status.PUBLISHED, Status.STOPPED):
        forget_holders(survey)
    if act.target == Status.STOPPED:
        take_back(OFFERED, survey.pk, survey.get_absolute_url())


STEPS: Final[Steps[Survey]] = Steps(
    Survey,
    SurveyAct,
    "survey",
    "surveys",
    RULES,
    {
        "submit": _complete,
        "release": _complete,
        "revise": _before_the_end,
        "renew": _with_new_version,
        "prolong": _before_the_end,
        "enter": _before_the_end,
        "announce": _after_the_end,
    },
    follow=_follow,
)


@transaction.atomic
def create(*, organ: Organ, title: str, by: User, at: dt.datetime) -> Survey:
    """Begin a draft. Raises NotPermitted for all but the organ's handlers of decisions."""
    if not (verdict := may_begin(by, organ)):
        raise NotPermitted(verdict.reason)
    made = Survey.objects.create(
        organ=organ, title=text_of(title, "名称", LONGEST_TITLE), updated_at=at
    )
    summary = WORKFLOW.openings["draft"]
    return STEPS.opened(made, "draft", by=by, at=at, summary=summary, basis=OWN)


@transaction.atomic
def write(
    *,
    survey: Survey,
    title: str,
    opens_on: dt.date,
    closes_on: dt.date,
    questions: str,
    gist: str = "",
    method: str = Method.MAIL,
    crossings: Sequence[str] = (),
    decision: Decision | None = None,
    event: Event | None = None,
    by: User,
    at: dt.datetime,
) -> Survey:
    """Change what the draft says. It opens at 0时 of its first day and closes at 24时 of its last.

    Raises ActRefused for days out of their order, and lines that are no questionnaire.
    """
    held, act = STEPS.begin(survey, "write", by, at)
    held.title = text_of(title, "名称", LONGEST_TITLE)
    held.gist = text_of(gist, "说明", _LONGEST_GIST, required=False)
    if method not in Method.values:
        raise ActRefused("请选择谁能答。")
    held.method = method
    if closes_on < opens_on:
        raise ActRefused("截止的日子早于开始的日子，请核对。")
    if closes_on - opens_on > _LONGEST_STRETCH:
        raise ActRefused("一份问卷最长开放一年，请核对日期。")
    held.opens_at, held.closes_at = midnight(opens_on), midnight(closes_on + dt.timedelta(days=1))
    if decision is not None and decision.organ_id != held.organ_id:
        raise ActRefused("只能选本机关承办的决策。")
    if event is not None and event.organ_id != held.organ_id:
        raise ActRefused("只能选本机关主办的活动。")
    held.decision, held.event = decision, event
    _put_version(held, questions, crossings, by=by, at=at)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def release(*, survey: Survey, by: User, at: dt.datetime) -> Survey:
    """Take it to the public: from its first instant on it is answered, and its version stays."""
    held, act = STEPS.begin(survey, "release", by, at)
    held.released_at = at
    _release_version(held, at)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def revise(
    *, survey: Survey, questions: str, crossings: Sequence[str] = (), by: User, at: dt.datetime
) -> Survey:
    """Write the next version. Nothing changes for those who answer until another releases it, and
    what was answered stays with the version it was an answer to.
    """
    held, act = STEPS.begin(survey, "revise", by, at)
    version = _put_version(held, questions, crossings, by=by, at=at)
    return STEPS.finish(held, act, by=by, at=at, details={"version": version.number})


@transaction.atomic
def renew(*, survey: Survey, reason: str, by: User, at: dt.datetime) -> Survey:
    """Ask the next version from now on, with the reason, which the page says."""
    held, act = STEPS.begin(survey, "renew", by, at)
    reason = needed(reason, f"{act.label}的理由")
    version = _release_version(held, at)
    details = {"version": version.number}
    return STEPS.finish(held, act, by=by, at=at, reason=reason, details=details)


@transaction.atomic
def prolong(
    *, survey: Survey, closes_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Survey:
    """Give more time, with the reason; never less."""
    held, act = STEPS.begin(survey, "prolong", by, at)
    until = midnight(closes_on + dt.timedelta(days=1))
    if held.closes_at is None or held.opens_at is None or until <= held.closes_at:
        raise ActRefused("新的截止日应晚于现在的截止日，请核对。")
    if until - held.opens_at > _LONGEST_STRETCH:
        raise ActRefused("一份问卷最长开放一年，请核对日期。")
    former, held.closes_at = held.closes_at, until
    reason = needed(reason, f"{act.label}的理由")
    details = {"former": former.isoformat()}
    return STEPS.finish(held, act, by=by, at=at, reason=reason, details=details)


@transaction.atomic
def stop(*, survey: Survey, reason: str, by: User, at: dt.datetime) -> Survey:
    """End it without a result, with the reason, which its page says."""
    return _ended(survey, "stop", reason, by=by, at=at)


@transaction.atomic
def end_with(*, survey: Survey, reason: str, by: User, at: dt.datetime) -> Survey:
    """End what served something that is not gone on with: nobody answers it from this transaction
    on, a draft is never asked, and a result that was told stays.
    """
    held = STEPS.locked(survey)
    if held.status == Status.RUNNING:
        return stop(survey=held, reason=reason, by=by, at=at)
    if held.status in (Status.DRAFT, Status.REVIEW):
        return STEPS.finish(held, WORKFLOW.bulk["call_off"], by=by, at=at, reason=reason)
    return held


@transaction.atomic
def withdraw(*, survey: Survey, reason: str, by: User, at: dt.datetime) -> Survey:
    """Take the result off every page and file at once, with the reason."""
    return _ended(survey, "withdraw", reason, by=by, at=at)


def midnight(day: dt.date) -> dt.datetime:
    """0时 of a day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _ended(survey: Survey, action: str, reason: str, *, by: User, at: dt.datetime) -> Survey:
    held, act = STEPS.begin(survey, action, by, at)
    held.ended_reason = needed(reason, f"{act.label}的理由")[:500]
    return STEPS.finish(held, act, by=by, at=at, reason=held.ended_reason)


def _put_version(
    survey: Survey, questions: str, crossings: Sequence[str], *, by: User, at: dt.datetime
) -> SurveyVersion:
    """The version in hand as it is written now; a code of an earlier one never means another
    question.
    """
    earlier = survey.versions.filter(released_at__isnull=False)
    taken = {code for row in earlier for code in row.questionnaire.by_code}
    try:
        data = as_data(read(questions, taken=taken))
    except Unreadable as error:
        raise ActRefused(str(error)) from error
    given: dict[str, Any] = {
        "questions": data, "crossings": _pairs(crossings), "written_by": by, "written_at": at,
    }  # fmt: skip
    version, _ = SurveyVersion.objects.update_or_create(
        survey=survey, released_at=None, defaults=given,
        create_defaults={**given, "number": survey.versions.count() + 1},
    )  # fmt: skip
    return version


def _release_version(survey: Survey, at: dt.datetime) -> SurveyVersion:
    version = in_hand(survey)
    if version is None:
        raise ActRefused("没有拟好的问题。")
    before = current(survey)
    if before is not None and (before.questions, before.crossings) == (
        version.questions, version.crossings,
    ):  # fmt: skip
        raise ActRefused("新的一版和现在的一样，不用启用。")
    version.released_at = at
    version.save(update_fields=["released_at"])
    return version


def _pairs(lines: Sequence[str]) -> list[list[str]]:
    """Crossings as they are written, one a line: q2×q5."""
    found = []
    for line in filter(None, map(said, lines)):
        plain = half_width(line).replace(" ", "")
        for sign in _CROSS[1:]:
            plain = plain.replace(sign, _CROSS[0])
        pair = plain.split(_CROSS[0])
        if len(pair) != 2 or not all(pair):
            raise ActRefused(f"“{line[:40]}”看不出是哪两题，请写成“q2×q5”，每行一个。")
        found.append(pair)
    if len(found) > _MOST_CROSSINGS:
        raise ActRefused(f"交叉表最多{_MOST_CROSSINGS}个，请减少。")
    return found
