"""定点定向公开 at every door: citizens, neighbours, addressed organs, members of a group."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.test import Client

from disclosure.api.dump import write_dump
from disclosure.choices import Reach
from disclosure.models import AddresseeGroup, Document
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.documents import address_to
from disclosure.services.groups import save_group
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.search.models import SearchEntry
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import PolicyTag
from tests.builders import FILED_AT, PASSWORD, City, draft, organ, person, published

WORD = "养老机构消防核查"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Case:
    """A document addressed to one street and to a group, and who may and may not read it."""

    document: Document
    group: AddresseeGroup
    readers: dict[str, User]
    strangers: dict[str, User | None]


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


@pytest.fixture
def case(city: City, now: dt.datetime, settings: object) -> Case:
    clerk = city.people[Role.CLERK]
    city.district.refresh_from_db()
    town = organ("SJ-D-T", "试江市东河区青林镇人民政府", "town", "town", city.district)
    home = User.objects.create_user("home", password=PASSWORD)
    member = person("s-1", organs=[city.street], roles=[Role.CLERK])
    guest = person("t-1", organs=[town], roles=[Role.MESSAGE_RESPONDER])
    group = save_group(
        owner=city.office, name="辖区机构", organs=[town], people=[home], by=clerk, at=now
    )
    tag, _ = PolicyTag.objects.get_or_create(name=WORD)
    document = draft(
        city,
        title=f"关于开展{WORD}的通知",
        body=f"请做好{WORD}。",
        doc_number="试府办〔2026〕66号",
        reach=Reach.ADDRESSED,
        reach_reason="仅涉及辖区机构",
        labels={"tags": [tag]},
    )
    address_to(document=document, organs=[city.street], groups=[group], by=clerk, at=now)
    attach(
        document=document,
        stream=io.BytesIO("核查表\n".encode()),
        name="核查表.txt",
        title="核查表",
        by=clerk,
        at=now,
    )
    document = bring_to(document, "published", cast=city.cast, at=now)
    call_command("search_index", "--rebuild")
    write_dump(
        folder=settings.PUBLIC_DUMP_DIR,  # type: ignore[attr-defined]
        at=now + dt.timedelta(minutes=1),
    )
    return Case(
        document,
        group,
        {
            "addressed organ": member,
            "organ of the group": guest,
            "person of the group": home,
        },
        {
            "citizen": None,
            "account": User.objects.create_user("citizen", password=PASSWORD),
            "neighbour": city.outsider,
            # The organ above an addressed one is not addressed itself.
            "superior": person("d-1", organs=[city.district], roles=[Role.SUPERVISOR]),
        },
    )


def _client(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def _own_doors(document: Document) -> list[str]:
    page = document.get_absolute_url()
    file = document.attachments.get().file
    return [
        page,
        f"{page}print/",
        f"{page}download.docx",
        f"{page}download.pdf",
        f"{page}correction/",
        f"/files/{file.public_id}/",
    ]


LISTS = [
    "/", "/library/", "/library/?validity=all", f"/library/?q={WORD}&validity=all",
    f"/library/?tag={WORD}&validity=all", "/library/?on=2026-11-20", "/library/feed/",
    f"/library/feed/?q={WORD}", "/library/rules/", "/sitemap.xml", "/sitemap/",
    "/openness/", "/openness/contents/", "/openness/contents/regulations/", "/open-data/",
    "/api/v1/documents/?validity=all", f"/api/v1/documents/?q={WORD}&validity=all&facets=1",
    "/api/v1/documents/?on=2026-11-20", "/api/v1/changes/", "/api/v1/organs/",
    "/api/v1/themes/", "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
]  # fmt: skip


def _shows(client: Client, door: str, document: Document) -> bool:
    response = client.get(door)
    assert response.status_code == 200, door
    told = b"".join(response) if response.streaming else response.content
    content = told.replace(b"<wbr>", b"")
    # The page repeats the question asked of it.
    text = content.decode("utf-8", "replace").replace(f"“{WORD}”", "")
    named = f"开展{WORD}" in text or "66号" in text
    return named or f"/documents/{document.pk}/" in text


@pytest.mark.parametrize("who", ["citizen", "account", "neighbour", "superior"])
def test_a_stranger_finds_nothing_at_any_door(case: Case, who: str) -> None:
    client = _client(case.strangers[who])
    for door in _own_doors(case.document):
        assert client.get(door).status_code == 404, door
        # Not even "unchanged": a copy from elsewhere must not be confirmed.
        response = client.get(door, headers={"If-None-Match": "*"})
        assert response.status_code == 404, door
    assert client.get(f"/api/v1/documents/{case.document.pk}/").status_code == 404
    for door in LISTS:
        assert not _shows(client, door, case.document), door


@pytest.mark.parametrize("who", ["addressed organ", "organ of the group", "person of the group"])
def test_an_addressee_reads_it_and_finds_it_in_a_list_of_its_own(case: Case, who: str) -> None:
    client = _client(case.readers[who])
    for door in _own_doors(case.document):
        response = client.get(door)
        assert response.status_code == 200, door
        if not door.endswith("correction/"):
            assert "private" in response["Cache-Control"], door
        if response.streaming:
            response.getvalue()
    page = client.get(case.document.get_absolute_url()).content.decode().replace("<wbr>", "")
    assert "本文件定向公开" in page
    assert "application/ld+json" not in page
    for door in ("/library/addressed/", f"/library/addressed/?q={WORD}"):
        assert _shows(client, door, case.document), door
    # Everywhere else it is as invisible to them as to anyone.
    for door in LISTS:
        assert not _shows(client, door, case.document), door
    assert client.get(f"/api/v1/documents/{case.document.pk}/").status_code == 404


def test_the_list_of_ones_own_counts_nothing_else(case: Case, city: City, now: dt.datetime) -> None:
    other = draft(
        city, doc_number="", title="另一份", reach=Reach.ADDRESSED, reach_reason="仅涉及该区"
    )
    address_to(
        document=other, organs=[city.other_district], groups=[], by=city.people[Role.CLERK], at=now
    )
    bring_to(other, "published", cast=city.cast, at=now)
    call_command("search_index", "--rebuild")
    page = (
        _client(case.readers["addressed organ"])
        .get("/library/addressed/")
        .content.decode()
        .replace("<wbr>", "")
    )
    assert '共 <span class="num">1</span> 件' in page
    empty = _client(User.objects.get(username="citizen")).get("/library/addressed/")
    assert '共 <span class="num">0</span> 件' in empty.content.decode().replace("<wbr>", "")
    assert _client(None).get("/library/addressed/").status_code == 302


def test_counts_beside_names_leave_it_out(case: Case) -> None:
    tags = Client().get("/api/v1/tags/").json()["results"]
    assert [row["documents"] for row in tags if row["name"] == WORD] == [0]


def test_whoever_leaves_the_circle_reads_no_more(case: Case, city: City, now: dt.datetime) -> None:
    clerk = city.people[Role.CLERK]
    save_group(
        owner=city.office,
        name="辖区机构",
        organs=[city.other_district],
        people=[],
        group=case.group,
        by=clerk,
        at=now,
    )
    for who in ("organ of the group", "person of the group"):
        client = _client(case.readers[who])
        assert client.get(case.document.get_absolute_url()).status_code == 404
        assert not _shows(client, "/library/addressed/", case.document)
    joined = _client(city.outsider)
    assert joined.get(case.document.get_absolute_url()).status_code == 200
    assert _shows(joined, "/library/addressed/", case.document)


def test_withdrawal_closes_it_for_its_addressees_too(
    case: Case, city: City, now: dt.datetime
) -> None:
    doors = _own_doors(case.document)
    review.withdraw(document=case.document, reason="有误", by=city.people[Role.SIGNER], at=now)
    client = _client(case.readers["addressed organ"])
    assert {client.get(door).status_code for door in doors} == {404}
    assert not _shows(client, "/library/addressed/", case.document)


def test_its_readers_are_told_and_nobody_else(case: Case) -> None:
    told = OutboxMessage.objects.filter(kind="disclosure.addressed")
    names = set(told.values_list("user__username", flat=True))
    assert {"s-1", "t-1", "home"} <= names
    assert names.isdisjoint({"outsider", "citizen", "d-1"})


def test_turned_from_open_to_addressed_it_leaves_the_open_index(
    city: City, now: dt.datetime
) -> None:
    document = published(city)
    signer, clerk = city.people[Role.SIGNER], city.people[Role.CLERK]
    review.withdraw(document=document, reason="改为定向", by=signer, at=now)
    review.reopen(document=document, by=clerk, at=now)
    Document.objects.filter(pk=document.pk).update(
        reach=Reach.ADDRESSED, reach_reason="仅涉及该街道"
    )
    document.refresh_from_db()
    address_to(document=document, organs=[city.street], groups=[], by=clerk, at=now)
    bring_to(document, "published", cast=city.cast, at=now + dt.timedelta(hours=1))
    live = dict(SearchEntry.objects.values_list("kind", "is_live"))
    assert live == {"document": False, "addressed_document": True}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reach_reason": ""}, "为什么只向特定对象"),
        ({"is_normative": True, "expires_on": dt.date(2030, 1, 1)}, "不能定点定向公开"),
        ({}, "选定公开对象"),
    ],
)
def test_what_may_not_be_addressed_is_refused(
    city: City, now: dt.datetime, changes: dict[str, object], said: str
) -> None:
    elements = {"reach": Reach.ADDRESSED, "reach_reason": "仅涉及该街道", **changes}
    document = draft(city, **elements)
    if changes:
        address_to(
            document=document, organs=[city.street], groups=[], by=city.people[Role.CLERK], at=now
        )
    with pytest.raises(ActRefused, match=said):
        review.submit(document=document, by=city.people[Role.CLERK], at=now)


def test_groups_are_kept_by_the_clerks_of_their_organ(city: City, now: dt.datetime) -> None:
    with pytest.raises(NotPermitted):
        save_group(
            owner=city.office, name="甲", organs=[city.street], people=[], by=city.outsider, at=now
        )
    clerk = city.people[Role.CLERK]
    with pytest.raises(ActRefused, match="至少选择"):
        save_group(owner=city.office, name="甲", organs=[], people=[], by=clerk, at=FILED_AT)
    save_group(owner=city.office, name="甲", organs=[city.street], people=[], by=clerk, at=now)
    with pytest.raises(ActRefused, match="同名"):
        save_group(
            owner=city.office, name=" 甲 ", organs=[city.street], people=[], by=clerk, at=now
        )


def test_its_own_staff_see_what_the_addressees_see(case: Case, city: City) -> None:
    """The organ that published it is not among its addressees, and still answers for it."""
    client = _client(city.people[Role.SECRECY_REVIEWER])
    city.people[Role.SECRECY_REVIEWER].memberships.exclude(organ=city.office).delete()
    page = (
        client.get(f"/admin/disclosure/document/{case.document.pk}/change/")
        .content.decode()
        .replace("<wbr>", "")
    )
    preview = f"/admin/disclosure/document/{case.document.pk}/preview/"
    assert preview in page
    assert "本文件定向公开" in client.get(preview).content.decode().replace("<wbr>", "")
    assert _client(city.outsider).get(preview).status_code == 404
