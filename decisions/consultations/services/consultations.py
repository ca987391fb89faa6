"""A consultation from its draft to its notice: what is asked, until when, in which text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.consultations import search_entries
from decisions.consultations.choices import Showing
from decisions.consultations.clauses import clauses_of
from decisions.consultations.deadlines import earliest_last, end_of, is_short, outcome_due
from decisions.consultations.models import (
    Consultation,
    DraftClause,
    DraftVersion,
    Extension,
)
from decisions.consultations.models.consultation import LONGEST_TITLE
from decisions.consultations.permissions import may_begin
from decisions.consultations.selectors import lacks, newest, waiting_version
from decisions.consultations.selectors import last_day as last_day_of
from decisions.consultations.services.places import carry_over
from decisions.consultations.services.steps import STEPS
from decisions.consultations.workflow import WORKFLOW, Status
from decisions.dossiers.models import Decision
from decisions.dossiers.services.course import past
from portal.acts.refusals import needed, refuse_if, text_of
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import Blocker
from portal.files.selectors import office_contacts
from portal.personal.free_text import grave
from portal.statute import DECISION_RULES, Article
from portal.text.plain import plain
from portal.text.serial import digest
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.text.model import Text

_LONGEST_TEXT: Final = 5_000
_LONGEST_WORDS: Final = 500
_LONGEST_DRAFT: Final = 400_000
_MOST_CLAUSES: Final = 1_000
_LONGEST_TERM: Final = dt.timedelta(days=366)


@transaction.atomic
def begin(
    *, organ: Organ, title: str, decision: Decision | None = None, by: User, at: dt.datetime
) -> Consultation:
    """Begin to draw up a consultation. Raises NotPermitted for all but the organ's handlers,
    ActRefused for a decision that another organ prepares.
    """
    if not (verdict := may_begin(by, organ)):
        raise NotPermitted(verdict.reason)
    if decision is not None and decision.organ_id != organ.pk:
        raise ActRefused("这项决策由别的单位承办，请重新选择。")
    made = Consultation.objects.create(
        organ=organ,
        handler=by,
        decision=decision,
        title=text_of(title, "名称", longest=LONGEST_TITLE),
        updated_at=at,
    )
    return STEPS.opened(
        made, "draft", by=by, at=at, summary=WORKFLOW.openings["draft"],
        basis=Article(15, law=DECISION_RULES),
        details={"decision": decision.pk if decision else None},
    )  # fmt: skip


@transaction.atomic
def write(
    *,
    consultation: Consultation,
    title: str,
    gist: str,
    opens_at: dt.datetime,
    last_day: dt.date,
    basis: str = "",
    ways: str = "",
    short_reason: str = "",
    showing: str = Showing.EACH,
    asks_enterprises: bool = False,
    by: User,
    at: dt.datetime,
) -> Consultation:
    """Change what the notice says. One may write until 24时 of `last_day`. Raises ActRefused for an
    end before its beginning, and for less than thirty days without a reason, or where enterprises
    are asked.
    """
    held, act = STEPS.begin(consultation, "write", by, at)
    published = timezone.localdate(opens_at)
    until = end_of(last_day, timezone.get_current_timezone())
    if until <= opens_at:
        raise ActRefused("最后一天早于发布时间，请核对。")
    if until - opens_at > _LONGEST_TERM:
        raise ActRefused("征求意见不超过一年，请核对年份。")
    reason = text_of(short_reason, "不足三十日的理由", longest=_LONGEST_WORDS, required=False)
    _long_enough(published, last_day, reason, asks_enterprises=asks_enterprises)
    if showing not in Showing.values:
        raise ActRefused("请选择意见怎样公开。")
    held.title = text_of(title, "名称", longest=LONGEST_TITLE)
    held.gist = text_of(gist, "为什么征求意见", longest=_LONGEST_TEXT)
    held.basis = text_of(basis, "依据", longest=_LONGEST_WORDS, required=False)
    held.ways = text_of(ways, "其他提意见的方式", longest=_LONGEST_TEXT, required=False)
    held.short_reason, held.showing = reason, showing
    held.opens_at, held.closes_at = opens_at, until
    held.asks_enterprises = asks_enterprises
    return STEPS.finish(held, act, by=by, at=at)


def _long_enough(published: dt.date, last: dt.date, reason: str, *, asks_enterprises: bool) -> None:
    if not is_short(published, last):
        return
    days = (last - published).days
    earliest = earliest_last(published, load_calendar())
    told = f"从发布到最后一天只有{days}日，不足三十日（发布当日不计，满三十日是{earliest.last}"
    if earliest.proposed != earliest.last:
        told += f"，逢休息日的建议到{earliest.proposed}"
    told += "）"
    if asks_enterprises:
        raise ActRefused(f"{told}；涉及经营主体的，一般不少于三十日，请延长。")
    if not reason:
        raise ActRefused(f"{told}，请写明理由，理由会公布。")


@transaction.atomic
def put_draft(
    *,
    consultation: Consultation,
    text: Text,
    explanation: str = "",
    note: str = "",
    by: User,
    at: dt.datetime,
) -> Consultation:
    """Put in the draft, or its next version, which waits for another hand once it is announced.
    Raises ActRefused for an empty or enormous text, and while an earlier version waits.
    """
    held, act = STEPS.begin(consultation, "put_draft", by, at)
    lines = plain(text)
    if not lines:
        raise ActRefused("请填写草案。")
    if sum(map(len, lines)) > _LONGEST_DRAFT:
        raise ActRefused(f"草案最多{_LONGEST_DRAFT // 10_000}万字，请分几次征求意见。")
    if held.status == Status.RUNNING and waiting_version(held):
        raise ActRefused("还有一稿等待公布，请先请审核人员公布。")
    if held.status == Status.RUNNING and not note.strip():
        raise ActRefused("请写明这一稿改了什么，会公布。")
    cut = clauses_of(text)
    if len(cut) > _MOST_CLAUSES:
        raise ActRefused(f"草案分成了{len(cut)}条，太碎，请核对标题和条号。")
    last = held.versions.order_by("-version").first()
    made = DraftVersion.objects.create(
        consultation=held,
        version=last.version + 1 if last else 1,
        text=text,
        explanation=text_of(explanation, "起草说明", longest=20_000, required=False),
        note=text_of(note, "改了什么", longest=_LONGEST_WORDS, required=False),
        digest=digest(text),
        put_by=by,
        put_at=at,
    )
    DraftClause.objects.bulk_create(
        DraftClause(version=made, position=place, anchor=each.anchor, label=each.label,
                    text=each.text)
        for place, each in enumerate(cut, start=1)
    )  # fmt: skip
    details = {"version": made.version, "digest": made.digest, "clauses": len(cut)}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def announce(*, consultation: Consultation, by: User, at: dt.datetime) -> Consultation:
    """Make the notice known: from its instant on everybody reads it and writes, at once where that
    has passed. Raises ActRefused where the days left are too few, Blocked for numbers of persons.
    """
    held, act = STEPS.begin(consultation, "announce", by, at)
    if held.opens_at is not None and held.opens_at < at:
        held.opens_at = at
    if words := lacks(held):
        raise ActRefused(f"到今天才发布，还缺：{'、'.join(words)}。请退回修改。")
    version = held.versions.order_by("-version").first()
    if version is None:
        raise ActRefused("还缺：草案。")
    _free_of_persons(held, version)
    _release(version, by=by, at=at)
    held.first_closes_at = held.closes_at
    done = STEPS.finish(held, act, by=by, at=at, details=_instants(held))
    search_entries.index(done, at=at)
    return done


@transaction.atomic
def release_draft(*, consultation: Consultation, by: User, at: dt.datetime) -> Consultation:
    """Make the next version known. What was said of clauses that stay goes with them; what was said
    of others waits for a person, or keeps the name of the clause that is gone. None is lost.
    """
    held, act = STEPS.begin(consultation, "release_draft", by, at)
    before, version = newest(held), waiting_version(held)
    if version is None or before is None:
        raise ActRefused("没有等待公布的新草案。")
    _free_of_persons(held, version)
    _release(version, by=by, at=at)
    moved = carry_over(before, version)
    done = STEPS.finish(held, act, by=by, at=at, details={"version": version.version, **moved})
    search_entries.index(done, at=at)
    return done


def _release(version: DraftVersion, *, by: User, at: dt.datetime) -> None:
    if version.put_by_id == by.pk:
        raise NotPermitted("这一稿由您放入，公布须由他人办理。")
    version.released_by, version.released_at = by, at
    version.save(update_fields=["released_by", "released_at"])


def _free_of_persons(consultation: Consultation, version: DraftVersion) -> None:
    """Raises Blocked for numbers of persons in what everybody reads; what organs publish as their
    own telephone is none.
    """
    contacts = office_contacts()
    known = contacts.phones | contacts.others
    texts = [
        consultation.gist, consultation.short_reason, version.explanation, version.note,
        "\n".join(plain(version.text)),
    ]  # fmt: skip
    refuse_if(
        [
            Blocker("personal_data", f"疑似有{spot.kind}：{spot.masked}，请更正。")
            for text in texts
            for spot in grave(text)
            if text[spot.start : spot.end].lower() not in known
        ]
    )


@transaction.atomic
def extend(
    *, consultation: Consultation, last_day: dt.date, reason: str, by: User, at: dt.datetime
) -> Consultation:
    """Put off the end, with a notice of its own. Raises ActRefused for a day that is no later than
    the present one, and once the end has passed.
    """
    held, act = STEPS.begin(consultation, "extend", by, at)
    until = end_of(last_day, timezone.get_current_timezone())
    if held.closes_at is None or held.opens_at is None or until <= held.closes_at:
        raise ActRefused("新的最后一天应晚于现在的最后一天，请核对。")
    if until - held.opens_at > _LONGEST_TERM:
        raise ActRefused("征求意见不超过一年，请核对年份。")
    words = needed(reason, "延长的理由")[:_LONGEST_WORDS]
    Extension.objects.create(
        consultation=held, former=held.closes_at, until=until, reason=words, at=at, by=by
    )
    held.closes_at = until
    return STEPS.finish(held, act, by=by, at=at, reason=words, details=_instants(held))


@transaction.atomic
def note_decision(
    *, consultation: Consultation, decided_on: dt.date, by: User, at: dt.datetime
) -> Consultation:
    """When it was decided, for one that belongs to no decision of the portal: from then on the ten
    working days are counted.
    """
    held, act = STEPS.begin(consultation, "note_decision", by, at)
    day = past(decided_on, "决定日期", at=at)
    if (last := last_day_of(held)) is not None and day <= last:
        raise ActRefused("决定日期应在征求意见截止以后，请核对。")
    held.decided_on = day
    held.outcome_due_on = outcome_due(day, load_calendar()).on
    details = {"decided_on": day.isoformat()}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def stop(*, consultation: Consultation, reason: str, by: User, at: dt.datetime) -> Consultation:
    """End it without an outcome, with the reason that its page says; what was written is kept as
    long as any other.
    """
    held, act = STEPS.begin(consultation, "stop", by, at)
    held.ended_reason = needed(reason, "终止的理由")[:_LONGEST_WORDS]
    today = timezone.localdate(at)
    held.opinions.filter(closed_on__isnull=True).update(closed_on=today)
    return STEPS.finish(held, act, by=by, at=at, reason=held.ended_reason)


def _instants(consultation: Consultation) -> dict[str, Any]:
    opens, closes = consultation.opens_at, consultation.closes_at
    return {
        "opens_at": opens.isoformat() if opens else None,
        "closes_at": closes.isoformat() if closes else None,
    }
