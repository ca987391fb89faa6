"""A walk over what is offered: every act that a page shows as possible is done, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from decisions.dossiers.services import assessments, resolution
from decisions.surveys.services import paper, surveys
from policies.concerns.services import concerns
from policies.inquiries.services import inquiries
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.common.errors import ActRefused
from portal.desk.offers import offers_for
from portal.organs.models import Organ
from tests.builders import City, person
from tests.floor.kinds import DAY, Kind

# Days that are valid for the cases of tests, and not for any other, are told anew.
_OF_THE_WALK: Mapping[tuple[str, str], Callable[[Any, User, City, dt.datetime], object]] = {
    ("inquiries", "postpone"): lambda row, by, _, at: inquiries.postpone(
        inquiry=row, due_on=at.date() + 30 * DAY, reason="还要一次座谈", by=by, at=at
    ),
    ("concerns", "meet_press"): lambda row, by, _, at: concerns.meet_press(
        concern=row, held_at=at, place="市政府新闻发布厅", by=by, at=at
    ),
    ("decisions", "note_review"): lambda row, by, _, at: assessments.note_review(
        decision=row, opinion_on=at.date(), conclusion="lawful", short_reason="汛期以前须施行",
        by=by, at=at,
    ),
    ("decisions", "pass"): lambda row, by, _, at: resolution.decide(
        decision=row, sitting="standing", held_on=at.date(), decided_on=at.date(),
        head_spoke_last=True, by=by, at=at,
    ),
    ("decisions", "publish"): lambda row, by, _, at: resolution.publish(
        decision=row, published_on=at.date(), withheld="公开后可能危及公共安全", by=by, at=at
    ),
    ("surveys", "prolong"): lambda row, by, _, at: surveys.prolong(
        survey=row, closes_on=row.closes_at.date() + 30 * DAY, reason="答的人少", by=by, at=at
    ),
    ("surveys", "enter"): lambda row, by, _, at: paper.open_batch(
        survey=row, place="柳桥街道", sheets=2, received_on=at.date(), by=by, at=at
    ),
}  # fmt: skip


class Undone(Exception):
    """Takes back what an attempt did, so that the next one finds the same case."""


def walked(kind: Kind, *, at: dt.datetime) -> set[str]:
    """Do all that is offered to somebody in every case of a kind, each from the same ground; the
    acts that were done.
    """
    done, refused = set(), []
    cities: dict[int, City] = {}
    for case in kind.steps.model._default_manager.select_related("organ").order_by("pk"):
        if case.organ_id not in cities:
            cities[case.organ_id] = city_of(case.organ)
        city = cities[case.organ_id]
        for action, by in offered(kind, case, city, at).items():
            done.add(action)
            if why := attempted(kind, case, action, by, city, at):
                refused.append((str(case), case.status, action, why))
    assert not refused, refused
    return done


def offered(kind: Kind, case: Any, city: City, at: dt.datetime) -> dict[str, User]:
    """Each act that somebody of the organ is offered, with the first to whom it is."""
    found: dict[str, User] = {}
    for user in dict.fromkeys(city.people.values()):
        for offer in offers_for(kind.desk, user, case, on=timezone.localdate(at)).every:
            if offer.enabled:
                found.setdefault(offer.act.act.action, user)
    return found


def attempted(kind: Kind, case: Any, action: str, by: User, city: City, at: dt.datetime) -> str:
    """Why an act that was offered could not be done; empty when it was."""
    act = _OF_THE_WALK.get((kind.name, action))
    try:
        with transaction.atomic():
            if act:
                act(kind.again(case), by, city, at)
            else:
                kind.do(kind.again(case), action, by, city, at)
            raise Undone
    except Undone:
        return ""
    except ActRefused as error:
        return str(error)


def city_of(organ: Organ) -> City:
    """An organ with those who hold its roles, as the builders of tests know a city."""
    rows = Membership.objects.filter(organ=organ).select_related("user").order_by("-pk")
    root = Organ.objects.get_ancestors(organ)[0]
    district, street = Organ.objects.get_children(root).exclude(pk=organ.pk)[:2]
    people = {Role(row.role): row.user for row in rows}
    name = f"p-{organ.code}"
    outsider = User.objects.filter(username=name).first() or person(
        name, organs=[district], roles=[Role.CLERK]
    )
    return City(root, organ, district, street, street, people, outsider)
