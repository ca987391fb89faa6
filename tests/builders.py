"""Rows for tests, made through the real services, by the builders the demo data uses too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.utils import timezone

from disclosure import blockers
from disclosure.choices import EditionChange, Openness
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.documents import file_document
from disclosure.services.editions import keep_edition
from disclosure.services.publication import make_public
from disclosure.services.works import refresh_works
from disclosure.workflow import Status
from portal.accounts.choices import EXCLUSIVE, Role
from portal.accounts.models import Membership, User
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ, OrganPrefix, SiteProfile
from portal.site.demo.builders import Cast, bring_to
from portal.taxonomy.models import DisclosureCategory, Theme

PASSWORD = "Geheim-2026-xyz"
FILED_AT = timezone.make_aware(dt.datetime(2026, 11, 2, 9, 0))  # noqa: DTZ001


@dataclass(frozen=True)
class City:
    """A city with its office, one department, two districts and a street."""

    root: Organ
    office: Organ
    district: Organ
    street: Organ
    other_district: Organ
    people: dict[Role, User]
    outsider: User

    @property
    def cast(self) -> Cast:
        return Cast(self.people)


def organ(code: str, name: str, level: str, kind: str, parent: Organ | None = None) -> Organ:
    """One organ below `parent`, or a root."""
    fields = {"code": code, "name": name, "short_name": name[-6:], "level": level, "kind": kind}
    if parent is None:
        return Organ.objects.add_root(fields)
    parent.refresh_from_db()
    return Organ.objects.add_child(parent, fields)


def person(username: str, *, organs: list[Organ], roles: list[Role]) -> User:
    """Someone who holds each role for each organ."""
    user = User.objects.create_user(username, password=PASSWORD, full_name=username)
    Membership.objects.bulk_create(
        Membership(user=user, organ=one, role=role) for one in organs for role in roles
    )
    return user


def small_city() -> City:
    """演示: an invented city with a person for every working role."""
    level, kind = OrganLevel, OrganKind
    root = organ("SJ", "试江市人民政府", level.CITY, kind.GOVERNMENT)
    office = organ("SJ-B", "试江市人民政府办公室", level.CITY, kind.OFFICE, root)
    district = organ("SJ-D", "试江市东河区人民政府", level.DISTRICT, kind.GOVERNMENT, root)
    street = organ("SJ-D-S", "试江市东河区柳桥街道办事处", level.TOWN, kind.STREET, district)
    other = organ("SJ-X", "试江市西山区人民政府", level.DISTRICT, kind.GOVERNMENT, root)
    for owner, prefix, normative in (
        (office, "试府办", False),
        (office, "试府办规", True),
        (district, "东府", False),
        (street, "柳街办", False),
        (other, "西府", False),
    ):
        OrganPrefix.objects.create(organ=owner, prefix=prefix, is_normative=normative)
    working = [role for role in Role if role not in EXCLUSIVE]
    people = {
        role: person(f"p-{role.value}", organs=[office, district, street], roles=[role])
        for role in working
    }
    outsider = person("outsider", organs=[other], roles=working)
    SiteProfile.objects.create(
        organ=root,
        name="试江市政务公开",
        domain="shijiang.example",
        id_code="0000000000",
        operator="试江市人民政府办公室",
        address="试江市东河区一号",
        phone="0000-81110000",
        postcode="000000",
        icp_number="试ICP备00000000号",
        police_number="00000000000000",
        is_demo=True,
        is_current=True,
    )
    return City(root, office, district, street, other, people, outsider)


def complete_elements(**changes: Any) -> dict[str, Any]:
    """Elements of a draft that has no blockers."""
    theme = Theme.objects.get(path="城乡建设、环境保护\\城乡建设（含住房）")
    return {
        "title": "关于做好屋顶绿化养护工作的通知",
        "doc_number": "试府办〔2026〕7号",
        "doc_type": "通知",
        "recipients": "各区人民政府，市政府各部门：",
        "body": "现就屋顶绿化养护有关事项通知如下。\n一、明确责任\n产权人负责日常养护。",
        "abstract": "明确屋顶绿化养护责任。",
        "theme": theme,
        "category": DisclosureCategory.objects.get(article=20, item=13),
        "openness": Openness.OPEN,
        "signed_on": dt.date(2026, 11, 2),
        **changes,
    }


def draft(city: City, *, organ: Organ | None = None, **changes: Any) -> Document:
    """A draft without blockers, filed by the organ's clerk; `changes` replace elements."""
    owner = organ or city.office
    issuers = changes.pop("issuers", [owner.name])
    labels = changes.pop("labels", None)
    return file_document(
        organ=owner,
        by=changes.pop("by", city.people[Role.CLERK]),
        at=changes.pop("at", FILED_AT),
        elements=complete_elements(**changes),
        issuers=issuers,
        labels=labels,
    )


def published(city: City, *, at: dt.datetime | None = None, **changes: Any) -> Document:
    """A document that went the whole lawful way."""
    moment = at or FILED_AT + dt.timedelta(hours=3)
    filed = draft(city, **changes)
    with judged_at_the_signature():
        return bring_to(filed, "published", cast=city.cast, at=moment)


@contextmanager
def judged_at_the_signature() -> Iterator[None]:
    """What stands against a document is asked once, by the last act: each of the four asks for
    itself, which takes half of their time, and here nobody changes anything between them.
    """
    asked_last = {**vars(blockers), "for_submission": lambda *_, **__: []}
    with patch.object(review, "lists", SimpleNamespace(**asked_last)):
        yield


def put_in(document: Document, status: str) -> None:
    """Set a state without the acts that lead there, with what the database asks of it."""
    release = FILED_AT + dt.timedelta(days=1) if status == Status.SCHEDULED else None
    Document.objects.filter(pk=document.pk).update(status=status, scheduled_for=release)


@transaction.atomic
def published_at_once(document: Document, *, at: dt.datetime) -> Document:
    """What the signature leaves behind, without the acts of the review before it."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    document.status = Status.PUBLISHED
    make_public(document, at=at)
    document.save()
    refresh_works(document_ids=[document.pk], at=at)
    signer = Membership.objects.filter(organ=document.organ, role=Role.SIGNER).earliest("pk").user
    keep_edition(document, change=EditionChange.FIRST, by=signer, at=at)
    return document
