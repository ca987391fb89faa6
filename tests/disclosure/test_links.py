"""Dead links: found, told, and kept out of what is submitted (T05)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from disclosure.blockers import for_submission
from disclosure.choices import Kind
from disclosure.dead_links import (
    DeadLink,
    LinkKind,
    dead_links,
    outside_addresses,
    own_roots,
    with_dead_links,
)
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.attachments import attach
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.files.models import StoredFile
from portal.links.choices import LinkClass
from portal.links.models import DangerousDomain, Link
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, published
from tests.disclosure.columns import a_column, signed_in
from tests.files.samples import pdf_bytes

Make = Callable[..., Document]
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def filed(city: City, make_draft: Make) -> Callable[..., Document]:
    """A draft with a body, and a number of its own."""

    def act(body: str, number: int = 50) -> Document:
        return make_draft(body=body, doc_number=f"试府办〔2026〕{number}号")

    return act


def attached(document: Document, city: City) -> StoredFile:
    """A document's attachment as stored."""
    attach(
        document=document,
        stream=io.BytesIO(pdf_bytes("养护名录")),
        name="名录.pdf",
        by=city.people[Role.CLERK],
        at=FILED_AT,
    )
    return document.attachments.get(is_source=False).file


def checked(
    url: str, problem: str = "打不开（状态码 404）", found: LinkClass = LinkClass.BROKEN
) -> Link:
    """A link as the patrol left it."""
    return Link.objects.create(
        url=url,
        status=404 if problem else 200,
        problem=problem,
        link_class=found if problem else LinkClass.OK,
        checked_at=FILED_AT,
        due_at=FILED_AT,
    )


def test_the_roots_are_those_of_the_site() -> None:
    assert {"documents", "library", "files", "openness", "admin"} <= own_roots()


@pytest.mark.django_db
class TestInside:
    """Our own paths, against the addresses and the public rows."""

    def test_what_is_public_is_no_dead_link(self, city: City, filed: Any) -> None:
        target = published(city)
        column = a_column(city)
        body = (
            f"见 /documents/{target.pk}/ 和 /documents/{target.pk}/print/ 、/library/ 、"
            f"/documents/{target.pk} 、{column.get_absolute_url()} 、/openness/guide/ 、/ 。"
        )
        assert dead_links(filed(body)) == ()

    @pytest.mark.parametrize(
        ("path", "problem"),
        [
            ("/documents/999999/", "没有公开或已撤回"),
            ("/documents/999999/download.pdf", "没有公开或已撤回"),
            ("/documents/99999999999999999999999999/", "没有公开或已撤回"),
            ("/api/v1/documents/999999/", "没有公开或已撤回"),
            ("/documents/x/", "没有这个地址"),
            ("/library/c/nix/", "栏目不存在"),
            ("/files/00000000-0000-0000-0000-000000000000/", "附件没有公开"),
            ("/openness/nix/", "没有这个地址"),
            ("/admin/", "没有这个地址"),
        ],
    )
    def test_what_leads_nowhere(self, city: City, filed: Any, path: str, problem: str) -> None:
        for text in (f"见{path}。", f"见https://shijiang.example{path}"):
            (link,) = dead_links(filed(text))
            assert (link.kind, link.target) == (LinkKind.INTERNAL, path)
            assert problem in link.problem

    def test_a_document_that_is_not_public_is_dead(self, city: City, filed: Any) -> None:
        """Whoever writes the link may read it; the public may not."""
        hidden = filed("正文。", 51)
        withdrawn = review.withdraw(
            document=published(city), reason="有误", by=city.people[Role.SIGNER], at=FILED_AT
        )
        unlisted = a_column(city, is_listed=False)
        paths = {row.get_absolute_url() for row in (hidden, withdrawn, unlisted)}
        found = dead_links(filed("、".join(sorted(paths)), 52))
        assert {link.target for link in found} == paths

    def test_attachments_of_public_documents_only(self, city: City, filed: Any) -> None:
        document = filed("正文。", 51)
        stored = attached(document, city)
        linking = filed(f"附件见 /files/{stored.public_id}/ 。", 52)
        assert [link.kind for link in dead_links(linking)] == [LinkKind.INTERNAL]
        bring_to(document, "published", cast=city.cast, at=FILED_AT + dt.timedelta(hours=1))
        assert dead_links(linking) == ()

    def test_both_ends_of_a_comparison(self, city: City, filed: Any) -> None:
        target = published(city)
        for path in (
            f"/documents/{target.pk}/compare/999999/",
            f"/documents/999999/compare/{target.pk}/",
        ):
            assert len(dead_links(filed(path, 50 + path.index("compare")))) == 1


@pytest.mark.django_db
class TestAttachments:
    """The stored file must be there."""

    def test_a_missing_file_of_a_public_document(self, city: City, filed: Any) -> None:
        document = filed("正文。")
        stored = attached(document, city)
        document = bring_to(
            document, "published", cast=city.cast, at=FILED_AT + dt.timedelta(hours=1)
        )
        assert dead_links(document) == ()
        stored.refresh_from_db()
        Path(stored.cleaned.path).unlink()
        (link,) = dead_links(document)
        assert (link.kind, link.target) == (LinkKind.ATTACHMENT, "名录")

    def test_a_missing_file_of_a_draft(self, city: City, filed: Any) -> None:
        document = filed("正文。")
        stored = attached(document, city)
        assert dead_links(document) == ()
        Path(stored.received.path).unlink()
        assert [link.kind for link in dead_links(document)] == [LinkKind.ATTACHMENT]

    def test_the_kept_original_of_an_import_is_nobodys_link(self, city: City, filed: Any) -> None:
        document = filed("正文。")
        stored = attached(document, city)
        document.attachments.update(is_source=True)
        Path(stored.received.path).unlink()
        assert dead_links(document) == ()


