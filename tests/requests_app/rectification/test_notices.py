"""Who asked for a rectification is told of it: by account, or by mail to the sealed address."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import connection

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications import services
from portal.notifications.choices import Channel
from portal.notifications.models import InboxNotice, OutboxMessage
from portal.notifications.services.party_notices import sealed_in
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationTelling
from requests_app.rectification.services.notices import (
    TOLD,
    tell_of_rectification,
)
from requests_app.services.retention.purge import purge_due
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT
from tests.requests_app.rectification.cases import PERSONAL, ROADS, brought, filed, walk

pytestmark = pytest.mark.django_db
MAIL = "wu@people.example"
# What is done before, for each act of which the applicant is told.
BEFORE = {
    "accept": flow.Status.SUBMITTED,
    "forward": flow.Status.VERIFYING,
    "record_withdrawal": flow.Status.REVIEW,
    "approve_correct": flow.Status.REVIEW,
}


def columns() -> str:
    """Every column of the tables of notices, as the database holds them."""
    text = []
    with connection.cursor() as cursor:
        for name in ("notifications_outboxmessage", "notifications_inboxnotice"):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names from here
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


def deliver() -> None:
    for _ in range(2):
        services.deliver_due(at=SUBMITTED_AT + dt.timedelta(days=100))


@pytest.mark.parametrize("action", sorted(BEFORE))
def test_mail_goes_to_the_address_that_stays_sealed(city: City, action: str) -> None:
    case = walk(filed(city, email=MAIL), city, *ROADS[BEFORE[action]])
    OutboxMessage.objects.all().delete()
    case = walk(case, city, action)
    (message,) = OutboxMessage.objects.all()
    assert (message.channel, message.user, message.address) == (Channel.MAIL, None, "")
    assert message.subject.startswith(f"更正申请{case.number}：")
    assert case.organ.name in message.body
    assert "{" not in message.subject + message.body
    tell_of_rectification(case, case.acts.get(action=action), at=SUBMITTED_AT)
    assert OutboxMessage.objects.count() == 1
    deliver()
    (sent,) = mail.outbox
    assert sent.to == [MAIL]
    assert f"/requests/track/{case.number}/" in sent.body
    assert [secret for secret in PERSONAL if secret in sent.subject + sent.body] == []
    assert [secret for secret in (MAIL, *PERSONAL) if secret in columns()] == []


def test_every_decision_is_told_and_inner_steps_are_not(city: City) -> None:
    assert {flow.approval_of(kind) for kind in flow.DECISIONS} < set(TOLD)
    assert set(TOLD) <= set(flow.WORKFLOW.actions | flow.WORKFLOW.bulk)
    case = walk(filed(city, email=MAIL), city, "accept", "accept", "correct", "return")
    # Given to another handler it is not accepted once more.
    assert OutboxMessage.objects.count() == 1
    case = walk(case, city, "refer", "approve_refer", "tell", "archive", "hold")
    assert OutboxMessage.objects.count() == 2
    # A mail that went out is no telling: the organ writes down how the applicant was told.
    assert [row.way for row in RectificationTelling.objects.filter(rectification=case)] == ["phone"]
    silent = walk(filed(city), city, "accept")
    assert not OutboxMessage.objects.filter(subject__contains=silent.number).exists()
    mine = filed(city, email=MAIL)
    walk(mine, city, "withdraw")
    assert not OutboxMessage.objects.filter(subject__contains=mine.number).exists()


def test_an_account_has_it_inside_and_where_it_has_no_mail_at_the_sealed_one(city: City) -> None:
    reader = User.objects.create_user("reader", email="reader@people.example", password="x")
    quiet = User.objects.create_user("quiet", password="x")
    for user in (reader, quiet):
        walk(filed(city, user=user, email=MAIL), city, "accept")
    deliver()
    assert {notice.user for notice in InboxNotice.objects.all()} == {reader, quiet}
    assert sorted(letter.to[0] for letter in mail.outbox) == [reader.email, MAIL]
    assert MAIL not in columns()


def test_a_purge_leaves_no_notice_and_no_address(city: City) -> None:
    case, kept = filed(city, email=MAIL), filed(city, email=MAIL)
    case = walk(case, city, *ROADS[flow.Status.ARCHIVED])
    walk(kept, city, "accept")
    assert sealed_in(Rectification)(case.pk) is not None
    assert purge_due(at=SUBMITTED_AT + dt.timedelta(days=70 * 31)) == 1
    assert sealed_in(Rectification)(case.pk) is None
    assert not OutboxMessage.objects.filter(subject__contains=case.number).exists()
    assert OutboxMessage.objects.get().subject.startswith(f"更正申请{kept.number}")
    deliver()
    assert [letter.to for letter in mail.outbox] == [[MAIL]]


def test_nothing_is_told_of_an_act_that_fails(city: City) -> None:
    case = brought(city, flow.Status.DECLINED)
    OutboxMessage.objects.all().delete()
    with pytest.raises(ActRefused):
        walk(case, city, "archive")
    assert not OutboxMessage.objects.exists()
