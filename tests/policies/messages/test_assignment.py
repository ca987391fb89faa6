"""Distributing: whose it is, back once, and after the office's ruling no more."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from policies.messages.models import Message, Responsibility
from policies.messages.services.assignment import assign, hand_back
from policies.messages.services.intake import Asked, submit
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.organs.models import Organ
from portal.taxonomy.models import Theme
from tests.builders import City, published
from tests.policies.messages.cases import at_nine, channel, passed_down, walk, written

pytestmark = pytest.mark.django_db
MONDAY = at_nine("2026-09-07")
DAY = dt.timedelta(days=1)


def given_to(city: City, organ: Organ, message: Message, at: dt.datetime) -> Message:
    return assign(message=message, organ=organ, by=city.people[Role.MESSAGE_DESK], at=at)


def test_back_once_and_never_after_the_ruling(city: City) -> None:
    by = city.people[Role.MESSAGE_RESPONDER]
    message = given_to(city, city.district, written(city, at=MONDAY), MONDAY)
    due = message.due_on
    assert (message.organ, message.office) == (city.district, city.office)
    message = hand_back(message=message, reason="属于街道", by=by, at=MONDAY + DAY)
    assert (message.organ, message.status, message.due_on) == (city.office, "received", due)
    message = given_to(city, city.district, message, MONDAY + DAY)
    assert message.ruled_on == dt.date(2026, 9, 8)
    with pytest.raises(ActRefused, match="已经裁定由本机关办理，不能再退回"):
        hand_back(message=message, reason="还是不属于", by=by, at=MONDAY + 2 * DAY)
    message.refresh_from_db()
    assert (message.organ, message.due_on) == (city.district, due)


def test_another_organ_may_hand_back_for_itself(city: City) -> None:
    by = city.people[Role.MESSAGE_RESPONDER]
    message = given_to(city, city.district, written(city, at=MONDAY), MONDAY)
    message = hand_back(message=message, reason="属于街道", by=by, at=MONDAY)
    message = given_to(city, city.street, message, MONDAY)
    assert message.ruled_on is None
    assert hand_back(message=message, reason="不是", by=by, at=MONDAY).organ == city.office


def test_only_within_the_term(city: City) -> None:
    by = city.people[Role.MESSAGE_RESPONDER]
    message = passed_down(city, "2026-09-24")
    message = given_to(city, city.district, message, at_nine("2026-09-24"))
    assert message.accept_due_on == dt.date(2026, 9, 28)
    with pytest.raises(ActRefused, match="应当在2026-09-28以前提出"):
        hand_back(message=message, reason="不是", by=by, at=at_nine("2026-09-29"))
    again = given_to(city, city.district, passed_down(city, "2026-09-24"), at_nine("2026-09-24"))
    assert hand_back(message=again, reason="不是", by=by, at=at_nine("2026-09-28"))


def test_what_lies_with_the_office_itself_is_not_handed_back(city: City) -> None:
    message = walk(written(city), city, "assign")
    with pytest.raises(ActRefused, match="没有可以退回的机关"):
        walk(message, city, "hand_back")


def test_only_to_those_who_answer(city: City) -> None:
    Organ.objects.get(pk=city.other_district.pk).memberships.all().delete()
    with pytest.raises(ActRefused, match="没有留言分办、答复人员"):
        given_to(city, city.other_district, written(city), MONDAY)


class TestRouting:
    """Where a message goes first."""

    def sent(self, city: City, slug: str, **asked: object) -> Message:
        row = channel(slug, city.office)
        return written(city, by_channel=row, **asked)

    def test_to_whoever_made_the_policy(self, city: City) -> None:
        document = published(city, organ=city.district, doc_number="东府〔2026〕3号")
        message = self.sent(city, "policy", policy=document)
        assert (message.organ, message.office) == (city.district, city.office)
        assert message.theme == document.theme

    def test_to_whose_subject_it_is_by_the_nearest_row(self, city: City) -> None:
        theme = Theme.objects.get(path="城乡建设、环境保护\\城乡建设（含住房）")
        assert theme.parent is not None
        Responsibility.objects.create(theme=theme.parent, organ=city.district)
        assert self.sent(city, "consult", theme=theme).organ == city.district
        Responsibility.objects.create(theme=theme, organ=city.street)
        assert self.sent(city, "consult", theme=theme).organ == city.street

    def test_to_the_office_where_nobody_is_named(self, city: City) -> None:
        document = published(city, organ=city.district, doc_number="东府〔2026〕3号")
        assert self.sent(city, "mailbox", policy=document).organ == city.office
        assert self.sent(city, "consult").organ == city.office

    def test_the_highest_organ_with_a_desk_where_the_channel_names_none(self, city: City) -> None:
        assert written(city, by_channel=channel("consult")).organ == city.office

    def test_nobody_takes_messages(self, city: City) -> None:
        for organ in Organ.objects.all():
            organ.memberships.filter(role=Role.MESSAGE_DESK).delete()
        with pytest.raises(ActRefused, match="没有机关受理网上留言"):
            submit(asked=Asked(channel("consult"), "问"), key=uuid.uuid4(), at=MONDAY)
