"""The one list of blockers: shown by the form, enforced by the act."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from disclosure.blockers import for_submission
from disclosure.choices import Openness
from disclosure.index_numbers import PATTERN
from disclosure.models import Confirmation, Document
from disclosure.scan import scan
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.documents import correct_document
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.common.errors import ActRefused, NotPermitted
from portal.site.demo.builders import bring_to
from tests.builders import City, published
from tests.files.samples import identity_number, pdf_bytes

TODAY = dt.date(2026, 11, 20)


def _codes(document: Document) -> set[str]:
    return {blocker.code for blocker in for_submission(document, on=TODAY)}


def test_a_complete_draft_has_none(make_draft: Callable[..., Document]) -> None:
    assert _codes(make_draft()) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body": ""}, "missing_body"),
        ({"signed_on": None}, "missing_signed_on"),
        ({"theme": None}, "missing_theme"),
        ({"category": None}, "missing_category"),
        ({"abstract": ""}, "missing_abstract"),
        ({"issuers": []}, "missing_issuers"),
        ({"openness": ""}, "openness"),
        ({"openness": Openness.CLOSED}, "openness_ground"),
        ({"secrecy_mark": "机密★1年"}, "secrecy_mark"),
        ({"body": "秘密★6个月\n内容"}, "secrecy_mark"),
        ({"signed_on": dt.date(2027, 1, 4)}, "signed_in_future"),
        ({"doc_number": "试府办[2026]7号"}, "doc_number_form"),
        ({"doc_number": "试府办〔2026〕07号"}, "doc_number_form"),
        ({"body": "内容\n（此件依申请公开）"}, "openness_mark"),
    ],
)
def test_each_fault_is_named_and_enforced(
    city: City,
    make_draft: Callable[..., Document],
    now: dt.datetime,
    changes: dict[str, Any],
    code: str,
) -> None:
    document = make_draft(**changes)
    assert code in _codes(document)
    with pytest.raises(Blocked) as refusal:
        review.submit(document=document, by=city.people[Role.CLERK], at=now)
    assert code in {blocker.code for blocker in refusal.value.blockers}
    document.refresh_from_db()
    assert document.status == Status.DRAFT


def test_two_documents_with_one_number(city: City, make_draft: Callable[..., Document]) -> None:
    make_draft()
    assert "doc_number_taken" in _codes(make_draft(title="关于另一件事的通知"))


def test_the_database_refuses_a_second_published_number(city: City) -> None:
    published(city)
    twin = published(city, title="关于另一件事的通知", doc_number="试府办〔2026〕8号")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=twin.pk).update(doc_number_key="试府办|2026|7")


def test_identity_number_in_the_text_blocks(
    city: City, make_draft: Callable[..., Document], now: dt.datetime
) -> None:
    """T24: a valid number blocks for good; one with a wrong check digit is no number."""
    number = identity_number()
    document = make_draft(body=f"申请人张某，{number}。")
    assert "personal_data" in _codes(document)
    shown = "".join(blocker.message for blocker in for_submission(document, on=TODAY))
    assert number not in shown
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert "personal_data" not in _codes(make_draft(body=f"编号{wrong}。", doc_number=""))
    with pytest.raises(ActRefused, match="不得公开"):
        review.confirm_items(
            document=document,
            items=[found.key for found in scan(document).found],
            reason="需要",
            by=city.people[Role.OPENNESS_REVIEWER],
            at=now,
        )


def test_no_confirmation_lets_an_identity_number_pass(
    city: City, make_draft: Callable[..., Document], now: dt.datetime
) -> None:
    """Not even one that is on record for this very text, whoever brought it there."""
    document = make_draft(body=f"申请人身份证号：{identity_number()}。", doc_number="")
    for found in scan(document).found:
        Confirmation.objects.create(
            document=document,
            content_sha256=found.content_sha256,
            item_key=found.key,
            label=found.item.label,
            reason="需要",
            by=city.people[Role.OPENNESS_REVIEWER],
            at=now,
        )
    assert _codes(document) == {"personal_data"}


def test_office_phones_pass_and_private_ones_need_a_person(
    city: City, make_draft: Callable[..., Document], now: dt.datetime
) -> None:
    city.office.phone = "0000-81110001"
    city.office.save()
    assert _codes(make_draft(body="咨询电话：0000-81110001。")) == set()
    document = make_draft(body="联系人手机：19912345678。", doc_number="")
    assert _codes(document) == {"personal_data_warning"}
    given: dict[str, Any] = {
        "document": document,
        "items": [found.key for found in scan(document).doubtful],
        "at": now,
    }
    with pytest.raises(NotPermitted):
        review.confirm_items(**given, reason="本人同意", by=city.people[Role.CLERK])
    review.confirm_items(**given, reason="本人同意公开", by=city.people[Role.OPENNESS_REVIEWER])
    assert _codes(document) == set()
    correct_document(
        document=document,
        by=city.people[Role.CLERK],
        at=now,
        elements={"body": "联系人手机：19912345679。"},
    )
    document.refresh_from_db()
    assert _codes(document) == {"personal_data_warning"}


@pytest.mark.parametrize("state", [Status.OPENNESS_REVIEW, Status.SECRECY_REVIEW, Status.SIGNING])
def test_what_is_judged_is_not_changed_under_the_judge(
    city: City, make_draft: Callable[..., Document], now: dt.datetime, state: str
) -> None:
    document = bring_to(make_draft(), state, cast=city.cast, at=now)
    given = {"by": city.people[Role.CLERK], "at": now, "elements": {"body": "换了内容"}}
    with pytest.raises(NotPermitted, match="退回后才能修改"):
        correct_document(document=document, **given)
    document.refresh_from_db()
    assert document.body != "换了内容"


def test_a_secret_document_can_never_be_published(city: City) -> None:
    """T12, at the last line of defence."""
    document = published(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(secrecy_mark="秘密")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(openness=Openness.ON_REQUEST)


def test_first_publication_and_index_number_are_final(city: City, now: dt.datetime) -> None:
    """T06, T17: neither the ORM nor SQL changes them, nor does a second publication."""
    document = published(city)
    first, index_no = document.first_published_at, document.index_no
    assert PATTERN.match(index_no)
    for change in ({"first_published_at": now}, {"index_no": "SJ-B/2026-99999"}):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**change)
    document = review.withdraw(
        document=document, reason="有误", by=city.people[Role.SIGNER], at=now
    )
    document = review.reopen(document=document, by=city.people[Role.CLERK], at=now)
    for action in ("submit", "confirm_openness", "pass_secrecy", "publish"):
        document = _again(document, action, city, now)
    assert document.status == Status.PUBLISHED
    assert (document.first_published_at, document.index_no) == (first, index_no)
    assert document.published_at == now


def _again(document: Document, action: str, city: City, at: dt.datetime) -> Document:
    people = city.people
    if action == "submit":
        return review.submit(document=document, by=people[Role.CLERK], at=at)
    if action == "confirm_openness":
        return review.confirm_openness(
            document=document, openness="open", by=people[Role.OPENNESS_REVIEWER], at=at
        )
    if action == "pass_secrecy":
        return review.pass_secrecy(
            document=document, opinion="不涉密", by=people[Role.SECRECY_REVIEWER], at=at
        )
    return review.sign(document=document, by=people[Role.SIGNER], at=at)


def test_index_numbers_have_no_gaps(city: City, make_draft: Callable[..., Document]) -> None:
    numbers = [
        published(city, doc_number=f"试府办〔2026〕{n}号", title=f"第{n}份通知").index_no
        for n in range(1, 4)
    ]
    assert numbers == ["SJ-B/2026-00001", "SJ-B/2026-00002", "SJ-B/2026-00003"]


def test_the_due_date_is_twenty_working_days(make_draft: Callable[..., Document]) -> None:
    """law.md §6.1: formed 2026-09-25 → 2026-10-29; beyond the calendar it is provisional."""
    assert make_draft(signed_on=dt.date(2026, 9, 25)).publish_due_on == dt.date(2026, 10, 29)
    late = make_draft(signed_on=dt.date(2026, 12, 24), doc_number="")
    assert late.publish_due_on is None
    assert late.publish_due_provisional


def test_only_clerks_of_the_organ_file_and_only_drafts_change(
    city: City, make_draft: Callable[..., Document], outsider: Any, now: dt.datetime
) -> None:
    with pytest.raises(NotPermitted):
        make_draft(by=outsider)
    document = bring_to(make_draft(), "openness_review", cast=city.cast, at=now)
    for by in (city.people[Role.CLERK], outsider):
        with pytest.raises(NotPermitted):
            correct_document(document=document, by=by, at=now, elements={"title": "改"})
    with pytest.raises(ActRefused, match="不能直接修改"):
        correct_document(
            document=make_draft(doc_number=""),
            by=city.people[Role.CLERK],
            at=now,
            elements={"status": "published"},
        )


def test_identity_number_in_an_attached_pdf_blocks(
    city: City, make_draft: Callable[..., Document], now: dt.datetime
) -> None:
    """T24, in a file: the attachment's text is scanned like the document's own."""
    document = make_draft()
    data = pdf_bytes(f"申请人证件号码{identity_number()}。")
    attach(
        document=document,
        stream=io.BytesIO(data),
        name="名册.pdf",
        by=city.people[Role.CLERK],
        at=now,
    )
    assert _codes(document) == {"personal_data"}
    with pytest.raises(Blocked, match=r"附件“名册”含身份证号"):
        review.submit(document=document, by=city.people[Role.CLERK], at=now)