@pytest.mark.django_db
class TestBlockers:
    """The list that keeps a draft from being submitted."""

    def test_each_says_what_to_do(self, city: City, filed: Any) -> None:
        checked("https://a.example/x")
        document = filed("见 /documents/999999/ 和 https://a.example/x 。")
        Path(attached(document, city).received.path).unlink()
        found = [b for b in for_submission(document, on=TODAY) if b.code == "dead_link"]
        inside, outside, file = found
        assert inside.message.startswith("正文中的站内链接“/documents/999999/”打不开")
        assert outside.message.endswith("请改正或删除。")
        assert "https://a.example/x" in outside.message
        assert "“名录”" in file.message
        assert not any(blocker.overridable for blocker in found)
        with pytest.raises(Blocked, match="站内链接"):
            review.submit(document=document, by=city.people[Role.CLERK], at=FILED_AT)

    def test_what_opened_or_was_not_checked_keeps_nobody(self, city: City, filed: Any) -> None:
        checked("https://a.example/x", problem="")
        checked("https://c.example/x", "网站不让查看（状态码 403）", LinkClass.CAUTION)
        document = filed("见 https://a.example/x 、https://b.example/y 和 https://c.example/x 。")
        assert not [b for b in for_submission(document, on=TODAY) if b.code == "dead_link"]

    def test_what_is_dangerous_keeps_it_before_anybody_looked(self, city: City, filed: Any) -> None:
        DangerousDomain.objects.create(
            domain="evil.example", reason="通报", by=city.outsider, at=FILED_AT
        )
        document = filed(
            "见 https://www.evil.example/x 、https://notevil.example/ 和 http://10.0.0.8/ 。"
        )
        found = [b.message for b in for_submission(document, on=TODAY) if b.code == "dead_link"]
        assert len(found) == 2
        assert "www.evil.example" in found[0]
        assert "指向内网地址" in found[1]


@pytest.mark.django_db
class TestReports:
    """For staff and for the operator."""

    @pytest.fixture(autouse=True)
    def no_axes(self, settings: Any) -> None:
        settings.AXES_ENABLED = False

    def planted(self, city: City) -> Document:
        """A public document whose links have died since."""
        target = published(city, title="甲通知", doc_number="试府办〔2026〕41号")
        document = published(
            city,
            title="乙通知",
            doc_number="试府办〔2026〕42号",
            body=f"见 /documents/{target.pk}/ 和 https://a.example/x 。",
        )
        review.withdraw(document=target, reason="有误", by=city.people[Role.SIGNER], at=FILED_AT)
        checked("https://a.example/x")
        return document

    def test_staff_see_those_of_their_organ(self, city: City) -> None:
        self.planted(city)
        for who in (Role.CLERK, Role.SUPERVISOR):
            page = signed_in(city.people[who]).get("/admin/links/link/")
            assert "乙通知" in page.content.decode()
            assert "https://a.example/x" in page.content.decode()
        page = signed_in(city.outsider).get("/admin/links/link/")
        assert "乙通知" not in page.content.decode()
        assert "没有发现打不开的链接" in page.content.decode()

    def test_the_command_finds_what_was_planted(self, city: City) -> None:
        document = self.planted(city)
        out = io.StringIO()
        with pytest.raises(CommandError) as refused:
            call_command("check_site", stdout=out)
        assert refused.value.returncode == 1
        assert f"[错误] 《乙通知》（编号{document.pk}）站内链接" in out.getvalue()
        assert "[警告] 《乙通知》" in out.getvalue()

    def test_an_outside_link_alone_is_no_error(self, city: City) -> None:
        published(city, body="见 https://a.example/x 。")
        checked("https://a.example/x")
        out = io.StringIO()
        call_command("check_site", stdout=out)
        assert "外部链接“https://a.example/x”" in out.getvalue()

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_follow_the_batches(
        self, city: City, django_assert_num_queries: Any, count: int
    ) -> None:
        for number in range(count):
            published(
                city,
                doc_number=f"试府办〔2026〕{60 + number}号",
                kind=Kind.NOTICE,
                body="见 https://a.example/x 和 /library/ 。",
            )
        checked("https://a.example/x")
        with django_assert_num_queries(5):
            found = list(with_dead_links(Document.objects.public()))
        expected = DeadLink(LinkKind.EXTERNAL, "https://a.example/x", "打不开（状态码 404）")
        assert [row.links for row in found] == [(expected,)] * count

    def test_only_what_is_public_or_on_its_way_is_looked_at(self, city: City, filed: Any) -> None:
        filed("见 https://draft.example/ 。", 61)
        published(city, body="见 https://public.example/x 。")
        gone = published(city, doc_number="试府办〔2026〕62号", body="https://gone.example/")
        review.withdraw(document=gone, reason="有误", by=city.people[Role.SIGNER], at=FILED_AT)
        assert outside_addresses() == {"https://draft.example/", "https://public.example/x"}
