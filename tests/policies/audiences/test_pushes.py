"""A push as a case: begun by the clerk, only ever narrowed, released by another hand."""

from __future__ import annotations

import pytest

from disclosure.services import review
from policies.audiences.models import Push
from policies.audiences.services import pushes
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, draft
from tests.policies.audiences.pushing import AT, begun, brought, policy, term, walk

pytestmark = pytest.mark.django_db


def test_what_cannot_be_pushed(city: City) -> None:
    by = city.people[Role.CLERK]
    bare = policy(city)
    with pytest.raises(ActRefused, match="先定这份文件的推送对象"):
        pushes.begin(document=bare, by=by, at=AT)
    unpublished = draft(city, doc_number="试府办〔2026〕11号")
    with pytest.raises(ActRefused, match="已经公开"):
        pushes.begin(document=unpublished, by=by, at=AT)
    push = begun(city, policy(city, "elderly", doc_number="试府办〔2026〕12号"))
    for stranger in (city.outsider, city.people[Role.SIGNER]):
        with pytest.raises(NotPermitted):
            pushes.begin(document=push.document, by=stranger, at=AT)
    with pytest.raises(ActRefused, match="正在推送"):
        pushes.begin(document=push.document, by=by, at=AT)


def test_what_changes_nothing_is_refused(city: City) -> None:
    push, by = begun(city), city.people[Role.CLERK]
    with pytest.raises(ActRefused, match="请选要去掉的对象"):
        pushes.narrow(push=push, by=by, at=AT)
    # A term that is not of the push is none to take away.
    with pytest.raises(ActRefused, match="请选要去掉的对象"):
        pushes.narrow(push=push, drop=[term("C")], by=by, at=AT)
    pushes.narrow(push=push, drop=[term("elderly")], within=city.district, by=by, at=AT)
    with pytest.raises(ActRefused, match="只剩这些"):
        pushes.narrow(push=push, drop=[term("graduates")], by=by, at=AT)
    with pytest.raises(ActRefused, match="范围只能缩小"):
        pushes.narrow(push=push, within=city.other_district, by=by, at=AT)
    assert push.terms.filter(is_dropped=True).get().term == term("elderly")


def test_the_terms_are_those_of_the_day_it_was_begun(city: City) -> None:
    push = begun(city, policy(city, "elderly"))
    push.document.audience_terms.create(term=term("C"), by=city.people[Role.CLERK], at=AT)
    walk(push, city, "submit", "approve", "send")
    assert [row.term.code for row in push.terms.all()] == ["elderly"]


def test_what_is_withdrawn_is_not_sent(city: City) -> None:
    push = brought(city, "ready")
    review.withdraw(document=push.document, reason="有误", by=city.people[Role.SIGNER], at=AT)
    with pytest.raises(ActRefused, match="已经不公开"):
        pushes.send(push=push, by=city.people[Role.CLERK], at=AT)
    assert Push.objects.get(pk=push.pk).sent_at is None
