"""Occasions beside the page: kept, counted, a hearing only when it was lawful."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import transaction

from decisions.consultations.models import ChannelRecord, Consultation
from decisions.consultations.presenters.timeline import facts_of
from decisions.consultations.services import channels, intake
from decisions.dossiers.gate import blocks, short_consultation
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, DAY, hands, running, said
from tests.decisions.dossiers.cases import started

pytestmark = pytest.mark.django_db
HELD = (CAME_AT + 3 * DAY).date()
HEARING: dict[str, Any] = {
    "way": "hearing", "selection": "公开报名，抽签产生", "names_on": HELD - 5 * DAY,
    "materials_on": HELD - 7 * DAY, "signed_on": HELD,
}  # fmt: skip


def _note(city: City, row: Consultation, **changes: Any) -> ChannelRecord:
    given = {"way": "seminar", "first": HELD, "people": 8, "opinions": 0, **changes}
    channels.note_channel(consultation=row, **given, by=hands(city)[0], at=CAME_AT + 5 * DAY)
    return row.channels.latest("pk")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"way": "online"}, "网上以外"),
        ({"last": HELD - DAY}, "早于开始"),
        ({"first": HELD + 9 * DAY}, "晚于今天"),
        ({"selection": "抽签"}, "只在登记听证会"),
        ({**HEARING, "names_on": HELD + DAY}, "听证以前公布"),
        ({**HEARING, "materials_on": HELD - 6 * DAY}, "7日前"),
        ({**HEARING, "signed_on": None}, "签名"),
        ({**HEARING, "selection": ""}, "产生方式"),
        ({"minutes": "王某 13800001111"}, "请隐去"),
    ],
)
def test_bad_input_in_words(city: City, changes: dict[str, Any], told: str) -> None:
    row = running(city)
    with pytest.raises(ActRefused, match=told):
        _note(city, row, **changes)
    assert not row.channels.exists()


def test_it_is_kept_and_struck_with_a_reason(city: City) -> None:
    row, handler = running(city), hands(city)[0]
    made = _note(city, row)
    with pytest.raises(Exception, match="channel_is_never"), transaction.atomic():
        ChannelRecord.objects.update(people=80)
    given = {"consultation": row, "channel": made, "by": handler, "at": CAME_AT + 6 * DAY}
    channels.strike_channel(reason="写错了", **given)
    made.refresh_from_db()
    assert made.struck_why == "写错了"
    with pytest.raises(ActRefused):
        channels.strike_channel(reason="再划", **given)


def test_not_struck_while_opinions_are_tied_to_it(city: City) -> None:
    row, handler = running(city), hands(city)[0]
    made = _note(city, row, opinions=1)
    intake.enter(
        consultation=row, opinion=said(row), way="seminar", sent_on=HELD, key=uuid.uuid4(),
        channel=made, by=handler, at=CAME_AT + 5 * DAY,
    )  # fmt: skip
    with pytest.raises(ActRefused, match="已经录入"):
        channels.strike_channel(
            consultation=row, channel=made, reason="错", by=handler, at=CAME_AT + 6 * DAY
        )


def test_the_rules_of_the_decision_read_all_of_it(city: City) -> None:
    decision = started(city)
    row = running(city, decision=decision)
    _note(city, row, **HEARING)
    call, hearing = facts_of(decision)
    assert (call.way, call.is_open) == ("open", True)
    assert (call.last - call.first) == dt.timedelta(days=30)
    assert blocks(list(short_consultation(call))) == []
    assert (hearing.way, hearing.is_signed) == ("hearing", True)
    assert hearing.materials_on == HELD - 7 * DAY
