"""Collections for tests, through the real acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from policies.collections.choices import Kind
from policies.collections.models import CollectionVersion
from policies.collections.services import versions
from portal.accounts.choices import Role
from portal.taxonomy.models import Audience, PolicyTag
from portal.taxonomy.models.labels import AudienceKind
from tests.builders import FILED_AT, City

AT = FILED_AT
HOUR = dt.timedelta(hours=1)
PACK: dict[str, Any] = {
    "title": "养老服务包",
    "summary": "老人和家里人能得到的帮助。",
    "materials": "身份证\n评估结果",
    "rules": "先评估，再申请。",
    "review_points": "年龄、评估等级、住址。",
    "amounts": "每月三百二十元至一千元。",
    "how_to_apply": "到街道窗口，或者在网上。",
    "contact": "0000-81000321",
    "conditions": ["年满六十周岁", "经评估为失能", "住在本市"],
}


def tag(name: str) -> PolicyTag:
    return PolicyTag.objects.get_or_create(name=name)[0]


def audience(name: str = "老年人") -> Audience:
    return Audience.objects.get_or_create(name=name, defaults={"kind": AudienceKind.PEOPLE})[0]


def begun(city: City, slug: str = "elders", kind: str = Kind.THEME, **given: Any) -> Any:
    """A collection with its first draft."""
    given.setdefault("audience", audience() if kind == Kind.PACK else None)
    return versions.create(
        organ=city.office, slug=slug, kind=kind, title=given.pop("title", "养老一件事"),
        by=city.people[Role.CLERK], at=AT, **given,
    )  # fmt: skip


def written(city: City, version: CollectionVersion, **given: Any) -> CollectionVersion:
    return versions.write(
        collection_version=version, by=city.people[Role.CLERK], at=AT + HOUR, **given
    )


def released(city: City, version: CollectionVersion, **given: Any) -> CollectionVersion:
    """Written, sent on by the clerk, released by the signer."""
    version = written(city, version, **({"title": version.title} | given))
    version = versions.STEPS.perform(version, "submit", by=city.people[Role.CLERK], at=AT + HOUR)
    return versions.release(
        collection_version=version, by=city.people[Role.SIGNER], at=AT + 2 * HOUR
    )
