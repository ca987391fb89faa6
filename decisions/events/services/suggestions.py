"""What somebody who came suggests after the session, and what they can take back of it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from decisions.events.deadlines import last_day_to_suggest
from decisions.events.models import Event, EventSession, SignUp, Suggestion, SuggestionAct
from decisions.events.permissions import SUGGESTION_RULES
from decisions.events.querysets import SuggestionQuerySet
from decisions.events.workflow import POINTS, SUGGESTION_WORKFLOW, Place, Said
from portal.acts.refusals import text_of
from portal.acts.steps import Steps
from portal.common.errors import ActRefused
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TEXT: Final = 2_000
# Of one sign-up: more than anybody has to say of a morning.
MOST_EACH: Final = 5


def _may_show(suggestion: Suggestion, _on: dt.date) -> Verdict:
    if not suggestion.may_publish:
        return no_occasion("本人没有同意公开。")
    return no_occasion("已经公开。") if suggestion.shown_at else ALLOWED


def _shown(suggestion: Suggestion, _on: dt.date) -> Verdict:
    return ALLOWED if suggestion.shown_at else no_occasion("没有公开。")


def _consents(suggestion: Suggestion, _on: dt.date) -> Verdict:
    return ALLOWED if suggestion.may_publish else no_occasion("没有同意公开。")


STEPS: Final[Steps[Suggestion]] = Steps(
    Suggestion,
    SuggestionAct,
    "suggestion",
    "event_suggestions",
    SUGGESTION_RULES,
    {"show": _may_show, "hide": _shown, "withdraw_consent": _consents},
)


def last_day_of(session: EventSession) -> dt.date:
    """The day until whose 24时 those who came may make suggestions."""
    held_on = timezone.localdate(session.ends_at)
    return last_day_to_suggest(held_on, settings.EVENT_SUGGESTION_DAYS)


def may_suggest(signup: SignUp, at: dt.datetime) -> Verdict:
    """Whether somebody who signed up makes a suggestion now: what their page shows, and the act
    refuses with. Whoever had no place was not there.
    """
    session = signup.session
    if signup.status != Place.SEATED or session.is_off:
        return no_occasion("有名额的人在活动以后可以提建议。")
    if at < session.ends_at:
        return no_occasion("活动结束以后可以在这里提建议。")
    if session.event.suggestions_told_at is not None:
        return refuse("建议的处理结果已经公布，这次不再收建议。")
    last = last_day_of(session)
    if timezone.localdate(at) > last:
        return refuse(f"提建议到{last.month}月{last.day}日24时为止。")
    if signup.suggestions.counted().count() >= MOST_EACH:
        return refuse(f"一次报名最多提{MOST_EACH}条建议。")
    return ALLOWED


@transaction.atomic
def suggest(
    *, signup: SignUp, text: str, may_publish: bool, key: uuid.UUID, at: dt.datetime
) -> Suggestion:
    """The next number of the event. The same key again gives the same row. Raises ActRefused before
    the end of the session, after the last day, and for whoever had no place.
    """
    event = _held(signup.session.event_id)
    known = Suggestion.objects.filter(submission_key=key, signup=signup).first()
    if known is not None:
        return known
    signup.session.event = event
    if not (verdict := may_suggest(signup, at)):
        raise ActRefused(verdict.reason)
    said = text_of(text, "建议", LONGEST_TEXT)
    event.suggestion_lines += 1
    event.save(update_fields=["suggestion_lines"])
    made = Suggestion.objects.create(
        organ=event.organ,
        event=event,
        signup=signup,
        serial=event.suggestion_lines,
        submission_key=key,
        text=said,
        may_publish=may_publish,
        submitted_at=at,
        updated_at=at,
    )
    return STEPS.opened(
        made, "submit", by=None, at=at, summary=SUGGESTION_WORKFLOW.openings["submit"],
        basis=POINTS, details={"event": event.pk, "serial": made.serial},
    )  # fmt: skip


@transaction.atomic
def withdraw(*, suggestion: Suggestion, at: dt.datetime) -> Suggestion:
    """Its writer takes it back before it is answered: it counts no more, and is read nowhere."""
    held, act = STEPS.begin(suggestion, "withdraw", None, at)
    taken_off(held)
    held.may_publish = False
    return STEPS.finish(held, act, by=None, at=at)


@transaction.atomic
def withdraw_consent(*, suggestion: Suggestion, at: dt.datetime) -> Suggestion:
    """Its writer does not want it read any more: every page loses it at once; what became of it
    stays.
    """
    held, act = STEPS.begin(suggestion, "withdraw_consent", None, at)
    taken_off(held)
    held.may_publish = False
    return STEPS.finish(held, act, by=None, at=at)


def taken_off(suggestion: Suggestion) -> None:
    """Nobody reads the copy any more."""
    suggestion.public_text, suggestion.shown_at = "", None


def locked(event: Event, *states: Said) -> SuggestionQuerySet:
    """Suggestions of an event that is held, each locked, in the order of their numbers."""
    rows = Suggestion.objects.select_for_update(no_key=True, of=("self",)).filter(
        event=event, status__in=states
    )
    found: SuggestionQuerySet = rows.select_related(
        "organ", "signup__organ", "signup__user", "signup__session"
    )
    return found.order_by("serial")


def move(
    suggestion: Suggestion, action: str, *, by: User, at: dt.datetime, **details: object
) -> Suggestion:
    """What an event does to a suggestion that is locked."""
    act = SUGGESTION_WORKFLOW.bulk[action]
    return STEPS.finish(suggestion, act, by=by, at=at, details=dict(details))


def _held(pk: int) -> Event:
    """The event, locked until the transaction ends: numbers are given under it."""
    rows = Event.objects.select_for_update(no_key=True, of=("self",))
    found: Event = rows.select_related("organ").get(pk=pk)
    return found
