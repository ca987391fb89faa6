"""What leads to a decision: its draft, and what people and units said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction

from decisions.dossiers import gate
from decisions.dossiers.choices import Reply, Way
from decisions.dossiers.models import (
    AskedUnit,
    Decision,
    DraftRecord,
    ParticipationRecord,
)
from decisions.dossiers.models.units import LONGEST_NAME as LONGEST_UNIT
from decisions.dossiers.selectors import Dossier, facts_of, units_of
from decisions.dossiers.services.course import STEPS, past, refuse_unlawful_hearing
from decisions.dossiers.services.records import LONGEST_TEXT, LONGEST_WORDS, add
from portal.acts.refusals import text_of
from portal.common.errors import ActRefused
from portal.text.plain import plain

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.text.model import Text

_MOST_UNITS: Final = 200


@transaction.atomic
def draft(
    *,
    decision: Decision,
    drafted_on: dt.date,
    text: Text,
    explanation: str = "",
    options: int = 1,
    is_disputed: bool = False,
    interpretation: str = "",
    interpreted_on: dt.date | None = None,
    is_major: bool = False,
    note: str = "",
    reference: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """The draft in its newest text. A major change of it begins the steps anew: what was heard,
    assessed and reviewed before concerned another text.
    """
    held, act = STEPS.begin(decision, "draft", by, at)
    if not plain(text):
        raise ActRefused("请填写草案。")
    if is_major:
        if Dossier(held).last(DraftRecord) is None:
            raise ActRefused("本轮还没有草案，不能登记为重大修改。")
        held.round += 1
    words = text_of(interpretation, "草案解读", longest=LONGEST_TEXT, required=False)
    if bool(words) != (interpreted_on is not None):
        raise ActRefused("草案解读的内容和日期须一并填写。")
    add(
        held, DraftRecord, by=by, at=at, note=note, reference=reference,
        drafted_on=past(drafted_on, "草案日期", at=at), text=text,
        explanation=text_of(explanation, "起草说明", longest=LONGEST_TEXT, required=False),
        options=options, is_disputed=is_disputed, interpretation=words,
        interpreted_on=interpreted_on and past(interpreted_on, "草案解读日期", at=at),
        is_major=is_major,
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"round": held.round, "major": is_major})


@transaction.atomic
def take_part(
    *,
    decision: Decision,
    way: str,
    first: dt.date,
    last: dt.date | None = None,
    people: int = 0,
    opinions: int = 0,
    short_reason: str = "",
    selection: str = "",
    names_on: dt.date | None = None,
    materials_on: dt.date | None = None,
    signed_on: dt.date | None = None,
    note: str = "",
    reference: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """An occasion on which people were heard, when it is over. Raises ActRefused for a public
    consultation of less than thirty days without a reason, and for a hearing whose record nobody
    signed.
    """
    held, act = STEPS.begin(decision, "take_part", by, at)
    last = last or first
    if last < first:
        raise ActRefused("结束日期早于开始日期，请核对。")
    hearing = {"names_on": names_on, "materials_on": materials_on, "signed_on": signed_on}
    if way != Way.HEARING and (any(hearing.values()) or selection):
        raise ActRefused("名单、材料、笔录和产生方式只在登记听证会时填写。")
    made = add(
        held, ParticipationRecord, by=by, at=at, note=note, reference=reference, way=way,
        first=past(first, "开始日期", at=at), last=past(last, "结束日期", at=at), people=people,
        opinions=opinions,
        short_reason=text_of(
            short_reason, "缩短的理由", longest=LONGEST_WORDS, required=False
        ),
        selection=text_of(selection, "产生方式", longest=LONGEST_WORDS, required=False),
        **hearing,
    )  # fmt: skip
    if way == Way.HEARING:
        refuse_unlawful_hearing(made)
    fact = facts_of(held).taking_part
    if lacks := [lack for one in fact for lack in gate.short_consultation(one)]:
        raise ActRefused(lacks[0].told)
    return STEPS.finish(held, act, by=by, at=at, details={"way": way})


@transaction.atomic
def ask_units(
    *, decision: Decision, kind: str, names: Sequence[str], asked_on: dt.date, by: User,
    at: dt.datetime,
) -> Decision:  # fmt: skip
    """Units that were asked in writing. One that was asked in this round already is asked once."""
    held, act = STEPS.begin(decision, "ask_units", by, at)
    if not names:
        raise ActRefused("请填写征求意见的单位，每行一个。")
    before = set(units_of(held).values_list("name", flat=True))
    wanted = dict.fromkeys(text_of(name, "单位", longest=LONGEST_UNIT) for name in names)
    if len(before | set(wanted)) > _MOST_UNITS:
        raise ActRefused(f"一轮最多登记{_MOST_UNITS}个单位。")
    day = past(asked_on, "发出日期", at=at)
    AskedUnit.objects.bulk_create(
        AskedUnit(decision=held, round=held.round, kind=kind, name=name, asked_on=day)
        for name in wanted
        if name not in before
    )
    return STEPS.finish(held, act, by=by, at=at, details={"kind": kind, "units": len(wanted)})


@transaction.atomic
def note_replies(
    *, decision: Decision, units: Sequence[AskedUnit], reply: str,
    replied_on: dt.date | None = None, by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """What became of the question to these units; silence is recorded as silence."""
    held, act = STEPS.begin(decision, "note_replies", by, at)
    own = set(units_of(held).values_list("pk", flat=True))
    if not units or any(unit.pk not in own for unit in units):
        raise ActRefused("请选择本轮征求意见的单位。")
    day = None
    if reply in (Reply.OPINIONS, Reply.NONE):
        if replied_on is None:
            raise ActRefused("请填写回复日期。")
        day = past(replied_on, "回复日期", at=at)
        if any(day < unit.asked_on for unit in units):
            raise ActRefused("回复日期早于发出日期，请核对。")
    units_of(held).filter(pk__in=[unit.pk for unit in units]).update(reply=reply, replied_on=day)
    return STEPS.finish(held, act, by=by, at=at, details={"reply": reply, "units": len(units)})
