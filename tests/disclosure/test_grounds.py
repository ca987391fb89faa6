"""Grounds on which a document is not opened: a closed list with articles, and the organ's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.blockers import for_openness
from disclosure.choices import Openness
from disclosure.grounds import BY_CODE, GROUNDS, carries
from disclosure.models import Document, NegativeListEntry
from disclosure.services import review
from disclosure.services.negative_list import save_entry
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.common.errors import ActRefused, NotPermitted
from portal.site.demo.builders import bring_to
from tests.builders import City

BACKEND = "django.contrib.auth.backends.ModelBackend"
Make = Callable[..., Document]
OLD = {"openness": "closed", "openness_ground": "随便写", "openness_article": "条例第九十九条"}


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def test_the_list_is_that_of_the_regulation() -> None:
    citations = {ground.citation for ground in GROUNDS}
    assert citations == {
        "条例第十四条",
        "条例第十五条",
        "条例第十六条第一款",
        "条例第十六条第二款",
        "条例第二十七条",
    }
    assert not any(carries(ground.code, Openness.OPEN) for ground in GROUNDS)
    assert carries("secret", Openness.CLOSED)
    assert not carries("secret", Openness.ON_REQUEST)
    assert not carries("particular", Openness.CLOSED)
    assert not carries("随便写", Openness.CLOSED)


@pytest.mark.parametrize(
    ("openness", "basis", "ground", "codes"),
    [
        ("open", "", "", []),
        ("closed", "", "随便写", ["openness_basis"]),
        ("closed", "条例第九十九条", "随便写", ["openness_basis"]),
        ("closed", "particular", "有理由", ["openness_basis"]),
        ("closed", "process", " ", ["openness_ground"]),
        ("on_request", "secret", "", ["openness_basis", "openness_ground"]),
        ("on_request", "process", "讨论稿", []),
    ],
)
def test_what_a_decision_needs(openness: str, basis: str, ground: str, codes: list[str]) -> None:
    found = for_openness(openness=openness, basis=basis, ground=ground)
    assert [blocker.code for blocker in found] == codes


def _entry(city: City, at: dt.datetime, **changes: object) -> NegativeListEntry:
    given: dict[str, object] = {
        "organ": city.office, "title": "会议讨论记录", "ground": "process", "source": "",
        "is_active": True, "by": city.people[Role.OPENNESS_REVIEWER], "at": at, **changes,
    }  # fmt: skip
    return save_entry(**given)  # type: ignore[arg-type]


def test_a_decision_by_the_organs_own_list(city: City, make_draft: Make, now: dt.datetime) -> None:
    reviewer, clerk = city.people[Role.OPENNESS_REVIEWER], city.people[Role.CLERK]
    entry = _entry(city, now)
    document = make_draft()
    review.submit(document=document, by=clerk, at=now)
    given = {"document": document, "openness": "closed", "by": reviewer, "at": now}
    with pytest.raises(Blocked, match="法定依据与所选依据不同"):
        review.confirm_openness(basis="internal", ground="讨论", entry=entry, **given)
    done = review.confirm_openness(ground="常务会讨论记录", entry=entry, **given)
    assert (done.openness_basis, done.openness_entry) == ("process", entry)
    assert done.openness_article == "条例第十六条第二款（本机关负面清单：会议讨论记录）"
    row = done.openness_decisions.get()
    assert (row.basis, row.entry, row.article) == ("process", entry, done.openness_article)
    # What the entry is called later changes nothing of what was decided.
    _entry(city, now, entry=entry, title="改了名", is_active=False)
    row.refresh_from_db()
    assert "会议讨论记录" in row.article
    other = make_draft(doc_number="试府办〔2026〕9号")
    review.submit(document=other, by=clerk, at=now)
    with pytest.raises(ActRefused, match="使用中的负面清单"):
        review.confirm_openness(
            document=other, openness="closed", ground="讨论", entry=entry, by=reviewer, at=now
        )


def test_free_words_of_before_stay_readable_and_are_asked_for_anew(
    client: Client, city: City, make_draft: Make, now: dt.datetime
) -> None:
    document = make_draft(openness="closed", openness_basis="process", openness_ground="讨论稿")
    bring_to(document, "filed", cast=city.cast, at=now)
    Document.objects.filter(pk=document.pk).update(openness_basis="", **OLD)
    document.refresh_from_db()
    reviewer = city.people[Role.OPENNESS_REVIEWER]
    client.force_login(reviewer, backend=BACKEND)
    record = reverse("admin:disclosure_document_change", args=[document.pk])
    page = client.get(record).content.decode()
    assert "条例第九十九条" in page
    assert "随便写" in page
    door = reverse("admin:disclosure_document_act", args=[document.pk, "keep_closed"])
    refused = client.post(door, {"basis": "", "ground": "仍在讨论"})
    assert refused.status_code == 409
    assert "须从清单中选择依据（条例第十四条、条例第十五条" in refused.content.decode()
    assert "仍在讨论" in refused.content.decode()
    client.post(door, {"basis": "process", "ground": "仍在讨论"})
    document.refresh_from_db()
    assert (document.status, document.openness_article) == (Status.FILED, "条例第十六条第二款")


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"title": " "}, "请填写事项"), ({"ground": "x"}, "请选择法定依据"), ({}, "已有同名事项")],
)
def test_an_entry_has_a_name_and_a_ground(
    city: City, now: dt.datetime, changes: dict[str, str], said: str
) -> None:
    _entry(city, now)
    with pytest.raises(ActRefused, match=said):
        _entry(city, now, **changes)


def test_who_keeps_the_list(client: Client, city: City, now: dt.datetime) -> None:
    for by in (city.people[Role.CLERK], city.people[Role.SIGNER], city.outsider):
        with pytest.raises(NotPermitted):
            _entry(city, now, by=by)
    entry = _entry(city, now)
    elsewhere = {"organ": city.other_district, "by": city.outsider, "entry": entry}
    with pytest.raises(NotPermitted):
        _entry(city, now, **elsewhere)
    base = "/admin/disclosure/negativelistentry/"
    given = {"title": "新事项", "ground": "internal", "source": "", "is_active": "on"}
    client.force_login(city.outsider, backend=BACKEND)
    assert entry.title not in client.get(base).content.decode()
    assert client.get(f"{base}{entry.pk}/change/").status_code in (302, 403, 404)
    client.post(f"{base}add/", {**given, "organ": city.office.pk})
    assert NegativeListEntry.objects.get() == entry
    client.force_login(city.people[Role.CLERK], backend=BACKEND)
    assert entry.title in client.get(base).content.decode()
    assert client.post(f"{base}{entry.pk}/change/", given).status_code == 403
    client.force_login(city.people[Role.OPENNESS_REVIEWER], backend=BACKEND)
    client.post(f"{base}add/", {**given, "organ": city.office.pk})
    assert NegativeListEntry.objects.filter(title="新事项", ground="internal").exists()
    refused = client.post(f"{base}{entry.pk}/change/", {**given, "source": "第三条第二项"})
    assert refused.status_code == 409
    assert "已有同名事项" in refused.content.decode()
    assert 'value="第三条第二项"' in refused.content.decode()
    entry.refresh_from_db()
    assert entry.source != "第三条第二项"


def test_the_review_offers_both_lists(
    client: Client, city: City, make_draft: Make, now: dt.datetime
) -> None:
    entry = _entry(city, now)
    document = bring_to(make_draft(), "openness_review", cast=city.cast, at=now)
    client.force_login(city.people[Role.OPENNESS_REVIEWER], backend=BACKEND)
    page = client.get(reverse("admin:disclosure_document_change", args=[document.pk]))
    words = page.content.decode()
    assert all(ground.option in words for ground in BY_CODE.values())
    assert entry.title in words
    door = reverse("admin:disclosure_document_act", args=[document.pk, "confirm_openness"])
    given = {"openness": "closed", "entry": entry.pk, "basis": "", "ground": "讨论"}
    client.post(door, given)
    document.refresh_from_db()
    assert (document.openness, document.openness_basis) == ("closed", "process")
