"""Notices to applicants: once an act, to whoever can be reached, with nobody's name in them."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications import services
from portal.notifications.choices import Channel, State
from portal.notifications.models import InboxNotice, OutboxMessage
from portal.notifications.services.party_notices import sealed_in
from requests_app.models import InformationRequest, RequestAct
from requests_app.services import deferral, reasons, receipt, withdrawal
from requests_app.services.consultation import letters
from requests_app.services.intake import submit_application
from requests_app.services.notices import TOLD, tell_applicant, tell_redated
from requests_app.services.retention import purge
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, Status
from tests.builders import City
from tests.requests_app.cases import (
    DAY,
    STEPS,
    SUBMITTED_AT,
    application,
    bring_to,
    desk,
    identity_file,
    submitted,
)
from tests.requests_app.officers import leaks

pytestmark = pytest.mark.django_db
MAIL = "jia@people.example"
SUBJECT = "2025年柳桥街道绿化养护招标文件"
# From a state, what is done there.
ROADS = {
    "confirm": Status.AWAITING_CONFIRMATION,
    "ask_correction": Status.HANDLING,
    "lapse_uncorrected": Status.AWAITING_CORRECTION,
    "ask_reasons": Status.HANDLING,
    "ask_fee": Status.HANDLING,
    "lapse_unpaid": Status.AWAITING_PAYMENT,
    "deliver": Status.DELIVERING,
    "record_withdrawal": Status.HANDLING,
    "split": Status.HANDLING,
    "reopen": Status.ANSWERED,
}


def _columns() -> str:
    """Every column of the tables of notices, as the database holds them."""
    text = []
    with connection.cursor() as cursor:
        for name in ("notifications_outboxmessage", "notifications_inboxnotice"):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names from here
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


def _deliver(days: int = 0) -> None:
    services.deliver_due(at=SUBMITTED_AT + dt.timedelta(days=100 + days))


@pytest.fixture
def reader() -> User:
    return User.objects.create_user("reader", email="reader@people.example", password="x")


def _of(city: City, user: User, **changes: object) -> InformationRequest:
    """Applied for under an account."""
    given = application(city, **changes)
    from_them = submit_application(
        application=given,
        evidence=[identity_file()],
        key=uuid.uuid4(),
        at=SUBMITTED_AT,
        user=user,
    )
    return from_them.case


@pytest.mark.parametrize("action", sorted(ROADS))
def test_an_act_is_told_with_number_and_link_and_nothing_of_the_case(
    city: City, action: str
) -> None:
    people = desk(city)
    case = bring_to(submitted(city, email=MAIL), ROADS[action], people=people)
    OutboxMessage.objects.all().delete()
    STEPS[action](case, people, SUBMITTED_AT)
    (message,) = OutboxMessage.objects.all()
    assert (message.channel, message.user, message.address) == (Channel.MAIL, None, "")
    assert message.subject == f"申请{case.number}：{TOLD[action].title}"
    assert message.url == f"/requests/track/{case.number}/"
    assert "{" not in message.body
    if TOLD[action].day:
        assert re.search(r"在20\d\d-\d\d-\d\d以前", message.body)
    columns = _columns()
    assert MAIL not in columns
    assert leaks(columns) == []
    assert SUBJECT not in columns
    for _ in range(2):
        _deliver()
    (letter,) = mail.outbox
    assert letter.to == [MAIL]
    assert leaks(letter.body + letter.subject) == []
    assert f"/requests/track/{case.number}/" in letter.body
    assert MAIL not in _columns()


def test_acts_beside_the_answer_are_told(city: City) -> None:
    people = desk(city)
    case = bring_to(submitted(city, email=MAIL), Status.AWAITING_REASONS, people=people)
    handler, head = people[HANDLER], people[HEAD]
    reasons.supply_reasons(request=case, text="研究需要", at=SUBMITTED_AT)
    OutboxMessage.objects.all().delete()
    letters.consult(
        request=case, kind="third_party", party="某公司", question="是否同意公开",
        by=handler, at=SUBMITTED_AT,
    )  # fmt: skip
    told = OutboxMessage.objects.get()
    assert "所需时间不计算在答复期限内" in told.body
    assert "某公司" not in _columns()
    until = SUBMITTED_AT.date() + 90 * DAY
    case.refresh_from_db()
    letters.record_service(
        consultation=case.consultations.get(), served_on=SUBMITTED_AT.date(),
        by=handler, at=SUBMITTED_AT,
    )  # fmt: skip
    deferral.defer(request=case, until=until, reason="档案很多", by=head, at=SUBMITTED_AT)
    later = OutboxMessage.objects.exclude(pk=told.pk).get()
    assert until.isoformat() in later.body
    assert "档案很多" not in _columns()


def test_what_is_internal_or_their_own_is_not_told(city: City) -> None:
    people = desk(city)
    case = bring_to(submitted(city, email=MAIL), Status.SIGNING, people=people)
    acts = set(RequestAct.objects.filter(request=case).values_list("action", flat=True))
    assert {"assign", "submit_answer", "approve", "pass_secrecy"} <= acts
    assert OutboxMessage.objects.count() == 1
    withdrawal.withdraw(request=case, at=SUBMITTED_AT)
    assert OutboxMessage.objects.count() == 1
    silent = bring_to(submitted(city), Status.ANSWERED, people=people)
    assert not OutboxMessage.objects.filter(subject__contains=silent.number).exists()


def test_an_account_has_it_in_inbox_and_mail_and_once_only(city: City, reader: User) -> None:
    people = desk(city)
    case = _of(city, reader, email=MAIL)
    STEPS["confirm"](case, people, SUBMITTED_AT)
    act = RequestAct.objects.get(request=case, action="confirm")
    case.refresh_from_db()
    tell_applicant(case, act, at=SUBMITTED_AT)
    assert sorted(OutboxMessage.objects.values_list("channel", flat=True)) == ["inbox", "mail"]
    for _ in range(2):
        _deliver()
    assert InboxNotice.objects.get().user == reader
    assert [letter.to for letter in mail.outbox] == [[reader.email]]
    assert MAIL not in _columns()


def test_an_account_without_mail_is_reached_at_the_address_of_the_case(city: City) -> None:
    silent = User.objects.create_user("silent", password="x")
    STEPS["confirm"](_of(city, silent, email=MAIL), desk(city), SUBMITTED_AT)
    _deliver()
    assert InboxNotice.objects.get().user == silent
    assert [letter.to for letter in mail.outbox] == [[MAIL]]


def test_a_mobile_is_told_where_there_is_a_gateway(city: City, settings: Settings) -> None:
    people = desk(city)
    STEPS["confirm"](submitted(city, phone="13800138000"), people, SUBMITTED_AT)
    assert not OutboxMessage.objects.exists()
    settings.SMS_GATEWAY_URL = "https://sms.example/send"
    STEPS["confirm"](submitted(city), people, SUBMITTED_AT)
    assert not OutboxMessage.objects.exists()
    STEPS["confirm"](submitted(city, phone="13800138000"), people, SUBMITTED_AT)
    assert OutboxMessage.objects.get().channel == Channel.SMS
    assert "13800138000" not in _columns()


def test_a_purge_leaves_no_notice_and_no_address(city: City, reader: User) -> None:
    people = desk(city)
    for case in (submitted(city, email=MAIL), _of(city, reader)):
        bring_to(case, Status.ARCHIVED, people=people)
    kept = submitted(city, email=MAIL)
    STEPS["confirm"](kept, people, SUBMITTED_AT)
    _deliver()
    late = OutboxMessage.objects.filter(recipient_ref__gt="").earliest("pk")
    number = int(late.recipient_ref.rpartition(":")[2])
    assert purge.purge_due(at=SUBMITTED_AT + 31 * 70 * DAY) == 2
    assert sealed_in(InformationRequest)(number) is None
    assert not InboxNotice.objects.exists()
    assert OutboxMessage.objects.get().subject.startswith(f"申请{kept.number}")
    # A message that another worker had already taken up says why it is not sent.
    late.pk, late.state, late.sent_at, late.attempts = None, State.PENDING, None, 0
    late.delivery_id = uuid.uuid4()
    late.save(force_insert=True)
    _deliver(1)
    late.refresh_from_db()
    assert (late.state, late.last_error) == (State.DEAD, "收件地址已不再保存")


def test_nothing_is_told_of_an_act_that_fails(city: City) -> None:
    people = desk(city)
    case = submitted(city, email=MAIL)
    with pytest.raises(ActRefused):
        receipt.confirm(
            request=case,
            confirmed_on=SUBMITTED_AT.date() - 2 * DAY,
            way="phone",
            whom="本人",
            by=people[INTAKE],
            at=SUBMITTED_AT,
        )
    assert not OutboxMessage.objects.exists()


def test_a_date_that_the_calendar_moved_is_told_once_a_run(city: City) -> None:
    case = bring_to(submitted(city, email=MAIL), Status.REGISTERED, people=desk(city))
    for run in (7, 7, 8):
        tell_redated(case, run, at=SUBMITTED_AT)
    rows = OutboxMessage.objects.filter(subject__contains="答复期限变动")
    assert rows.count() == 2
    assert case.reply_due_on is not None
    assert all(case.reply_due_on.isoformat() in row.body for row in rows)
    assert leaks(_columns()) == []
