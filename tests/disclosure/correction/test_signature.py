"""The signature swaps the edition in one transaction: what changes with it, and what never does."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from disclosure.blockers import for_submission
from disclosure.choices import EditionChange, ErrorReportState, RelationKind, Validity
from disclosure.correction.selectors import proposed_document
from disclosure.correction.services import attachments, drafts, review, signature
from disclosure.correction.services.closure import close_edition
from disclosure.correction.services.elements import correct_elements
from disclosure.correction.workflow import Status
from disclosure.editions import edition_digest
from disclosure.models import Confirmation, Correction, Document, Edition
from disclosure.scan import scan
from disclosure.services import review as documents
from disclosure.services.attachments import attach
from disclosure.services.error_reports import report_error
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.search.models import SearchEntry
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import PolicyTag
from tests.builders import FILED_AT, City, draft, published
from tests.conftest import NOON
from tests.disclosure.correction.cases import MINUTE, NOTE, SECRET, begun, brought, corrected

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def with_files(city: City, *names: str) -> Document:
    document = draft(city)
    for name in names:
        stream = io.BytesIO(f"{name}的内容\n".encode())
        clerk = city.people[Role.CLERK]
        attach(document=document, stream=stream, name=name, title=name, by=clerk, at=FILED_AT)
    return bring_to(document, "published", cast=city.cast, at=FILED_AT + dt.timedelta(hours=3))


def titles(document: Document) -> list[str]:
    return [row.title for row in document.attachments.filter(is_source=False)]


def test_what_is_known_of_it_stays(city: City) -> None:
    document = published(city)
    entry = SearchEntry.objects.get(object_id=document.pk)
    after = corrected(city, document)
    for name in ("doc_number", "index_no", "first_published_at", "published_at", "status"):
        assert getattr(after, name) == getattr(document, name)
    assert SECRET in after.body
    assert after.corrected_at == NOON + 4 * MINUTE
    now = SearchEntry.objects.get(object_id=document.pk)
    assert SECRET in now.body
    assert (now.published_at, now.is_live) == (entry.published_at, True)
    # Harvesters take it again: a record bears the moment of its last change.
    assert now.changed_at > entry.changed_at
    first, second = document.editions.all()
    assert (first.change, second.change) == (EditionChange.FIRST, EditionChange.CONTENT)
    assert (first.number, second.number, second.note) == (1, 2, NOTE)
    assert SECRET not in first.body
    assert (first.by, second.by) == (city.people[Role.SIGNER],) * 2
    assert edition_digest(second) == second.sha256 != first.sha256
    correction = Correction.objects.get()
    assert correction.edition == second
    trail = AuditEntry.objects.get(action="corrections.sign")
    assert trail.details["sha256"] == second.sha256


@pytest.mark.parametrize("column", ["note", "sha256"])
def test_an_edition_is_never_changed(city: City, column: str) -> None:
    editions = published(city).editions.all()
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        editions.update(**{column: "x"})
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        editions.all().delete()


def test_one_is_open_at_a_time(city: City) -> None:
    correction = begun(city)
    document = correction.document
    with pytest.raises(ActRefused, match="正在办理"):
        begun(city, document)
    with pytest.raises(ActRefused, match="正在办理"):
        correct_elements(
            document=document,
            elements={"abstract": "另一份概述"},
            by=city.people[Role.CLERK],
            at=NOON,
        )
    copied: dict[str, Any] = {**Correction.objects.filter(pk=correction.pk).values().get()}
    copied.pop("id")
    with pytest.raises(IntegrityError, match="one_open_correction"), transaction.atomic():
        Correction.objects.create(**copied)


@pytest.mark.parametrize("state", Status.open)
def test_a_withdrawal_ends_what_is_drafted(city: City, state: Status) -> None:
    correction = brought(city, state)
    done = documents.withdraw(
        document=correction.document,
        reason="有误",
        by=city.people[Role.SIGNER],
        at=NOON + 10 * MINUTE,
    )
    correction.refresh_from_db()
    assert (done.status, correction.status) == ("withdrawn", Status.ENDED)
    row = correction.acts.last()
    assert row is not None
    assert (row.action, row.by) == ("withdraw", None)
    with pytest.raises(NotPermitted):
        signature.sign_correction(correction=correction, by=city.people[Role.SIGNER], at=NOON)


def test_what_was_withdrawn_does_not_come_back_with_the_next_edition(
    city: City, client: Client
) -> None:
    document = corrected(city, published(city))
    at = NOON + 10 * MINUTE
    documents.withdraw(document=document, reason="含隐私", by=city.people[Role.SIGNER], at=at)
    documents.reopen(document=document, by=city.people[Role.CLERK], at=at)
    bring_to(document, "published", cast=city.cast, at=at + DAY)
    last = document.editions.last()
    assert last is not None
    assert (last.number, last.change) == (3, EditionChange.AGAIN)
    for number in (1, 2):
        assert client.get(f"/documents/{document.pk}/editions/{number}/").status_code == 404
        assert client.get(f"/api/v1/documents/{document.pk}/editions/{number}/").status_code == 404
    page = client.get(f"/documents/{document.pk}/editions/").content.decode()
    assert page.count("不再提供") == 2
    assert "含隐私" not in page
    assert NOTE not in page


class TestValidity:
    """What a repeal did stays done; only dates move anything."""

    def test_a_correction_of_the_repealing_document_undoes_nothing(self, city: City) -> None:
        old = published(city, title="关于旧办法的通知", doc_number="试府办〔2020〕1号")
        new = published(city, doc_number="试府办〔2026〕8号")
        relate(
            source=new,
            target=old,
            kind=RelationKind.REPEALS,
            by=city.people[Role.SIGNER],
            at=NOON,
            effective_on=dt.date(2026, 11, 10),
        )
        checked = Document.objects.get(pk=old.pk)
        assert checked.validity == Validity.REPEALED
        corrected(city, new, at=NOON + MINUTE)
        old.refresh_from_db()
        assert (old.validity, old.valid_during) == (checked.validity, checked.valid_during)
        assert new.relations_out.count() == 1

    def test_other_dates_are_reckoned_at_once(self, city: City) -> None:
        document = published(city, effective_on=dt.date(2026, 11, 5))
        after = corrected(city, document, expires_on=dt.date(2026, 11, 19))
        assert after.validity == Validity.EXPIRED
        entry = SearchEntry.objects.get(object_id=document.pk)
        assert entry.valid_until == dt.date(2026, 11, 19)

    def test_the_words_of_a_repeal_follow_the_title(self, city: City) -> None:
        old = published(city, title="关于旧办法的通知", doc_number="试府办〔2020〕1号")
        new = published(city, doc_number="试府办〔2026〕8号")
        signer = city.people[Role.SIGNER]
        relate(
            source=new, target=old, kind=RelationKind.REPEALS, by=signer, at=NOON,
            effective_on=dt.date(2026, 11, 10),
        )  # fmt: skip
        corrected(city, new, title="关于屋顶绿化养护管理的通知")
        old.refresh_from_db()
        assert "关于屋顶绿化养护管理的通知" in old.validity_reason


class TestReview:
    """What stands in the way of a proposed edition is what stands in the way of a document."""

    def test_the_proposed_text_is_judged_and_not_the_public_one(self, city: City) -> None:
        document = published(city)
        identity = "身份证号110101199003078478"
        correction = begun(city, document, body=f"{document.body}\n联系人{identity}")
        with pytest.raises(Blocked, match="身份证"):
            review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)
        assert for_submission(document, on=NOON.date()) == []

    @pytest.mark.parametrize(
        ("elements", "said"),
        [
            ({"body": ""}, "请填写正文"),
            ({"theme": None}, "请选择主题分类"),
            ({"signed_on": dt.date(2026, 12, 1)}, "成文日期晚于今天"),
            ({"body": "详见 /documents/999999/ 。"}, "站内链接"),
        ],
    )
    def test_every_blocker_counts(self, city: City, elements: dict[str, object], said: str) -> None:
        correction = begun(city, **elements)
        with pytest.raises(Blocked, match=said):
            review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)

    def test_labels_and_issuers_of_the_proposal_are_judged(self, city: City) -> None:
        correction = begun(city)
        clerk = city.people[Role.CLERK]
        drafts.edit_correction(correction=correction, issuers=[], by=clerk, at=NOON)
        with pytest.raises(Blocked, match="请填写发文机关"):
            review.submit(correction=correction, by=clerk, at=NOON)

    def test_nothing_changed_is_nothing_to_review(self, city: City) -> None:
        correction = begun(city, abstract="明确屋顶绿化养护责任。")
        with pytest.raises(Blocked, match="没有不同"):
            review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)

    def test_readers_are_told_what_changed(self, city: City) -> None:
        correction = begun(city, note="")
        with pytest.raises(Blocked, match="更正说明"):
            review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)

    def test_what_readers_are_told_is_looked_through_too(self, city: City) -> None:
        correction = begun(city, note="删去张三的身份证号110101199003078478。")
        with pytest.raises(Blocked, match="更正说明含"):
            review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)

    @pytest.mark.parametrize(
        "body", ["二〇二六年11月3日起执行。", "罚款200元。", "依据第 5 条办理。"]
    )
    def test_form_changes_no_number(self, city: City, body: str) -> None:
        document = published(city, body=f"现通知如下。\n{body}")
        digits = {"3": "4", "0": "1", "5": "6"}
        changed = "".join(digits.get(char, char) for char in document.body)
        correction = begun(city, document, "form", body=changed)
        with pytest.raises(Blocked, match="改作内容更正"):
            review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)

    def test_form_may_write_digits_another_way(self, city: City) -> None:
        document = published(city, body="罚款２００元。\n负责日常养护。")
        correction = begun(city, document, "form", body="罚款200元。\n负责日常的养护。")
        moved = review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)
        assert moved.status == Status.SIGNING

    @pytest.mark.parametrize(
        "elements",
        [
            {"signed_on": dt.date(2026, 11, 1)},
            {"is_normative": True},
            {"doc_number": "试府办〔2026〕9号"},
        ],
    )
    def test_form_leaves_dates_and_nature_alone(
        self, city: City, elements: dict[str, object]
    ) -> None:
        with pytest.raises(ActRefused, match="形式更正不能改动"):
            begun(city, None, "form", **elements)

    @pytest.mark.parametrize("name", ["doc_number", "organ", "openness", "reach", "language"])
    def test_no_correction_changes_what_it_is_known_by(self, city: City, name: str) -> None:
        with pytest.raises(ActRefused, match="内容更正不能改动"):
            begun(city, None, "content", **{name: "x"})

    def test_a_doubt_is_confirmed_for_the_proposed_words(self, city: City) -> None:
        document = published(city)
        correction = begun(city, document, body=f"{document.body}\n联系人李四，电话13800138000。")
        clerk = city.people[Role.CLERK]
        with pytest.raises(Blocked, match="确认可以公开"):
            review.submit(correction=correction, by=clerk, at=NOON)
        from_gate = scan(proposed_document(correction)).doubtful
        review.confirm_items(
            correction=correction,
            items=[each.key for each in from_gate],
            reason="公布的联系人",
            by=city.people[Role.OPENNESS_REVIEWER],
            at=NOON,
        )
        assert Confirmation.objects.filter(document=document).exists()
        assert review.submit(correction=correction, by=clerk, at=NOON).status == "openness_review"

    def test_a_text_changed_after_its_review_is_not_signed(self, city: City) -> None:
        correction = brought(city, "signing")
        values = {**correction.elements, "body": "另一段正文。"}
        Correction.objects.filter(pk=correction.pk).update(elements=values)
        with pytest.raises(Blocked, match="保密审查"):
            signature.sign_correction(
                correction=correction, by=city.people[Role.SIGNER], at=NOON + 10 * MINUTE
            )
        assert correction.document.editions.count() == 1


class TestAttachments:
    """Keep, rename, reorder, replace, leave out, add: public only with the signature."""

    def test_all_of_it_at_once(self, city: City, client: Client) -> None:
        document = with_files(city, "甲.txt", "乙.txt", "丙.txt")
        before = {row.title: row.file for row in document.attachments.select_related("file")}
        correction, clerk = begun(city, document), city.people[Role.CLERK]
        rows = {row.title: row for row in correction.attachments.all()}
        attachments.drop_file(correction=correction, attachment=rows["甲.txt"], by=clerk, at=NOON)
        attachments.name_file(
            correction=correction, attachment=rows["丙.txt"], title="养护标准", position=1,
            by=clerk, at=NOON,
        )  # fmt: skip
        attachments.replace_file(
            correction=correction, attachment=rows["乙.txt"],
            file=(io.BytesIO("新的乙\n".encode()), "新乙.txt"), by=clerk, at=NOON,
        )  # fmt: skip
        attachments.add_files(
            correction=correction,
            files=[(io.BytesIO("丁\n".encode()), "丁.txt")],
            by=clerk,
            at=NOON,
        )
        assert titles(document) == ["甲.txt", "乙.txt", "丙.txt"]
        proposed = list(correction.attachments.select_related("file"))
        assert [row.title for row in proposed] == ["养护标准", "乙.txt", "丁.txt"]
        for row in proposed[1:]:
            assert client.get(f"/files/{row.file.public_id}/").status_code == 404
        for number, action in enumerate(("submit", "confirm_openness", "pass_secrecy", "sign")):
            act = {
                "submit": lambda by, at: review.submit(correction=correction, by=by, at=at),
                "confirm_openness": lambda by, at: review.confirm_openness(
                    correction=correction, by=by, at=at
                ),
                "pass_secrecy": lambda by, at: review.pass_secrecy(
                    correction=correction, opinion="不涉密", by=by, at=at
                ),
                "sign": lambda by, at: signature.sign_correction(
                    correction=correction, by=by, at=at
                ),
            }[action]
            role = ("clerk", "openness_reviewer", "secrecy_reviewer", "signer")[number]
            act(city.people[Role(role)], NOON + (number + 1) * MINUTE)
        assert titles(document) == ["养护标准", "乙.txt", "丁.txt"]
        for row in proposed:
            answer = client.get(f"/files/{row.file.public_id}/")
            with row.file.cleaned.open("rb") as kept:
                assert (answer.status_code, b"".join(answer)) == (200, kept.read())
        for name in ("甲.txt", "乙.txt"):
            assert client.get(f"/files/{before[name].public_id}/").status_code == 404
        edition = document.editions.last()
        assert edition is not None
        assert [row["title"] for row in edition.attachments] == titles(document)
        assert all(row["sha256"] for row in edition.attachments)

    def test_a_new_file_is_gated_like_any(self, city: City) -> None:
        correction = begun(city)
        stream = io.BytesIO("姓名：张三，身份证号110101199003078478\n".encode())
        attachments.add_files(
            correction=correction, files=[(stream, "名单.txt")], by=city.people[Role.CLERK], at=NOON
        )
        with pytest.raises(Blocked, match="名单"):
            review.submit(correction=correction, by=city.people[Role.CLERK], at=NOON)

    def test_the_source_of_an_import_stays_unpublished(self, city: City) -> None:
        document = with_files(city, "甲.txt", "原件.txt")
        document.attachments.filter(title="原件.txt").update(is_source=True)
        corrected(city, document)
        assert titles(document) == ["甲.txt"]
        assert document.attachments.filter(is_source=True).count() == 1


class TestElements:
    """One act by a clerk."""

    def test_labels_are_changed_in_one_act(self, city: City) -> None:
        document, clerk = published(city), city.people[Role.CLERK]
        tag = PolicyTag.objects.create(name="屋顶绿化", group="城市")
        edition = correct_elements(
            document=document,
            elements={"abstract": "屋顶绿化由产权人养护。"},
            labels={"tags": [tag]},
            by=clerk,
            at=NOON,
        )
        document.refresh_from_db()
        assert document.abstract == "屋顶绿化由产权人养护。"
        assert list(document.tags.all()) == [tag]
        assert (edition.number, edition.change) == (2, EditionChange.ELEMENTS)
        assert edition.elements["tags"] == ["屋顶绿化"]
        assert document.acts.latest("id").reason == "内容概述、政策标签"
        assert "tag=屋顶绿化" in SearchEntry.objects.get().facet_terms

    @pytest.mark.parametrize(
        ("elements", "said"),
        [
            ({"title": "关于另一件事的通知"}, "要素更正不能改动"),
            ({"abstract": "明确屋顶绿化养护责任。"}, "没有改动"),
            ({"abstract": ""}, "内容概述"),
            ({"abstract": "联系人李四，电话13800138000。"}, "手机号"),
        ],
    )
    def test_what_wants_more_hands_is_refused(
        self, city: City, elements: dict[str, object], said: str
    ) -> None:
        document = published(city)
        with pytest.raises(ActRefused, match=said), transaction.atomic():
            correct_elements(
                document=document, elements=elements, by=city.people[Role.CLERK], at=NOON
            )
        assert document.editions.count() == 1

    @pytest.mark.parametrize("role", [Role.OPENNESS_REVIEWER, Role.SIGNER, None])
    def test_it_is_the_clerks(self, city: City, role: Role | None) -> None:
        by = city.people[role] if role else city.outsider
        with pytest.raises(NotPermitted):
            correct_elements(
                document=published(city), elements={"abstract": "概述"}, by=by, at=NOON
            )


class TestClosing:
    """An old edition that said what may not be public."""

    def test_it_is_gone_but_known(self, city: City, client: Client) -> None:
        document = corrected(city, published(city))
        first = document.editions.get(number=1)
        assert client.get(first.get_absolute_url()).status_code == 200
        close_edition(
            document=document,
            edition=first,
            reason="含手机号",
            by=city.people[Role.SIGNER],
            at=NOON,
        )
        assert client.get(first.get_absolute_url()).status_code == 404
        assert client.get(f"/api/v1{first.get_absolute_url()}").status_code == 404
        page = client.get(f"/documents/{document.pk}/").content.decode()
        assert "不再提供" in page
        assert "含手机号" not in page
        second = client.get(f"/documents/{document.pk}/editions/2/")
        assert second.context["before"] is None

    def test_what_is_public_now_is_not_closed_but_withdrawn(self, city: City) -> None:
        document = published(city)
        with pytest.raises(ActRefused, match="撤回文件"):
            close_edition(
                document=document,
                edition=Edition.objects.get(),
                reason="有误",
                by=city.people[Role.SIGNER],
                at=NOON,
            )


def test_a_report_is_answered_by_the_correction_that_came_of_it(city: City) -> None:
    document = published(city)
    report = report_error(document=document, text="有错字", key=uuid.uuid4(), at=FILED_AT + DAY)
    clerk = city.people[Role.CLERK]
    correction = drafts.begin_correction(
        document=document, kind="form", reason="读者纠错", error_report=report, by=clerk, at=NOON
    )
    body = document.body.replace("日常", "日常的")
    drafts.edit_correction(correction=correction, elements={"body": body}, by=clerk, at=NOON)
    review.submit(correction=correction, by=clerk, at=NOON)
    report.refresh_from_db()
    assert report.state == ErrorReportState.OPEN
    signature.sign_correction(correction=correction, by=city.people[Role.SIGNER], at=NOON + MINUTE)
    report.refresh_from_db()
    assert (report.state, report.handled_by) == (
        ErrorReportState.HANDLED, city.people[Role.SIGNER],
    )  # fmt: skip
    assert "第2版" in report.reply


def test_a_report_on_another_document_is_refused(city: City) -> None:
    other = published(city, doc_number="试府办〔2026〕8号")
    report = report_error(document=other, text="有错字", key=uuid.uuid4(), at=FILED_AT + DAY)
    with pytest.raises(ActRefused, match="另一份文件"):
        drafts.begin_correction(
            document=published(city),
            kind="form",
            reason="读者纠错",
            error_report=report,
            by=city.people[Role.CLERK],
            at=NOON,
        )
