"""Twenty-three who ask the same: one answer, nothing of one to another, and back again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from policies.messages.models import Message
from policies.messages.presenters.conversation import own_conversation
from policies.messages.services.assignment import assign
from policies.messages.services.mergers import merge, unmerge
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from portal.tracking.codes import code_from
from tests.builders import City
from tests.policies.messages.cases import CAME_AT, DAY, at_nine, brought, channel, walk, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counting_anew")]
_GROUP = 23


@pytest.fixture
def counting_anew(settings: Any) -> None:
    settings.AXES_ENABLED = False


def secret(number: int) -> str:
    return f"暗号{chr(0x4E00 + number * 7)}{chr(0x5200 + number * 11)}巷"


def grouped(city: City, size: int) -> tuple[Message, list[Message]]:
    """A message and others that were merged into it, each with words of its own; the earliest is
    the second of them.
    """
    row = channel(office=city.office, reply_days=5)
    days = [CAME_AT + DAY * (0 if number == 1 else 2) for number in range(size)]
    found = [
        written(
            city, f"{secret(number)}停车难，晚上能停吗", at=at, by_channel=row,
            name=f"演示人{chr(0x7532 + number)}", email=f"p{number}@people.example",
        )
        for number, at in enumerate(days)
    ]  # fmt: skip
    target, *others = found
    for each in others:
        merge(message=each, into=target, by=city.people[Role.MESSAGE_DESK], at=days[0])
    target.refresh_from_db()
    return target, [Message.objects.get(pk=each.pk) for each in others]


def opened(message: Message) -> Client:
    client = Client()
    code = code_from(message.submission_key)
    answer = client.post("/messages/track/", {"number": message.number, "code": code})
    assert answer.status_code == 302
    return client


def test_a_group_of_twenty_three(city: City) -> None:
    target, members = grouped(city, _GROUP)
    assert len(members) == _GROUP - 1
    assert {each.status for each in members} == {Status.MERGED}
    # The earliest came on the 7th, the others on the 9th.
    assert target.due_on == dt.date(2026, 9, 14)
    target = walk(target, city, "assign", "accept", "propose", at=at_nine("2026-09-10"))
    draft = target.answers.get()
    draft.text = f"{target.name}：您好，车库电话13800138000，晚上开放。"
    draft.save()
    target = walk(target, city, "approve", at=at_nine("2026-09-10"))
    told = OutboxMessage.objects.filter(subject__contains="已答复")
    assert told.count() == _GROUP
    for number, each in enumerate(members, start=1):
        read = "".join(turn.text for turn in own_conversation(each))
        if number in (1, _GROUP - 1):
            read += opened(each).get(each.get_absolute_url()).content.decode()
            assert each.number in read
        assert secret(number) in read
        assert "晚上开放" in read
        others = [secret(other) for other in range(_GROUP) if other != number]
        for strange in (target.name, "13800138000", target.number, *others):
            assert strange not in read
    letters = "".join(row.subject + row.body for row in OutboxMessage.objects.all())
    assert not any(secret(number) in letters for number in range(_GROUP))


def test_taken_apart_again(city: City) -> None:
    target, members = grouped(city, 4)
    by = city.people[Role.MESSAGE_DESK]
    for each in members:
        single = unmerge(message=each, reason="情况不同", by=by, at=CAME_AT + 3 * DAY)
        assert (single.status, single.merged_into, single.text) == ("received", None, each.text)
        assert single.due_on == each.due_on
    target.refresh_from_db()
    assert target.due_on == dt.date(2026, 9, 16)
    assert not target.members.exists()


def test_an_extension_is_for_all_of_them(city: City) -> None:
    target, members = grouped(city, 3)
    target = walk(target, city, "assign", "accept", "extend", at=at_nine("2026-09-10"))
    assert target.due_on == dt.date(2026, 9, 20)
    assert Message.objects.get(pk=members[0].pk).due_on == dt.date(2026, 9, 20)


def test_having_waited_for_the_one_no_other_makes_it_late(city: City) -> None:
    target, _ = grouped(city, 3)
    walk(target, city, "assign", "accept", "ask_back", at=at_nine("2026-09-11"))
    target = walk(target, city, "supplement", at=at_nine("2026-09-28"))
    assert target.due_on == dt.date(2026, 9, 29)


def test_a_further_question_counts_from_its_own_day(city: City) -> None:
    target, members = grouped(city, 3)
    walk(target, city, "assign", "accept", "propose", "approve", at=at_nine("2026-09-11"))
    target = walk(target, city, "ask_again", at=at_nine("2026-10-12"))
    assert target.due_on == dt.date(2026, 10, 14)
    single = walk(members[0], city, "unmerge", at=at_nine("2026-10-12"))
    assert single.due_on == dt.date(2026, 10, 19)


def test_an_answered_one_is_taken_up_again(city: City) -> None:
    target = brought(city, Status.CLOSED)
    late = written(city, "晚上停车还是不行", at=CAME_AT + DAY)
    merge(message=late, into=target, by=city.people[Role.MESSAGE_DESK], at=CAME_AT + DAY)
    target.refresh_from_db()
    assert (target.status, target.closed_on) == (Status.ANSWERING, None)


def test_an_end_of_the_one_sets_the_others_free(city: City) -> None:
    target, members = grouped(city, 3)
    walk(target, city, "withdraw")
    rows = Message.objects.filter(pk__in=[each.pk for each in members])
    assert {(row.status, row.merged_into) for row in rows} == {("received", None)}


def test_they_go_where_the_one_goes(city: City) -> None:
    target, members = grouped(city, 2)
    by = city.people[Role.MESSAGE_DESK]
    assign(message=target, organ=city.district, by=by, at=CAME_AT)
    assert Message.objects.get(pk=members[0].pk).organ == city.district


def test_what_cannot_be_merged(city: City) -> None:
    by = city.people[Role.MESSAGE_DESK]
    target, members = grouped(city, 2)
    single, gone = written(city, "别的事"), brought(city, "withdrawn")
    refused = {"只能并入本机关": single, "已并入，不能": members[0], "已撤回，不能": gone}
    for why, into in refused.items():
        with pytest.raises(ActRefused, match=why):
            merge(message=single, into=into, by=by, at=CAME_AT)
    with pytest.raises(ActRefused, match="已有别的留言并入本件"):
        merge(message=target, into=single, by=by, at=CAME_AT)
