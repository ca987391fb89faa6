"""Whom a push reaches: of every kind one term; regions with what lies in them; never more after
it was narrowed.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from policies.audiences.models import AudienceTerm, TraitProfile
from policies.audiences.reach import matched, preview, told, wanted_by, wanted_of
from policies.audiences.scope import is_inside, widened_by
from policies.audiences.services import pushes
from policies.audiences.services.terms import region_term
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import ActRefused
from tests.builders import City
from tests.policies.audiences.pushing import (
    AT,
    begun,
    policy,
    reader,
    readers,
    term,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def names(rows: Any) -> set[str]:
    return set(rows.values_list("user__username", flat=True))


def test_one_of_every_kind_is_enough_and_of_every_kind_one_is_needed(city: City) -> None:
    reader("old", "elderly")
    reader("graduate-maker", "graduates", "C")
    reader("old-maker", "elderly", "C")
    reader("maker", "C")
    reader("off", "elderly", "C", is_off=True, off_at=AT)
    gone = reader("gone", "elderly", "C")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    people = [term("elderly"), term("graduates")]
    assert names(matched(wanted_by(people, None))) == {"old", "graduate-maker", "old-maker"}
    both = wanted_by([*people, term("C")], None)
    assert names(matched(both)) == {"graduate-maker", "old-maker"}
    assert names(matched(wanted_by([], None))) == set()


def test_a_region_holds_what_lies_in_it_and_not_the_other_way(city: City) -> None:
    reader("in-street", "elderly", region=city.street)
    reader("in-district", "elderly", region=city.district)
    reader("elsewhere", "elderly", region=city.other_district)
    reader("nowhere", "elderly")
    district, street = region_term(city.district), region_term(city.street)
    elderly = term("elderly")
    assert names(matched(wanted_by([elderly, district], None))) == {"in-street", "in-district"}
    assert names(matched(wanted_by([elderly, street], None))) == {"in-street"}
    assert names(matched(wanted_by([elderly], city.district))) == {"in-street", "in-district"}
    assert names(matched(wanted_by([elderly, district], city.street))) == {"in-street"}
    # A place that nobody stated reaches nobody, and not everybody.
    assert names(matched(wanted_by([elderly], city.office))) == set()


def test_narrowing_never_adds_anybody(city: City) -> None:
    """Every pair of terms and regions: what the act allows reaches a part of those before."""
    codes = ("elderly", "graduates", "C", "H")
    places = (None, city.street, city.other_district)
    for number, (code, other, place) in enumerate(itertools.product(codes, codes, places)):
        reader(f"r{number}", *{code, other}, region=place)
    push = begun(city, policy(city, *codes, regions=(city.district, city.other_district)))
    clerk = city.people[Role.CLERK]
    kept = {row.pk: row for row in AudienceTerm.objects.filter(code__in=codes)}
    before = names(matched(wanted_of(push)))
    assert before
    steps: tuple[tuple[list[str], Any], ...] = (
        (["graduates"], None), (["elderly"], None), ([], city.district), (["C"], None),
        (["H"], None), ([], city.root), ([], city.other_district), ([], city.street),
    )  # fmt: skip
    refused = 0
    for codes_off, within in steps:
        drop = [row for row in kept.values() if row.code in codes_off]
        try:
            push = pushes.narrow(push=push, drop=drop, within=within, by=clerk, at=AT)
        except ActRefused:
            refused += 1
        after = names(matched(wanted_of(push)))
        assert after <= before
        before = after
    # The last of its kind twice, the wider region, the region beside.
    assert refused == 4


def test_the_rules_alone() -> None:
    kept = {1: "people", 2: "people", 3: "size"}
    assert widened_by(kept, {1}) == ""
    assert widened_by(kept, set()) == ""
    assert widened_by(kept, {1, 2}) == "people"
    assert widened_by(kept, {3}) == "size"
    assert is_inside("000100020003", "00010002")
    assert not is_inside("00010002", "000100020003")


def test_small_groups_have_no_number(city: City, settings: Any) -> None:
    readers(5, "elderly")
    readers(4, "graduates", prefix="g")
    push = begun(city)
    shown = preview(push)
    assert [(group.name, group.count) for group in shown.groups] == [
        ("老年人", "不足 10 人"), ("高校毕业生", "不足 5 人"),
    ]  # fmt: skip
    assert (shown.total, shown.by_mail) == ("不足 10 人", "不足 5 人")
    assert told(0) == told(4) == "不足 5 人"
    # Sixteen and seventeen in all would tell that there is one of the others.
    assert [told(number, beside_few=True) for number in (16, 17)] == ["10 多人"] * 2
    settings.PUSH_SMALL_GROUP = 10
    assert preview(push).total == "不足 10 人"


@pytest.mark.parametrize("many", [2, 30])
def test_the_preview_asks_as_often_however_many_there_are(
    city: City, many: int, django_assert_num_queries: Any
) -> None:
    readers(many, "elderly", region=city.street)
    push = begun(city, policy(city, "elderly", "graduates", regions=(city.district,)))
    with django_assert_num_queries(3):
        preview(push)
    assert TraitProfile.objects.count() == many
