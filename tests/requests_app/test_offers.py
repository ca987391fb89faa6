"""What a page offers is done: every act that is shown as possible succeeds with valid input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest
from django.db import transaction

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.common.errors import ActRefused
from portal.desk.offers import Offer, offers_for
from portal.organs.models import Organ
from portal.organs.organs_file import load_organs_file
from portal.site.demo.cases import CASES, load_cases
from portal.site.demo.loader import HERE as DEMO
from portal.site.demo.loader import load_people
from portal.site.demo.rectifications import RECORDS, load_records
from requests_app.admin.acts import DESK
from requests_app.choices import RemedyRoute
from requests_app.models import InformationRequest, Rectification
from requests_app.rectification.admin.acts import DESK as RECTIFICATION_DESK
from requests_app.rectification.workflow import WORKFLOW as RECTIFICATION
from requests_app.services import deferral, division, extension, fees, reasons, remedies
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import HANDLER, HEAD, Status
from tests.builders import City, person
from tests.requests_app.cases import DAY, SUBMITTED_AT, Desk
from tests.requests_app.matrix import BY_STAFF, PREPARE, Office, Try, an_office, attempt, brought_to
from tests.requests_app.rectification.cases import STEPS as RECTIFICATION_STEPS
from tests.requests_app.rectification.cases import brought, walk

pytestmark = pytest.mark.django_db
# What is offered changes with the day: while terms run, and when they are over.
DAYS = (DAY, 60 * DAY)


# What these take in is a row: another case of the applicant's, a day that was written down.
_INPUT_OF_ITS_OWN = ("join", "rectify")
# Input that is valid on every ground: the day of a payment is the day it was made, whenever it is
# written down; a second remedy is of another kind than an open one; what a third party has not
# spoken on is not opened.
_OF_THE_WALK: Mapping[str, Callable[[Try], object]] = {
    "record_payment": lambda t: fees.record_payment(
        request=t.case, paid_on=t.case.fee_notice.sent_on, by=t.by, at=t.at
    ),
    "record_remedy": lambda t: remedies.record_remedy(
        request=t.case, route=RemedyRoute.SUIT, authority="某区人民法院",
        notified_on=t.at.date(), by=t.by, at=t.at,
    ),
    "submit_answer": lambda t: attempt(
        "refuse" if t.case.consultations.filter(closed_on=None).exists() else "submit_answer", t
    ),
}  # fmt: skip


class Undone(Exception):
    """Takes back what an attempt did, so that the next one finds the same case."""


def always(user: User) -> Callable[[str], User]:
    """The user who is asked for, whatever the role."""
    return lambda _role: user


def attempt_of(action: str) -> Callable[[Try], object]:
    return lambda trial: attempt(action, trial)


def offered(office: Office, case: InformationRequest, by: str, at: dt.datetime) -> list[Offer]:
    _, user = office.personas()[by]
    fresh = InformationRequest.objects.get(pk=case.pk)
    return [each for each in offers_for(DESK, user, fresh, on=at.date()).every if each.enabled]


def walk_offers(
    office: Office, case: InformationRequest, at: dt.datetime, *, once: bool = False
) -> set[str]:
    """Do all that is offered to anybody (`once`: to somebody), each from the same ground; the
    acts that were done.
    """
    done: set[str] = set()
    for persona, (_, user) in office.personas().items():
        for offer in offered(office, case, persona, at):
            action = offer.act.act.action
            if once and action in done:
                continue
            fresh = InformationRequest.objects.get(pk=case.pk)
            with pytest.raises(Undone), transaction.atomic():
                trial = Try(fresh, user, at, office)
                is_there = action == "rectify" and fresh.remedies.exists()
                if action in _INPUT_OF_ITS_OWN and not is_there:
                    PREPARE[action](trial)
                _OF_THE_WALK.get(action, attempt_of(action))(trial)
                done.add(action)
                raise Undone
    return done


@pytest.mark.parametrize("later", DAYS, ids=["in time", "when terms are over"])
@pytest.mark.parametrize("state", Status.values)
def test_every_offered_act_of_every_state_succeeds(
    city: City, state: str, later: dt.timedelta
) -> None:
    office = an_office(city)
    case, at = brought_to(office, state), SUBMITTED_AT + later
    done = walk_offers(office, case, at)
    # And from every ground that a preparation lays: a letter is out, a fee is asked for, a draft
    # withholds, a review was lost.
    grounds = {
        PREPARE[action]
        for action in BY_STAFF
        if action in PREPARE and action not in _INPUT_OF_ITS_OWN and WORKFLOW.find(action, state)
    }
    for prepare in grounds:
        with pytest.raises(Undone), transaction.atomic():
            prepare(Try(case, office.city.outsider, SUBMITTED_AT + DAY, office))
            done |= walk_offers(office, case, at, once=True)
            raise Undone
    assert done


def test_between_them_the_states_offer_every_act_of_the_table(city: City) -> None:
    """Nothing is walked past: each act of the organ is offered somewhere above."""
    shown = {act.action for state in Status for act in WORKFLOW.offered_in(state)}
    assert shown == set(BY_STAFF) == set(DESK.buttons)


# --- three that were shown and always refused ---


def is_offered(office: Office, case: InformationRequest, action: str, by: str) -> bool:
    at = SUBMITTED_AT + 2 * DAY
    return action in {each.act.act.action for each in offered(office, case, by, at)}


def test_no_extension_after_reopening(city: City) -> None:
    office = an_office(city)
    case, at = brought_to(office, Status.ANSWERED), SUBMITTED_AT + DAY
    case = remedies.reopen(
        request=case, reason="复议决定撤销原答复", answer_by=at.date() + 20 * DAY,
        by=office.desk[HEAD], at=at,
    )  # fmt: skip
    assert not is_offered(office, case, "extend", HEAD)
    assert not is_offered(office, case, "propose_extension", HANDLER)
    with pytest.raises(ActRefused, match="不能延期"):
        extension.extend(request=case, days=10, reason="查阅档案", by=office.desk[HEAD], at=at)


def test_no_deferral_after_reasons_that_never_came(city: City) -> None:
    office, at = an_office(city), SUBMITTED_AT
    case = brought_to(office, Status.AWAITING_REASONS)
    case = reasons.reasons_lapsed(request=case, by=office.desk[HANDLER], at=at + 20 * DAY)
    assert not is_offered(office, case, "defer", HEAD)
    with pytest.raises(ActRefused, match="申请人说明理由以后"):
        deferral.defer(
            request=case, until=at.date() + 90 * DAY, reason="数量巨大",
            by=office.desk[HEAD], at=at + 20 * DAY,
        )  # fmt: skip


def test_no_split_while_a_letter_asks_for_an_opinion(city: City) -> None:
    office, at = an_office(city), SUBMITTED_AT + DAY
    case = brought_to(office, Status.HANDLING)
    assert is_offered(office, case, "split", HANDLER)
    attempt("consult", Try(case, office.desk[HANDLER], at, office))
    assert not is_offered(office, case, "split", HANDLER)
    with pytest.raises(ActRefused, match="不能再拆分"):
        division.split(request=case, parts=["一", "二"], by=office.desk[HANDLER], at=at)


# --- rectifications ---


def walk_rectification(case: Rectification, city: City, at: dt.datetime) -> int:
    """Do all that is offered to anybody of the organ, each from the same ground; how many."""
    done = 0
    for user in dict.fromkeys(city.people.values()):
        fresh = Rectification.objects.get(pk=case.pk)
        for offer in offers_for(RECTIFICATION_DESK, user, fresh, on=at.date()).every:
            if not offer.enabled:
                continue
            with pytest.raises(Undone), transaction.atomic():
                RECTIFICATION_STEPS[offer.act.act.action](fresh, always(user), city, at)
                done += 1
                raise Undone
    return done


@pytest.mark.parametrize("state", RECTIFICATION.states.values)
def test_every_offered_act_of_a_rectification_succeeds(city: City, state: str) -> None:
    case, at, done = brought(city, state), SUBMITTED_AT + DAY, 0
    for ground in ("", "hold", "tell"):
        with pytest.raises(Undone), transaction.atomic():
            if ground and RECTIFICATION.find(ground, state):
                walk(case, city, ground)
            done += walk_rectification(case, city, at)
            raise Undone
    assert done


# --- the demo ---


@pytest.fixture
def demo(db: None) -> dict[Organ, Office]:
    """The applications and rectifications of the demo, by organ with its people."""
    load_organs_file(DEMO / "organs.csv", by=None, at=SUBMITTED_AT)
    load_people(at=SUBMITTED_AT)
    load_cases(now=SUBMITTED_AT)
    load_records(now=SUBMITTED_AT)
    organs = Organ.objects.filter(pk__in=InformationRequest.objects.values("organ"))
    return {organ: demo_office(organ) for organ in organs}


def demo_office(organ: Organ) -> Office:
    """Those who hold the roles of an organ of the demo, and a neighbour whom it asks."""
    people: dict[Role, User] = {
        Role(row.role): row.user for row in Membership.objects.filter(organ=organ).order_by("-pk")
    }
    root = Organ.objects.get_ancestors(organ)[0]
    neighbour = Organ.objects.get_children(root).exclude(pk=organ.pk)[0]
    outsider = person(f"p-{organ.code}", organs=[neighbour], roles=[Role.CLERK])
    city = City(root, organ, neighbour, neighbour, neighbour, people, outsider)
    second = Membership.objects.filter(organ=organ, role=Role.ANSWER_REVIEWER).order_by("-pk")[0]
    return Office(city, Desk(people, second.user), outsider)


def test_every_offered_act_of_the_demo_succeeds(demo: dict[Organ, Office]) -> None:
    applications = InformationRequest.objects.select_related("organ").order_by("pk")
    assert len(applications) == len(CASES)
    for case in applications:
        assert walk_offers(demo[case.organ], case, SUBMITTED_AT + DAY), case.number
    rectifications = Rectification.objects.select_related("organ").order_by("pk")
    assert len(rectifications) == len(RECORDS)
    for each in rectifications:
        assert walk_rectification(each, demo[each.organ].city, SUBMITTED_AT + DAY), each.number
