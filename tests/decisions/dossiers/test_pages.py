"""The pages of a decision: what everybody reads, and what those see who keep the file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from decisions.dossiers.models import Decision, DraftRecord
from decisions.dossiers.services import assessments, course, public_records
from decisions.dossiers.workflow import Status
from portal.accounts.choices import Role
from tests.builders import City, person
from tests.decisions.dossiers.cases import AT, TITLE, brought, disclosed, started, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/decisions/decision/"
BEGIN = f"{LIST}begin/"


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _handler(city: City) -> Client:
    return _client(city.people[Role.DECISION_HANDLER])


class TestPublic:
    def test_nothing_before_it_is_disclosed(self, city: City, client: Client) -> None:
        row = walk(started(city), city, "draft")
        record = DraftRecord.objects.get()
        for address in ("", "dossier/", f"drafts/{record.pk}/"):
            assert client.get(f"/decisions/{row.pk}/{address}").status_code == 404

    def test_the_whole_course_is_one_page(self, city: City, client: Client) -> None:
        row = walk(brought(city, Status.IN_FORCE), city, "report", "evaluate", "disclose")
        page = client.get(row.get_absolute_url()).content.decode()
        for words in (
            TITLE, "代表建议第47号", "看草案", "向社会公开征求意见", "收到12条意见", "5位专家论证",
            "委托第三方评估，结论：低风险", "结论：不影响公平竞争", "合法性审查完成",
            "常务会议讨论通过", "2026年10月28日", "收到12条，采纳5条。", "发放第一批。",
            "结论：继续执行",
            "《重大行政决策程序暂行条例》第二十五条", "《公平竞争审查条例》第十三条",
        ):  # fmt: skip
            assert words in page, words
        # What stays in the file.
        for words in ("有一位组成人员主张缓行", "分批受理", "lawful", "合法性审查意见："):
            assert words not in page

    def test_the_draft_stands_by_itself(self, city: City, client: Client) -> None:
        row = disclosed(city)
        record = DraftRecord.objects.get()
        page = client.get(f"/decisions/{row.pk}/drafts/{record.pk}/").content.decode()
        for words in ("补贴以服务券发放", "为什么改。", "和您有什么关系。", "没有生效"):
            assert words in page
        other = started(city, title="另一件")
        assert client.get(f"/decisions/{other.pk}/drafts/{record.pk}/").status_code == 404

    def test_the_dossier_has_contents_drafts_and_proof(self, city: City, client: Client) -> None:
        from portal.audit.models import AuditEntry

        row = disclosed(city)
        page = client.get(f"/decisions/{row.pk}/dossier/").content.decode()
        assert 'href="#step-legality"' in page
        assert "补贴以服务券发放" in page
        entries = AuditEntry.objects.filter(object_type="decisions.Decision")
        assert entries.count() == row.acts.count()
        assert all(entry.hash in page for entry in entries)
        assert city.people[Role.DECISION_HANDLER].full_name not in page

    def test_it_leads_to_its_document_and_back(self, city: City, client: Client) -> None:
        row = disclosed(city)
        from decisions.dossiers.models import PublicationRecord

        document = PublicationRecord.objects.get().document
        assert document is not None
        assert document.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()
        assert row.get_absolute_url() in client.get(document.get_absolute_url()).content.decode()
        record = public_records.key_of(PublicationRecord.objects.get())
        by = city.people[Role.DECISION_REVIEWER]
        public_records.conceal(decision=row, record=record, reason="暂不公开", by=by, at=AT)
        page = client.get(document.get_absolute_url()).content.decode()
        assert row.get_absolute_url() not in page

    def test_what_was_taken_back_is_gone(self, city: City, client: Client) -> None:
        row = walk(started(city), city, "draft", "disclose")
        record = public_records.key_of(DraftRecord.objects.get())
        by = city.people[Role.DECISION_REVIEWER]
        public_records.conceal(decision=row, record=record, reason="涉密", by=by, at=AT)
        for address in ("", "dossier/"):
            answer = client.get(f"/decisions/{row.pk}/{address}")
            assert answer.status_code == 410
            assert TITLE not in answer.content.decode()

    def test_the_dossier_as_pages(self, city: City, client: Client) -> None:
        row = disclosed(city)
        address = f"/decisions/{row.pk}/dossier.pdf"
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "no-cache"
        pages = pypdfium2.PdfDocument(answer.content)
        told = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
        for words in (
            TITLE, "目录", "合法性审查完成", "补贴以服务券发放", "为什么改。", "审计记录",
            "不是公文",
        ):  # fmt: skip
            assert words in told, words
        assert "主张缓行" not in told
        assert client.get(address).content == answer.content
        assert client.get(f"/decisions/{started(city).pk}/dossier.pdf").status_code == 404

    def test_by_words_state_matter_and_year(self, city: City, client: Client) -> None:
        row = disclosed(city)
        walk(started(city, title="试江市滨海大道改造工程", matter="project"), city, "draft",
             "disclose")  # fmt: skip
        walk(started(city, title="没有公开的一件"), city, "draft")
        assert '共 <span class="num">2</span> 项' in client.get("/decisions/").content.decode()
        for query in ("q=养老", "state=in_force", "matter=measures", "q=补贴&year=2026"):
            page = client.get(f"/decisions/?{query}").content.decode()
            assert row.get_absolute_url() in page, query
            assert "滨海大道" not in page, query
        assert "没有找到" in client.get("/decisions/?year=2019").content.decode()
        by = city.people[Role.DECISION_REVIEWER]
        course.STEPS.perform(row, "suspend", by=by, at=AT, reason="核实数据")
        page = client.get("/decisions/?state=suspended").content.decode()
        assert row.get_absolute_url() in page
        assert (
            row.get_absolute_url() not in client.get("/decisions/?state=in_force").content.decode()
        )

    def test_the_feed_tells_of_the_newest_step(self, city: City, client: Client) -> None:
        row = disclosed(city)
        told = client.get("/decisions/feed/?matter=measures").content.decode()
        assert row.get_absolute_url() in told
        assert f"<title>{TITLE}</title>" in told
        assert client.get("/decisions/feed.json").json()["items"][0]["title"] == TITLE
        assert (
            row.get_absolute_url()
            not in client.get("/decisions/feed/?matter=plan").content.decode()
        )

    @pytest.mark.parametrize(
        "query", ["q=%00", f"q={'长' * 5000}", "page=0", "page=99999", f"year={'9' * 400}",
                  "state=<b>x", "organ='--"],
    )  # fmt: skip
    def test_odd_addresses_are_answered(self, city: City, client: Client, query: str) -> None:
        disclosed(city)
        for address in ("/decisions/", "/decisions/feed/"):
            answer = client.get(f"{address}?{query}")
            assert answer.status_code == 200
            assert "<b>x" not in answer.content.decode()

    def test_queries_of_the_list(
        self, city: City, client: Client, django_assert_num_queries: Any
    ) -> None:
        disclosed(city)
        client.get("/decisions/")
        with django_assert_num_queries(9):
            client.get("/decisions/")

    def test_markup_is_shown_as_it_was_typed(self, city: City, client: Client) -> None:
        row = started(
            city, title="<b>办法</b>", gist="<script>x</script>", origin_words="<i>谁</i>"
        )
        walk(row, city, "draft", "disclose")
        page = client.get(row.get_absolute_url()).content.decode()
        assert "<script>x" not in page
        assert "&lt;b&gt;办法" in page

    @pytest.mark.parametrize(("address", "queries"), [("", 18), ("dossier/", 19)])
    def test_queries(
        self, city: City, client: Client, address: str, queries: int,
        django_assert_num_queries: Any,
    ) -> None:  # fmt: skip
        row = walk(disclosed(city), city, "report", "report", "report", "disclose")
        client.get(row.get_absolute_url())
        with django_assert_num_queries(queries):
            client.get(f"/decisions/{row.pk}/{address}")


class TestDesk:
    def test_outsiders_find_nothing(self, city: City, client: Client) -> None:
        row = started(city)
        for user in (city.outsider, city.people[Role.CLERK]):
            outside = _client(user)
            for address in (f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/act/draft/"):
                assert outside.get(address).status_code == 404
            assert TITLE not in outside.get(LIST).content.decode()
        assert client.get(LIST).status_code == 302

    def test_the_file_shows_what_is_lacking(self, city: City) -> None:
        row = started(city)
        page = _handler(city).get(f"{LIST}{row.pk}/change/").content.decode()
        for words in (
            "没有登记草案",
            "没有合法性审查意见",
            "还没有确定是否须公众参与",
            "十五个步骤",
        ):
            assert words in page
        # What is lacking stands in the way of the act, in the same words.
        answer = _handler(city).post(f"{LIST}{row.pk}/act/submit/", {})
        assert answer.status_code == 409
        assert "没有合法性审查意见" in answer.content.decode()

    def test_a_decision_is_begun_and_screened(self, city: City) -> None:
        client = _handler(city)
        assert client.get(BEGIN).status_code == 200
        typed = {
            "organ": city.office.pk, "maker": city.root.pk, "title": "公园开放办法",
            "matter": "measures", "origin": "public", "started_on": "2026-11-02",
        }  # fmt: skip
        wrong = client.post(BEGIN, {**typed, "started_on": "2026-02-30"})
        assert wrong.status_code == 400
        assert "公园开放办法" in wrong.content.decode()
        made = client.post(BEGIN, typed)
        row = Decision.objects.get()
        assert made["Location"].endswith(f"{row.pk}/change/")
        screened = {
            "skip_market": "不涉及",
            "wants_hearing": "on",
            "seen": row.updated_at.isoformat(),
        }
        done = client.post(f"{LIST}{row.pk}/act/screen/", screened)
        assert done.status_code == 302, done.content.decode()[:3000]
        assert row.screenings.filter(applies=False).count() == 1

    def test_only_handlers_begin(self, city: City) -> None:
        assert _client(city.people[Role.DECISION_REVIEWER]).get(BEGIN).status_code == 403

    def test_a_draft_is_typed_in_lines(self, city: City) -> None:
        row = started(city)
        client = _handler(city)
        typed = {
            "drafted_on": "2026-04-01", "text": "第一条　为了照护老人。", "options": "1",
            "seen": row.updated_at.isoformat(),
        }  # fmt: skip
        kept = client.post(f"{LIST}{row.pk}/act/draft/", {**typed, "drafted_on": "2027-04-01"})
        assert kept.status_code in (400, 409)
        assert "为了照护老人" in kept.content.decode()
        assert client.post(f"{LIST}{row.pk}/act/draft/", typed).status_code == 302
        assert DraftRecord.objects.count() == 1

    def test_exceptions_stand_on_a_list_by_their_ends(self, city: City) -> None:
        row, by = started(city), city.people[Role.DECISION_HANDLER]
        assessments.review_competition(
            decision=row, reviewer="market_and_drafter", initial_on=dt.date(2026, 6, 8),
            heard="协会", conclusion="exception", concluded_on=dt.date(2026, 6, 12),
            ground="public", alternative="先试点", ends_on=dt.date(2026, 11, 18), by=by, at=AT,
        )  # fmt: skip
        Decision.objects.update(status=Status.IN_FORCE, decided_on=dt.date(2026, 7, 1))
        page = _handler(city).get(f"{LIST}exceptions/").content.decode()
        assert TITLE in page
        assert "2026-11-18 已经到期" in page
        assert TITLE not in _client(city.outsider).get(f"{LIST}exceptions/").content.decode()

    def test_a_supervisor_reads_and_does_nothing(self, city: City) -> None:
        row = started(city)
        over = person("over", organs=[city.root], roles=[Role.SUPERVISOR])
        assert _client(over).get(f"{LIST}{row.pk}/change/").status_code == 200
        typed = {
            "drafted_on": "2026-04-01", "text": "第一条　写。", "options": "1",
            "seen": row.updated_at.isoformat(),
        }  # fmt: skip
        answer = _client(over).post(f"{LIST}{row.pk}/act/draft/", typed)
        assert answer.status_code == 403
        assert not DraftRecord.objects.exists()

    def test_what_waits_stands_in_the_day(self, city: City) -> None:
        started(city)
        page = _handler(city).get("/admin/").content.decode()
        assert TITLE in page
