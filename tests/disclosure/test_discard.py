"""A draft given up: its number is free, its files are gone, its row and its acts stay."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.choices import ImportState, RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.discard import discard
from disclosure.services.imports import open_batch, read_item, receive
from disclosure.services.relations import relate
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.site.demo.builders import bring_to
from tests.builders import City, published
from tests.files.samples import docx_bytes

Make = Callable[..., Document]
LETTER = (
    "关于绿化的通知\n试府办〔2026〕8号\n各区：\n请落实。\n试江市人民政府办公室\n2026年11月2日\n"
)


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _imported(city: City, at: dt.datetime, organ: str = "office") -> Document:
    by = city.people[Role.CLERK]
    batch = open_batch(organ=getattr(city, organ), by=by, at=at)
    item = receive(batch=batch, name="通知.txt", stream=io.BytesIO(LETTER.encode()), at=at)
    item = read_item(item_id=item.pk, at=at)
    assert item.state == ImportState.FILED, item.reason
    return item.document


def test_number_and_file_may_be_filed_anew(city: City, now: dt.datetime) -> None:
    first = _imported(city, now)
    done = discard(document=first, reason="放错了机关", by=city.people[Role.CLERK], at=now)
    assert (done.status, done.doc_number, done.body) == (
        Status.DISCARDED,
        "试府办〔2026〕8号",
        "各区：\n请落实。" if "各区" in done.body else "请落实。",
    )
    assert not done.attachments.exists()
    assert done.acts.get().reason == "放错了机关"
    entry = AuditEntry.objects.get(action="disclosure.discard")
    assert entry.details["reason"] == "放错了机关"
    again = _imported(city, now)
    assert again.pk != first.pk
    codes = {blocker.code for blocker in for_submission(again, on=now.date())}
    assert "doc_number_taken" not in codes
    first.refresh_from_db()
    assert first.import_items.get().state == ImportState.DISCARDED


def test_what_it_said_of_others_stands_in_nobodys_way(
    city: City, make_draft: Make, now: dt.datetime
) -> None:
    clerk = city.people[Role.CLERK]
    old = published(city, doc_number="试府办〔2026〕1号", signed_on=dt.date(2026, 11, 1))
    wrong, right = make_draft(), make_draft(doc_number="试府办〔2026〕9号")
    day = dt.date(2026, 11, 5)
    relate(source=wrong, target=old, kind="repeals", effective_on=day, by=clerk, at=now)
    discard(document=wrong, reason="重复", by=clerk, at=now)
    later = day + dt.timedelta(days=3)
    relate(source=right, target=old, kind="repeals", effective_on=later, by=clerk, at=now)
    with pytest.raises(NotPermitted):
        discard(document=right, reason="x", by=city.outsider, at=now)
    with pytest.raises(ActRefused, match="请填写废弃的理由"):
        discard(document=right, reason=" ", by=clerk, at=now)


def test_what_others_relate_to_is_not_given_up(
    city: City, make_draft: Make, now: dt.datetime
) -> None:
    clerk = city.people[Role.CLERK]
    one, other = make_draft(), make_draft(doc_number="试府办〔2026〕9号", title="补充通知")
    relate(source=other, target=one, kind=RelationKind.BASIS, by=clerk, at=now)
    with pytest.raises(ActRefused, match="《补充通知》登记了与本文件的关系，请先解除"):
        discard(document=one, reason="重复", by=clerk, at=now)
    discard(document=other, reason="重复", by=clerk, at=now)
    assert discard(document=one, reason="重复", by=clerk, at=now).status == Status.DISCARDED


def test_what_was_public_or_filed_is_never_given_up(
    city: City, make_draft: Make, now: dt.datetime
) -> None:
    clerk, signer = city.people[Role.CLERK], city.people[Role.SIGNER]
    public = published(city, at=now - dt.timedelta(hours=1))
    review.withdraw(document=public, reason="有误", by=signer, at=now)
    review.reopen(document=public, by=clerk, at=now)
    with pytest.raises(ActRefused, match="公开过的文件不能废弃"):
        discard(document=public, reason="有误", by=clerk, at=now)
    closed = make_draft(
        doc_number="试府办〔2026〕9号",
        openness="on_request",
        openness_ground="过程性信息",
        openness_basis="process",
    )
    bring_to(closed, "filed", cast=city.cast, at=now)
    reviewer = city.people[Role.OPENNESS_REVIEWER]
    review.reconsider(document=closed, reason="可以公开", by=reviewer, at=now)
    with pytest.raises(ActRefused, match="备案过的文件不能废弃"):
        discard(document=closed, reason="有误", by=clerk, at=now)


def test_on_the_page(client: Client, city: City, make_draft: Make, now: dt.datetime) -> None:
    document = make_draft()
    clerk = city.people[Role.CLERK]
    stream = io.BytesIO(docx_bytes("正文"))
    stored = attach(document=document, stream=stream, name="甲.docx", by=clerk, at=now).file
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    record = f"/admin/disclosure/document/{document.pk}/change/"
    assert "<summary>废弃草稿</summary>" in client.get(record).content.decode()
    client.post(f"/admin/disclosure/document/{document.pk}/act/discard/", {"reason": "重复录入"})
    document.refresh_from_db()
    stored.refresh_from_db()
    assert (document.status, stored.destroyed_at is None) == (Status.DISCARDED, False)
    page = client.get(record).content.decode()
    assert "已废弃" in page
    assert "：重复录入" in page
    assert "st-main" not in page.partition('class="st-acts"')[2].partition("</section>")[0]
    assert client.get("/admin/").content.decode().count(document.title) == 0
