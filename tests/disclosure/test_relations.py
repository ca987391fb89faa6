"""Relations through the acts: who may, what follows, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from disclosure.choices import Reach, RelationKind, Validity
from disclosure.models import Document
from disclosure.permissions import may_change
from disclosure.services.documents import address_to
from disclosure.services.relations import relate, unrelate
from disclosure.services.validity import recompute_due
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ, OrganPrefix
from portal.site.demo.builders import bring_to
from tests.builders import City, draft, organ, published
from tests.files.samples import identity_number

NOVEMBER_5 = dt.date(2026, 11, 5)
Make = Callable[..., Document]


@pytest.fixture
def old(city: City) -> Document:
    return published(city, doc_number="试府办〔2026〕1号", signed_on=dt.date(2026, 11, 1))


@pytest.fixture
def new(city: City) -> Document:
    return published(city, doc_number="试府办〔2026〕2号", title="关于调整养护责任的通知")


def _say(city: City, source: Document, target: Document, kind: str, **more: object) -> None:
    relate(
        source=source,
        target=target,
        kind=kind,
        by=more.pop("by", city.people[Role.SIGNER]),  # type: ignore[arg-type]
        at=more.pop("at", dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)),  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def _validity(document: Document) -> str:
    document.refresh_from_db()
    return document.validity


def test_a_relation_shows_on_both_pages(city: City, old: Document, new: Document) -> None:
    """T18 and every other kind: the two pages link to each other."""
    for number, kind in enumerate(RelationKind):
        source = published(city, doc_number=f"试府办〔2026〕{20 + number}号", title=f"其{number}")
        target = published(city, doc_number=f"试府办〔2026〕{40 + number}号", title=f"被{number}")
        if kind == RelationKind.TRANSLATES:
            Document.objects.filter(pk=source.pk).update(language="en")
        _say(city, source, target, kind, effective_on=NOVEMBER_5)
        pages = [Client().get(d.get_absolute_url()).content.decode() for d in (source, target)]
        assert target.get_absolute_url() in pages[0], kind
        assert source.get_absolute_url() in pages[1], kind


def test_a_note_to_what_is_public_already_says_nothing_of_a_person(
    city: City, old: Document, new: Document
) -> None:
    """It is shown on both pages at once, behind the gate that both have passed."""
    for note in (f"经办人身份证号{identity_number()}", "经办人手机13912345678", "秘密★1年"):
        with pytest.raises(ActRefused, match="登记后即公开"):
            _say(city, new, old, "basis", note=note)
    assert not new.relations_out.exists()
    _say(city, new, old, "basis", note="修改第六条")
    assert new.relations_out.get().note == "修改第六条"


def test_a_district_does_not_repeal_what_the_city_or_its_neighbour_issued(
    city: City, old: Document
) -> None:
    from_district = published(city, organ=city.district, doc_number="东府〔2026〕1号")
    with pytest.raises(NotPermitted, match="不能修改或废止"):
        _say(city, from_district, old, "repeals", effective_on=NOVEMBER_5)
    OrganPrefix.objects.get_or_create(organ=city.other_district, prefix="西府")
    _say(city, from_district, old, "basis")
    below = published(city, organ=city.street, doc_number="柳街办〔2026〕1号")
    _say(city, from_district, below, "repeals", effective_on=NOVEMBER_5)
    assert _validity(below) == Validity.REPEALED


def test_an_office_changes_what_the_organs_below_its_government_issued_and_nothing_else(
    city: City, now: dt.datetime
) -> None:
    """政府办公室 acts for its government; a department beside it does not."""
    level, kind = OrganLevel, OrganKind
    beside = organ("SJ-J", "试江市园林局", level.CITY, kind.DEPARTMENT, city.root)
    inside = organ("SJ-D-B", "东河区政府办公室", level.DISTRICT, kind.OFFICE, city.district)
    elsewhere = organ(
        "SJ-X-B", "西山区政府办公室", level.DISTRICT, kind.OFFICE, city.other_district
    )
    organs = [*Organ.objects.order_by("path")]
    by = city.people[Role.CLERK]
    times = {"created_by": by, "created_at": now, "updated_at": now}
    issued = [Document.objects.create(organ=each, title=each.name, **times) for each in organs]
    changes = {
        source.organ: {target.organ for target in issued if may_change(source, target)}
        for source in issued
    }
    assert changes[city.office] == set(organs)
    assert changes[inside] == {city.district, inside, city.street}
    assert changes[elsewhere] == {city.other_district, elsewhere}
    assert changes[beside] == {beside}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SIGNER])
def test_only_the_signer_relates_what_is_published(
    city: City, old: Document, new: Document, role: Role
) -> None:
    by = city.people.get(role, city.outsider)
    with pytest.raises(NotPermitted):
        _say(city, new, old, "amends", effective_on=NOVEMBER_5, by=by)
    assert _validity(old) == Validity.IN_FORCE


def test_taking_a_relation_back_restores_what_it_changed(
    city: City, old: Document, new: Document, now: dt.datetime
) -> None:
    _say(city, new, old, "repeals", effective_on=NOVEMBER_5)
    assert _validity(old) == Validity.REPEALED
    relation = old.relations_in.get()
    with pytest.raises(ActRefused, match="理由"):
        unrelate(relation=relation, reason=" ", by=city.people[Role.SIGNER], at=now)
    with pytest.raises(NotPermitted):
        unrelate(relation=relation, reason="登记有误", by=city.outsider, at=now)
    unrelate(relation=relation, reason="登记有误", by=city.people[Role.SIGNER], at=now)
    assert _validity(old) == Validity.IN_FORCE
    entry = AuditEntry.objects.get(action="disclosure.unrelate")
    assert entry.details["reason"] == "登记有误"


def test_a_later_text_takes_the_place_of_the_original_and_ends_with_it(
    city: City, old: Document, new: Document, now: dt.datetime
) -> None:
    third = published(city, doc_number="", title="养护通知（2026年第二次修订）")
    _say(city, new, old, "revises", effective_on=NOVEMBER_5)
    assert (_validity(old), _validity(new)) == (Validity.SUPERSEDED, Validity.IN_FORCE)
    _say(city, third, old, "revises", effective_on=dt.date(2026, 11, 10))
    assert (_validity(new), _validity(third)) == (Validity.SUPERSEDED, Validity.IN_FORCE)
    days = [row.valid_during for row in Document.objects.filter(pk__in=[old.pk, new.pk, third.pk])]
    assert [(d.lower, d.upper) for d in sorted(days, key=lambda d: d.lower)] == [
        (dt.date(2026, 11, 1), NOVEMBER_5),
        (NOVEMBER_5, dt.date(2026, 11, 10)),
        (dt.date(2026, 11, 10), None),
    ]
    end = published(city, doc_number="试府办〔2026〕9号", title="关于废止养护通知的决定")
    _say(city, end, old, "repeals", effective_on=dt.date(2026, 12, 1))
    recompute_due(at=now + dt.timedelta(days=20))
    assert {_validity(row) for row in (old, new, third)} == {Validity.REPEALED}


def test_translation_and_annex_hold_as_long_as_their_original(
    city: City, old: Document, new: Document
) -> None:
    annex = published(city, doc_number="", title="养护标准")
    translation = published(city, doc_number="", title="Notice on Green Roofs")
    Document.objects.filter(pk=translation.pk).update(language="en")
    _say(city, annex, old, "annexes")
    _say(city, translation, old, "translates")
    _say(city, new, old, "repeals", effective_on=NOVEMBER_5)
    assert _validity(annex) == _validity(translation) == Validity.REPEALED


def test_a_translation_needs_another_language_and_its_original(
    city: City, old: Document, new: Document, make_draft: Make, now: dt.datetime
) -> None:
    with pytest.raises(ActRefused, match="语种相同"):
        _say(city, new, old, "translates")
    english = make_draft(language="en", doc_number="")
    with pytest.raises(ActRefused, match="中文原文"):
        bring_to(english, "published", cast=city.cast, at=now)
    _say(city, english, old, "translates", by=city.people[Role.CLERK])
    bring_to(english, "published", cast=city.cast, at=now)
    assert _validity(english) == Validity.IN_FORCE


def test_what_only_some_may_read_changes_nothing_for_all(
    city: City, old: Document, make_draft: Make, now: dt.datetime
) -> None:
    clerk = city.people[Role.CLERK]
    quiet = make_draft(doc_number="", reach=Reach.ADDRESSED, reach_reason="仅涉及各街镇")
    address_to(document=quiet, organs=[city.street], groups=[], by=clerk, at=now)
    with pytest.raises(ActRefused, match="定点定向"):
        _say(city, quiet, old, "repeals", effective_on=NOVEMBER_5, by=clerk)
    # Nor by changing the reach afterwards.
    open_draft = make_draft(doc_number="试府办〔2026〕77号")
    _say(city, open_draft, old, "repeals", effective_on=NOVEMBER_5, by=clerk)
    Document.objects.filter(pk=open_draft.pk).update(
        reach=Reach.ADDRESSED, reach_reason="仅涉及各街镇"
    )
    open_draft.refresh_from_db()
    address_to(document=open_draft, organs=[city.street], groups=[], by=clerk, at=now)
    with pytest.raises(ActRefused, match="定点定向公开的文件不能废止"):
        bring_to(open_draft, "published", cast=city.cast, at=now)


def test_a_draft_that_repeals_does_so_only_when_it_is_published(
    city: City, old: Document, now: dt.datetime
) -> None:
    source = draft(city, title="关于废止养护通知的决定", doc_number="试府办〔2026〕9号")
    _say(city, source, old, "repeals", effective_on=NOVEMBER_5, by=city.people[Role.CLERK])
    assert _validity(old) == Validity.IN_FORCE
    bring_to(source, "published", cast=city.cast, at=now)
    assert _validity(old) == Validity.REPEALED
    old.refresh_from_db()
    assert old.valid_during.upper == NOVEMBER_5
