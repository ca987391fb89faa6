"""Letters and takeovers before an outsider, a careless officer and a court."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import Organ
from portal.papers.printout import paper_of_letter
from requests_app.letters.kinds import KINDS
from requests_app.models import InformationRequest, Letter
from requests_app.services import answers, division, extension, particulars, recorded_days
from requests_app.services.consultation import letters
from requests_app.services.letters.codes import Codes, codes_of, set_codes
from requests_app.services.letters.printout import open_paper
from requests_app.services.succession import take_over
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, SIGNER, Status
from tests.builders import City, organ, person
from tests.requests_app.cases import (
    DAY,
    PROVISION,
    STEPS,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    submitted,
)
from tests.requests_app.letters import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
AT = SUBMITTED_AT
WHY = "试江市机构改革方案（试委发〔2026〕9号）"
IN_THREADS = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def plain(settings: Settings) -> Iterator[None]:
    settings.AXES_ENABLED = False
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def words(case: InformationRequest, kind: str) -> str:
    return paper_of_letter(case.letters.filter(kind=kind, void_on=None).latest("at", "pk")).text


def at_once(acts: list[Callable[[], object]]) -> list[BaseException]:
    """Every act in a thread and with a connection of its own; what was raised."""
    gate, raised = threading.Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(60)
            act()
        except BaseException as error:  # told to the test's own thread
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


def until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(2000):
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def merged_into(city: City) -> Organ:
    new = organ("SJ-N", "试江市数据局", "city", "department", city.root)
    person("above", organs=[city.root], roles=[Role.SUPERVISOR])
    Organ.objects.filter(pk=city.office.pk).update(is_active=False)
    city.office.refresh_from_db()
    return new


def test_what_is_said_of_third_parties_is_true(city: City, people: Desk) -> None:
    hand, later = people[HANDLER], AT + 40 * DAY
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    row = sent(case, people, at=AT)
    given = {"outcome": "3.3.4", "body": "不予公开。", "reason": "商业秘密", "by": hand}
    with pytest.raises(ActRefused, match="第三方的意见还没有收到"):
        answers.submit_answer(request=case, **given, at=AT)
    letters.record_service(consultation=row, served_on=AT.date(), by=hand, at=AT)
    answers.submit_answer(request=case, **given, at=later)
    for step in ("approve_withholding", "second", "pass_secrecy"):
        STEPS[step](case, people, later)
    answers.file_refusal(request=case, by=people[SIGNER], at=later)
    answers.sign(request=case, by=people[SIGNER], at=later)
    told = words(case, "reply")
    assert "本机关书面征求了第三方的意见：第三方没有在期限内提出意见" in told
    assert "不同意" not in told


def test_an_opening_is_told_with_the_term_from_its_arrival(city: City, people: Desk) -> None:
    hand = people[HANDLER]
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    row = sent(case, people, at=AT)
    letters.record_opinion(
        consultation=row, opinion="objects", text="不同意", received_on=AT.date(), by=hand, at=AT
    )
    answers.submit_answer(
        request=case,
        outcome="3.1",
        body="公开",
        provision=PROVISION,
        override_reason="公共安全",
        by=hand,
        at=AT,
    )
    for step in ("approve", "pass_secrecy", "sign"):
        STEPS[step](case, people, AT)
    letters.tell_third_party(consultation=row, text="公开总价", told_on=AT.date(), by=hand, at=AT)
    told = words(case, "opening")
    assert "自收到本告知书之日起六十日内" in told
    assert "2026年11月" not in told
    answers.recall(request=case, reason="写错", by=people[SIGNER], at=AT)
    assert case.letters.get(kind="opening").void_on


def test_an_answer_that_has_not_left_is_put_right(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.DELIVERING, people=people)
    at, number = AT + DAY, case.letters.get().number

    def put_right(day: dt.date, name: str) -> str:
        recorded_days.rectify(
            request=case, fact=f"informationrequest.received_on.{case.pk}", day=day,
            reason="登记错", by=people[HEAD], at=at,
        )  # fmt: skip
        particulars.amend_particulars(
            request=case, name=name, reason="笔误", by=people[INTAKE], at=at
        )
        return words(case, "reply")

    told = put_right(at.date(), "演示申请人\u202e乙")
    assert told.startswith("演示申请人乙\n本机关于2026年9月8日收到")
    assert AuditEntry.objects.get(action="requests.rectify").details["letters"] == [number]
    STEPS["deliver"](case, people, at)
    assert put_right(AT.date(), "演示申请人丙") == told
    assert case.letters.get().number == number


def test_a_part_sends_no_letter_of_the_whole_again(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    STEPS["supply_correction"](case, people, AT)
    part = division.split(request=case, parts=["一", "二"], by=people[HANDLER], at=AT)[0]
    given = {"kind": KINDS["correction"], "subject": None, "by": people[HANDLER]}
    with pytest.raises(ActRefused):
        open_paper(request=part, **given, at=AT)
    assert open_paper(request=case, **given, at=AT).number == Letter.objects.get().number


def test_two_organs_never_share_a_number(city: City) -> None:
    head = person("heads", organs=[city.office, city.street], roles=[Role.OFFICE_HEAD])
    set_codes(organ=city.office, codes=Codes("演"), by=head, at=AT)
    for codes in (Codes("演"), Codes("演公", answer_code="开答"), Codes("试府办")):
        with pytest.raises(ActRefused, match="另一个机关"):
            set_codes(organ=city.street, codes=codes, by=head, at=AT)
    set_codes(organ=city.office, codes=Codes("演"), by=head, at=AT)
    twins = [
        organ(f"SJ-T{n}", f"试江市{n}区财政局", "district", "department", city.root) for n in "AB"
    ]
    Organ.objects.filter(pk__in=[each.pk for each in twins]).update(short_name="财政局")
    heads = {codes_of(Organ.objects.get(pk=each.pk)).prefix for each in twins}
    assert len(heads) == 2


def test_a_successor_does_not_say_that_it_received(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    new = merged_into(city)
    take_over(organ=city.office, successor=new, reason=WHY, by=_above(), at=AT)
    head = person("n-head", organs=[new], roles=[Role.OFFICE_HEAD])
    case.refresh_from_db()
    extension.extend(request=case, days=10, reason="材料很多", by=head, at=AT)
    text = words(case, "extension")
    assert f"{city.office.name}于2026年9月7日收到" in text
    assert "由本机关继续办理" in text


def _above() -> User:
    return User.objects.get(username="above")


@IN_THREADS
def test_a_takeover_and_acts_at_once(city: City) -> None:
    people = desk(city)
    cases = [bring_to(submitted(city), Status.HANDLING, people=people) for _ in range(6)]
    new = merged_into(city)
    extend = partial(extension.extend, days=10, reason="材料很多", by=people[HEAD], at=AT)
    given = {"organ": city.office, "successor": new, "reason": WHY, "by": _above(), "at": AT}

    acts = [partial(extend, request=case) for case in cases]
    # First in any order; then an act that has begun to wait for a case that was given away.
    raised = at_once([*acts, partial(take_over, **given)])
    assert all(isinstance(error, ActRefused) for error in raised), raised
    InformationRequest.objects.filter(pk=cases[0].pk).update(organ=city.office)
    with transaction.atomic():
        take_over(**given)
        late = partial(extend, request=cases[0])
        thread = threading.Thread(target=lambda: raised.extend(at_once([late])))
        thread.start()
        until_somebody_waits()
    thread.join(60)
    assert isinstance(raised[-1], NotPermitted)
    assert verify() is None


@IN_THREADS
def test_twenty_numbers_and_one_rolled_back(city: City) -> None:
    people = desk(city)
    cases = [bring_to(submitted(city), Status.HANDLING, people=people) for _ in range(21)]

    def fails(case: InformationRequest) -> None:
        with transaction.atomic():
            sent(case, people, at=AT)
            raise KeyError(case.number)

    acts = [partial(sent, case, people, at=AT) for case in cases[1:]]
    raised = at_once([partial(fails, cases[0]), *acts])
    assert [type(error) for error in raised] == [KeyError]
    for kind in ("consulted", "third_party"):
        found = Letter.objects.filter(kind=kind).values_list("sequence", flat=True)
        assert sorted(found) == list(range(1, 21))
