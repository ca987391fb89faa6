"""延长有效期: another document moves the last day, on both pages, in lists and on every day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.choices import RelationKind, Validity
from disclosure.models import Document, DocumentRelation
from disclosure.selectors import relations_offered
from disclosure.services import review
from disclosure.services.relations import decline_relation, relate, unrelate
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.site.demo.builders import bring_to
from tests.builders import City, published

BACKEND = "django.contrib.auth.backends.ModelBackend"
Make = Callable[..., Document]
OLD_NUMBER = "试府办规〔2026〕1号"
DECEMBER_31, NEXT_YEAR = dt.date(2026, 12, 31), dt.date(2027, 12, 31)
DAY = dt.date(2026, 11, 5)
pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def old(city: City) -> Document:
    return published(
        city,
        title="停车办法",
        doc_number=OLD_NUMBER,
        effective_on=dt.date(2026, 11, 2),
        expires_on=DECEMBER_31,
        signed_on=dt.date(2026, 11, 1),
    )


def _notice(city: City, **changes: Any) -> Document:
    given = {
        "title": "关于延长停车办法有效期的通知",
        "doc_number": "试府办规〔2026〕2号",
        **changes,
    }
    return published(city, **given)


def _extend(city: City, source: Document, target: Document, **changes: Any) -> DocumentRelation:
    given: dict[str, Any] = {
        "kind": "extends", "effective_on": DAY, "extended_to": NEXT_YEAR,
        "by": city.people[Role.SIGNER], "at": dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC),
        **changes,
    }  # fmt: skip
    return relate(source=source, target=target, **given)


def _fresh(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def test_the_last_day_moves_and_both_pages_tell(city: City, old: Document) -> None:
    notice = _notice(city)
    relation = _extend(city, notice, old)
    moved = _fresh(old)
    assert (moved.expires_on, moved.ends_on) == (DECEMBER_31, NEXT_YEAR)
    assert moved.validity == Validity.IN_FORCE
    assert "延长至2027年12月31日" in moved.validity_reason
    assert Document.objects.valid_on(dt.date(2027, 6, 1)).filter(pk=old.pk).exists()
    assert not Document.objects.valid_on(dt.date(2028, 1, 1)).filter(pk=old.pk).exists()
    page = Client().get(old.get_absolute_url()).content.decode()
    assert notice.get_absolute_url() in page
    assert "延长有效期至2027年12月31日" in page
    assert "2027年12月31日（原为2026年12月31日）" in page
    page = Client().get(notice.get_absolute_url()).content.decode()
    assert old.get_absolute_url() in page
    assert "的有效期延长至2027年12月31日" in page
    # The notice has no period of its own: it is needed as long as what it prolongs.
    notice = _fresh(notice)
    assert (notice.validity, notice.ends_on) == (Validity.IN_FORCE, NEXT_YEAR)
    answer = Client().get(f"/api/v1/documents/{old.pk}/").json()
    assert [row["extended_to"] for row in answer["relations"]] == ["2027-12-31"]
    by = city.people[Role.SIGNER]
    unrelate(
        relation=relation, reason="登记有误", by=by, at=dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
    )
    assert (_fresh(old).ends_on, _fresh(notice).validity) == (DECEMBER_31, Validity.TO_VERIFY)


def test_withdrawn_it_prolongs_nothing(city: City, old: Document, now: dt.datetime) -> None:
    notice = _notice(city)
    _extend(city, notice, old)
    review.withdraw(document=notice, reason="有误", by=city.people[Role.SIGNER], at=now)
    assert _fresh(old).ends_on == DECEMBER_31


def test_what_goes_on_without_a_day_has_none(city: City) -> None:
    plain = published(city, title="老办法", doc_number=OLD_NUMBER, signed_on=dt.date(2026, 11, 1))
    assert plain.validity == Validity.TO_VERIFY
    _extend(city, _notice(city), plain, extended_to=None)
    assert (_fresh(plain).validity, _fresh(plain).ends_on) == (Validity.IN_FORCE, None)
    assert "明确继续有效" in _fresh(plain).validity_reason


def test_reminders_and_lists_go_by_the_new_day(city: City, old: Document) -> None:
    on = dt.date(2026, 12, 20)
    assert Document.objects.expiring(on=on, within=30).filter(pk=old.pk).exists()
    _extend(city, _notice(city), old)
    assert not Document.objects.expiring(on=on, within=30).filter(pk=old.pk).exists()
    assert Document.objects.expiring(on=dt.date(2027, 12, 20), within=30).filter(pk=old.pk).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"effective_on": None}, "生效日期"),
        ({"extended_to": DECEMBER_31}, "延长后的日期应当更晚"),
        ({"effective_on": dt.date(2027, 1, 2)}, "已经失效，不能再延长"),
        ({"kind": "amends"}, "只有延长有效期才填写"),
    ],
)
def test_what_is_no_extension_is_refused(
    city: City, old: Document, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ActRefused, match=said):
        _extend(city, _notice(city), old, **changes)
    assert not old.relations_in.exists()


def test_one_after_the_other(city: City, old: Document) -> None:
    first = _notice(city)
    second = _notice(city, doc_number="试府办规〔2026〕3号", title="再次延长的通知")
    _extend(city, first, old)
    with pytest.raises(ActRefused, match="同一天"):
        _extend(city, second, old, extended_to=dt.date(2029, 1, 1))
    _extend(city, second, old, effective_on=dt.date(2028, 1, 1), extended_to=dt.date(2029, 12, 31))
    assert _fresh(old).ends_on == dt.date(2029, 12, 31)


def test_the_database_keeps_the_day_to_extensions(city: City, old: Document) -> None:
    row = {"source": _notice(city), "target": old, "effective_on": DAY}
    for wrong in (
        {"kind": "amends", "extended_to": NEXT_YEAR},
        {"kind": "extends", "extended_to": dt.date(2026, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentRelation.objects.create(**row, **wrong)


@pytest.fixture
def declaring(make_draft: Make, old: Document) -> Document:
    return make_draft(
        doc_number="试府办规〔2026〕5号",
        body=f"《停车办法》（{OLD_NUMBER}）有效期延长至2027年12月31日。",
        effective_on=DAY,
        expires_on=NEXT_YEAR,
    )


def _reminders(document: Document) -> list[str]:
    found = for_submission(document, on=dt.date(2026, 11, 20))
    return [each.message for each in found if each.code == "relation_unregistered"]


def _client(city: City, role: Role | None = Role.CLERK) -> Client:
    client = Client()
    client.force_login(city.people[role] if role else city.outsider, backend=BACKEND)
    return client


def test_an_extension_the_text_declares_blocks_silence_and_is_offered(
    city: City, declaring: Document, old: Document, now: dt.datetime
) -> None:
    assert [OLD_NUMBER in text for text in _reminders(declaring)] == [True]
    client = _client(city)
    record = reverse("admin:disclosure_document_change", args=[declaring.pk])
    page = client.get(record)
    assert '<a href="#relations">正文写明延长有效期' in page.content.decode()
    (offer,) = page.context["offers"]
    form = client.get(offer.address).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    assert (given["kind"], given["extended_to"]) == ("extends", "2027-12-31")
    client.post(offer.address.partition("?")[0], given)
    assert old.relations_in.get().extended_to == NEXT_YEAR
    assert _reminders(declaring) == []
    assert _fresh(old).ends_on == DECEMBER_31
    bring_to(declaring, "published", cast=city.cast, at=now)
    assert _fresh(old).ends_on == NEXT_YEAR


def test_years_are_counted_from_the_last_day_there_is(
    city: City, make_draft: Make, old: Document
) -> None:
    document = make_draft(
        doc_number="试府办规〔2026〕5号", body=f"《停车办法》（{OLD_NUMBER}）有效期延长两年。"
    )
    record = reverse("admin:disclosure_document_change", args=[document.pk])
    (offer,) = _client(city).get(record).context["offers"]
    assert "extended_to=2028-12-31" in offer.address


def test_a_reason_why_not_answers_too_and_stays(
    city: City, declaring: Document, now: dt.datetime
) -> None:
    (offer,) = relations_offered(declaring)
    given = {"kind": "extends", "named": offer.name}
    door = reverse("admin:disclosure_document_decline", args=[declaring.pk])
    client = _client(city)
    assert "请填写不登记的理由" in client.post(door, given, follow=True).content.decode()
    assert _client(city, None).post(door, {**given, "reason": "x"}).status_code == 404
    assert client.get(door).status_code == 404
    page = client.post(door, {**given, "reason": "仅为转述上级文件"}, follow=True).content.decode()
    assert "已写明不登记的理由" in page
    assert "仅为转述上级文件" in page
    assert _reminders(declaring) == []
    row = declaring.declined_relations.get()
    assert (row.by, row.reason) == (city.people[Role.CLERK], "仅为转述上级文件")
    assert AuditEntry.objects.filter(action="disclosure.decline_relation").exists()
    with pytest.raises(ActRefused, match="刷新页面"):
        decline_relation(
            document=declaring, reason="再来", by=city.people[Role.CLERK], at=now, **given
        )
    with pytest.raises(NotPermitted):
        decline_relation(
            document=declaring, reason="再来", by=city.people[Role.SIGNER], at=now, **given
        )


def test_an_amendment_the_text_declares_is_offered(
    city: City, make_draft: Make, old: Document
) -> None:
    document = make_draft(body=f"对《停车办法》（{OLD_NUMBER}）作如下修改：\n第三条修改为新的。")
    (offer,) = relations_offered(document)
    assert (offer.kind, offer.target) == (RelationKind.AMENDS, old)
    assert len(_reminders(document)) == 1
