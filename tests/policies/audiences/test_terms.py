"""The words for people: who keeps them, whom a policy concerns, what its labels propose."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from policies.audiences.choices import TermKind
from policies.audiences.models import AudienceOfPolicy, AudienceTerm, TagMeaning
from policies.audiences.seeds import MEANINGS, TERMS
from policies.audiences.selectors import proposals_for, terms_of
from policies.audiences.services.terms import (
    delete_meaning,
    region_term,
    save_meaning,
    save_term,
    tag_policy,
)  # fmt: skip
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.taxonomy.models import Audience, PolicyTag, Theme
from tests.builders import City, draft, person
from tests.policies.audiences.pushing import AT, policy, term

pytestmark = pytest.mark.django_db


def test_a_new_site_begins_with_the_terms() -> None:
    assert AudienceTerm.objects.count() == sum(map(len, TERMS.values()))
    industries = AudienceTerm.objects.filter(kind=TermKind.INDUSTRY).order_by("position")
    assert "".join(row.code for row in industries) == "ABCDEFGHIJKLMNOPQRST"
    assert TagMeaning.objects.count() == len(MEANINGS)


def test_a_region_is_a_row_of_the_directory_once(city: City) -> None:
    assert region_term(city.street) == region_term(city.street)
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceTerm.objects.create(kind=TermKind.REGION, code="x", name="无机关")
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceTerm.objects.create(kind=TermKind.SIZE, code="y", name="有", organ=city.street)


def test_tags_themes_and_labels_propose_and_no_more(city: City) -> None:
    document = policy(city)
    document.audiences.add(Audience.objects.get(name="小微企业"))
    tag = PolicyTag.objects.create(name="夜间经济")
    document.tags.add(tag)
    theme = document.theme
    assert theme
    above = Theme.objects.get(children=theme)
    TagMeaning.objects.create(tag=tag, term=term("H"))
    TagMeaning.objects.create(theme=above, term=term("owners"))
    closed = term("small")
    closed.is_active = False
    closed.save()
    assert {row.code for row in proposals_for(document)} == {"H", "owners", "micro"}
    assert terms_of(document) == []
    by = city.people[Role.CLERK]
    tag_policy(document=document, terms=[term("H")], by=by, at=AT)
    assert {row.code for row in proposals_for(document)} == {"owners", "micro"}


def test_the_clerk_of_the_organ_says_whom_a_policy_concerns(city: City) -> None:
    document, by = policy(city, "elderly"), city.people[Role.CLERK]
    tag_policy(document=document, terms=[term("C")], regions=[city.street], by=by, at=AT)
    assert {row.code for row in terms_of(document)} == {"C", "SJ-D-S"}
    entries = AuditEntry.objects.filter(action="audiences.tag")
    assert entries.latest("sequence").details["terms"] == ["industry:C", "region:SJ-D-S"]
    count = entries.count()
    tag_policy(document=document, terms=[term("C")], regions=[city.street], by=by, at=AT)
    assert entries.count() == count
    for stranger in (city.outsider, city.people[Role.SIGNER]):
        with pytest.raises(NotPermitted):
            tag_policy(document=document, terms=[], by=stranger, at=AT)
    unpublished = draft(city, doc_number="试府办〔2026〕11号")
    with pytest.raises(ActRefused, match="已经公开"):
        tag_policy(document=unpublished, terms=[term("C")], by=by, at=AT)
    assert AudienceOfPolicy.objects.filter(document=document).count() == 2


def test_terms_and_meanings_are_kept_by_the_sites_office(city: City) -> None:
    keeper = person("p-keeper", organs=[city.root], roles=[Role.OFFICE_HEAD])
    new = AudienceTerm(kind=TermKind.PEOPLE, code="couriers", name="快递员")
    for stranger in (city.outsider, city.people[Role.CLERK]):
        with pytest.raises(NotPermitted):
            save_term(new, by=stranger, at=AT)
    save_term(new, by=keeper, at=AT)
    tag = PolicyTag.objects.create(name="新就业形态")
    meaning = TagMeaning(tag=tag, term=new)
    with pytest.raises(NotPermitted):
        save_meaning(meaning, by=city.outsider, at=AT)
    save_meaning(meaning, by=keeper, at=AT)
    with pytest.raises(NotPermitted):
        delete_meaning(meaning, by=city.outsider, at=AT)
    delete_meaning(meaning, by=keeper, at=AT)
    assert not TagMeaning.objects.filter(tag=tag).exists()
