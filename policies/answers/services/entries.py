"""The acts on an entry: drafted, reviewed by another, released, revised, withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from policies.answers.blockers import blockers_of
from policies.answers.choices import Audience, ChangeLevel, Source
from policies.answers.models import Entry, EntryAct, EntryVersion
from policies.answers.models.version import LONGEST_QUESTION
from policies.answers.permissions import RULES, may_draft
from policies.answers.selectors import open_version
from policies.answers.services.bases import lines_of, put_bases, read_bases
from policies.answers.services.feedback import settle_by_release
from policies.answers.services.public_entries import hide, holds_on, show
from policies.answers.services.pushed_events import push_release, push_withdrawal
from policies.answers.workflow import WORKFLOW, Status
from portal.acts.refusals import needed
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.text.walk import figures_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.text.model import Text
    from portal.workflow import Act

MOST_SIMILAR: Final = 20


def _complete(entry: Entry, on: dt.date) -> Verdict:
    version = open_version(entry)
    found = blockers_of(entry, version, on=on) if version else []
    return refuse("".join(each.message for each in found)) if found else ALLOWED


def _was_released(entry: Entry, _on: dt.date) -> Verdict:
    return ALLOWED if entry.current_id else no_occasion("这件问答没有公开过的版本。")


def _was_never_released(entry: Entry, _on: dt.date) -> Verdict:
    if entry.versions.exclude(released_at=None).exists():
        return no_occasion("这件问答有公开过的版本，不能整件放弃。")
    return ALLOWED


def _follow(entry: Entry, act: Act, source: str, at: dt.datetime) -> None:
    """What readers find changes with the state, before the trail is written."""
    del source
    if act.action == "release":
        show(entry, at=at)
    elif act.action == "withdraw":
        hide(entry, at=at)


def _tell(entry: Entry, row: EntryAct, *, at: dt.datetime) -> None:
    if row.action == "release" and entry.current:
        push_release(entry, entry.current, at=at)
    elif row.action == "withdraw":
        push_withdrawal(entry, at=at)


STEPS: Final[Steps[Entry]] = Steps(
    Entry,
    EntryAct,
    "entry",
    "answers",
    RULES,
    {
        "submit": _complete,
        "release": _complete,
        "drop": _was_released,
        "withdraw": _was_released,
        "discard": _was_never_released,
    },
    follow=_follow,
    tell=_tell,
)


@transaction.atomic
def draft(
    *,
    organ: Organ,
    audience: Audience,
    question: str,
    source: Source = Source.POLICY,
    policies: Sequence[str] = (),
    by: User,
    at: dt.datetime,
) -> Entry:
    """Begin an entry of the organ with its question, and the documents it will rest on.

    Raises NotPermitted for all but those who answer for the organ, ActRefused for a question that
    the organ's base asks already or a document that is not there.
    """
    if not (verdict := may_draft(by, organ)):
        raise NotPermitted(verdict.reason)
    question = _said_once(organ, audience, question, but=None)
    bases = read_bases(policies)
    entry = Entry.objects.create(
        organ=organ,
        handler=by,
        audience=audience,
        source=source,
        review_on=timezone.localdate(at) + dt.timedelta(days=settings.ANSWER_REVIEW_DAYS),
        updated_at=at,
    )
    version = EntryVersion.objects.create(entry=entry, number=1, question=question)
    put_bases(version, bases)
    basis = WORKFLOW.actions["write"].basis
    return STEPS.opened(entry, "draft", by=by, at=at, summary="拟写问答", basis=basis)


@transaction.atomic
def write(
    *,
    entry: Entry,
    question: str,
    short_answer: str,
    answer: Text,
    similar: Sequence[str] = (),
    policies: Sequence[str] = (),
    review_on: dt.date | None = None,
    contact: str = "",
    applies_to: str = "",
    region: str = "",
    item_code: str = "",
    effective_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    level: str = ChangeLevel.MAJOR,
    note: str = "",
    by: User,
    at: dt.datetime,
) -> Entry:
    """Put down what the next version says, all of it: what is left out is empty from now on.

    The level of a first version, and of one after a withdrawal, is always 重大.
    """
    entry, act = STEPS.begin(entry, "write", by, at)
    version = _open(entry)
    version.question = _said_once(entry.organ, Audience(entry.audience), question, but=entry)
    version.similar = _similar(similar, version.question)
    version.short_answer, version.answer = short_answer.strip(), _without_pictures(answer)
    version.applies_to, version.region = applies_to.strip(), region.strip()
    version.item_code, version.note = item_code.strip(), note.strip()
    version.effective_on, version.expires_on = effective_on, expires_on
    if effective_on and expires_on and expires_on < effective_on:
        raise ActRefused("失效日期早于生效日期，请核对。")
    version.level = ChangeLevel(level) if entry.current_id else ChangeLevel.MAJOR
    bases = read_bases(policies)
    version.save()
    put_bases(version, bases)
    entry.contact, entry.review_on = contact.strip(), review_on
    return STEPS.finish(entry, act, by=by, at=at, details={"version": version.number})


@transaction.atomic
def release(*, entry: Entry, by: User, at: dt.datetime) -> Entry:
    """Another person found it right: it is read from now on in place of the version before.

    A change of weight begins the votes anew; questions fed back that it was drafted for are
    answered by it.
    """
    entry, act = STEPS.begin(entry, "release", by, at)
    version, before = _open(entry), entry.current
    if before is None or version.level == ChangeLevel.MAJOR:
        version.counted_from = version.number
    else:
        version.counted_from = before.counted_from
    version.released_at, version.released_by = at, by
    version.save()
    entry.current, entry.holds = version, holds_on(version, timezone.localdate(at))
    entry.public_at, entry.withdrawn_at = at, None
    entry.first_public_at = entry.first_public_at or at
    settle_by_release(entry, by=by, at=at)
    return STEPS.finish(
        entry, act, by=by, at=at, details={"version": version.number, "level": version.level}
    )


@transaction.atomic
def revise(*, entry: Entry, by: User, at: dt.datetime) -> Entry:
    """Begin the next version with the words of the last; readers go on reading that one."""
    entry, act = STEPS.begin(entry, "revise", by, at)
    if open_version(entry) is None:
        last = entry.versions.latest("number")
        bases = list(last.bases.order_by("place"))
        last.pk, last._state.adding = None, True
        last.number, last.level, last.note = last.number + 1, ChangeLevel.MINOR, ""
        last.counted_from, last.released_at, last.released_by = last.number, None, None
        last.save()
        for basis in bases:
            basis.pk, basis._state.adding, basis.version = None, True, last
            basis.save()
    return STEPS.finish(entry, act, by=by, at=at)


@transaction.atomic
def drop(*, entry: Entry, reason: str, by: User, at: dt.datetime) -> Entry:
    """Give up the next version; the one that is read stays as it is."""
    entry, act = STEPS.begin(entry, "drop", by, at)
    given, version = needed(reason, "放弃的理由"), _open(entry)
    number = version.number
    version.delete()
    return STEPS.finish(entry, act, by=by, at=at, reason=given, details={"version": number})


@transaction.atomic
def withdraw(*, entry: Entry, reason: str, by: User, at: dt.datetime) -> Entry:
    """Nobody reads it any more; what is drafted of the next version is kept."""
    return STEPS.perform(
        entry, "withdraw", reason=reason, current=None, holds=False, withdrawn_at=at, by=by, at=at
    )


@transaction.atomic
def keep(*, entry: Entry, review_on: dt.date, by: User, at: dt.datetime) -> Entry:
    """Looked at again and found right, until the next day of review.

    Raises ActRefused while a document it rests on no longer stands: then it is revised or
    withdrawn.
    """
    entry, act = STEPS.begin(entry, "keep", by, at)
    if review_on <= timezone.localdate(at):
        raise ActRefused("下次复核日应在今天以后。")
    if Entry.objects.lost().filter(pk=entry.pk).exists():
        raise ActRefused("依据的文件已经失效或者撤下，公众看不到这件问答，请修订或者撤下。")
    entry.review_on = review_on
    return STEPS.finish(entry, act, by=by, at=at, details={"review_on": review_on.isoformat()})


def begins_with(entry: Entry) -> dict[str, Any]:
    """What the form of a draft begins with: the version in hand."""
    version = _open(entry)
    names = (
        *("question", "short_answer", "answer", "applies_to", "region", "item_code"),
        *("effective_on", "expires_on", "level", "note"),
    )
    return {name: getattr(version, name) for name in names} | {
        "similar": "\n".join(version.similar),
        "policies": "\n".join(lines_of(version)),
        "review_on": entry.review_on,
        "contact": entry.contact,
    }


def _open(entry: Entry) -> EntryVersion:
    version: EntryVersion = entry.versions.get(released_at=None)
    return version


def _said_once(organ: Organ, audience: Audience, question: str, *, but: Entry | None) -> str:
    """The question; raises ActRefused where the organ's base asks it already for these readers."""
    question = needed(question, "标准问")
    if len(question) > LONGEST_QUESTION:
        raise ActRefused(f"标准问最多{LONGEST_QUESTION}字，请删减。")
    same = EntryVersion.objects.filter(
        question=question, entry__organ=organ, entry__audience=audience
    ).exclude(entry__status__in=(Status.DISCARDED, Status.WITHDRAWN))
    twin = same.exclude(entry=but).first() if but else same.first()
    if twin:
        raise ActRefused(f"本机关已经有这个问题：{twin.entry}。请在那一件上修订。")
    return question


def _without_pictures(answer: Text) -> Text:
    if next(figures_in(answer), None):
        raise ActRefused("详答只收文字、列表和表格，请删去图片。")
    return answer


def _similar(lines: Sequence[str], question: str) -> list[str]:
    found = [line for line in dict.fromkeys(lines) if line != question]
    if len(found) > MOST_SIMILAR:
        raise ActRefused(f"相似问法最多写{MOST_SIMILAR}条。")
    if any(len(line) > LONGEST_QUESTION for line in found):
        raise ActRefused(f"每条相似问法最多{LONGEST_QUESTION}字。")
    return found
