"""The acts on an entry: what each asks for, what it leaves, what is refused with which words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction

from policies.answers.choices import Audience, ChangeLevel
from policies.answers.models import Entry
from policies.answers.selectors import open_version, tally
from policies.answers.services import entries, votes
from policies.answers.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.search.models import SearchEntry
from portal.text.model import Figure, Text
from tests.builders import City
from tests.policies.answers.base import (
    AT,
    DAY,
    LONG,
    QUESTION,
    SHORT,
    again,
    brought,
    drafted,
    policy,
    released,
    revised,
    text,
    walk,
    written,
)

pytestmark = pytest.mark.django_db


class TestDraft:
    def test_it_begins_with_its_question_and_passage(self, city: City) -> None:
        document = policy(city)
        entry = drafted(city, document)
        version = open_version(entry)
        assert version is not None
        basis = version.bases.get()
        assert (version.number, version.question) == (1, QUESTION)
        assert (basis.document, basis.passage, basis.anchor) == (document, "第二条", "tiao-2")
        assert basis.url == f"{document.get_absolute_url()}#tiao-2"
        assert (entry.handler, entry.status) == (city.people[Role.MESSAGE_RESPONDER], "draft")

    @pytest.mark.parametrize("role", [Role.ANSWER_REVIEWER, Role.CLERK, Role.SUPERVISOR])
    def test_by_nobody_else(self, city: City, role: Role) -> None:
        document = policy(city)
        with pytest.raises(NotPermitted, match="由该机关的留言答复人员拟写"):
            drafted(city, document, by=city.people[role])
        assert not Entry.objects.exists()

    def test_a_question_is_asked_once_for_the_same_readers(self, city: City) -> None:
        document = policy(city)
        first = drafted(city, document)
        with pytest.raises(ActRefused, match=f"本机关已经有这个问题：{first}"):
            drafted(city, document)
        drafted(city, document, audience=Audience.WINDOW)
        drafted(city, document, organ=city.street)
        walk(first, city, "discard")
        drafted(city, document)


class TestBases:
    """依据 as they are written."""

    @pytest.mark.parametrize(
        ("line", "passage"),
        [
            ("试府办〔2026〕7号", ""),
            ("试府办[2026]7号 第二条", "第二条"),
            ("{page}", ""),
            ("https://portal.example{page} 第三条", "第三条"),
            ("  {page}   第一条 ", "第一条"),
        ],
    )
    def test_by_number_or_by_page(self, city: City, line: str, passage: str) -> None:
        document = policy(city)
        written_line = line.format(page=document.get_absolute_url())
        version = open_version(drafted(city, document, policies=[written_line]))
        assert version is not None
        assert [(row.document, row.passage) for row in version.bases.all()] == [(document, passage)]

    @pytest.mark.parametrize(
        ("lines", "words"),
        [
            (["试府办〔2026〕99号"], "没有找到公开、有效的文件：试府办〔2026〕99号"),
            (["/nirgends/"], "没有找到公开、有效的文件：/nirgends/"),
            (["/library/"], "没有找到公开、有效的文件"),
            (["{page} 第九条"], "里没有“第九条”"),
            (["{page} 第二条", "{page} 第二条"], "依据重复了"),
            (["{page}"] * 21, "依据最多写20处"),
            (["x" * 20_000], "没有找到公开、有效的文件"),
        ],
    )
    def test_what_leads_nowhere_is_said(self, city: City, lines: list[str], words: str) -> None:
        page = policy(city).get_absolute_url()
        with pytest.raises(ActRefused, match=words):
            drafted(city, policies=[line.format(page=page) for line in lines])

    def test_a_document_that_is_not_public_is_none(self, city: City) -> None:
        document = policy(city)
        type(document).objects.filter(pk=document.pk).update(validity="repealed")
        with pytest.raises(ActRefused, match="没有找到公开、有效的文件"):
            drafted(city, document)

    def test_two_documents_under_one_number_are_told_apart_by_their_pages(self, city: City) -> None:
        first = policy(city)
        second = policy(city, "试府办〔2026〕9号", title="又以原来文号为人所知的文本")
        keys = SearchEntry.objects.get(kind="document", object_id=first.pk).number_keys
        SearchEntry.objects.filter(kind="document", object_id=second.pk).update(number_keys=keys)
        with pytest.raises(ActRefused, match="有几份文件都是这个文号"):
            drafted(city, policies=["试府办〔2026〕7号"])
        entry = drafted(city, first)
        assert entries.begins_with(entry)["policies"] == f"{first.get_absolute_url()} 第二条"


class TestWriting:
    def test_everything_is_put_down_and_offered_again(self, city: City) -> None:
        entry = written(drafted(city), city.people[Role.MESSAGE_RESPONDER], contact="李工")
        begins = entries.begins_with(entry)
        assert begins["answer"] == text(LONG)
        assert (begins["short_answer"], begins["contact"]) == (SHORT, "李工")
        assert begins["policies"] == "试府办〔2026〕7号 第二条"

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"question": " \u200b "}, "请填写标准问"),
            ({"question": "问" * 101}, "标准问最多100字"),
            ({"similar": [str(n) for n in range(21)]}, "相似问法最多写20条"),
            ({"similar": ["问" * 101]}, "每条相似问法最多100字"),
            ({"answer": Text((Figure("0" * 8, "图"),))}, "请删去图片"),
            (
                {"effective_on": dt.date(2026, 9, 9), "expires_on": dt.date(2026, 9, 8)},
                "失效日期早于生效日期",
            ),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, city: City, changes: dict[str, Any], words: str
    ) -> None:
        entry = drafted(city)
        with pytest.raises(ActRefused, match=words):
            written(entry, city.people[Role.MESSAGE_RESPONDER], **changes)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"short_answer": ""}, "还没有写简答"),
            ({"policies": []}, "还没有写依据"),
            ({"review_on": None}, "下次复核日应在今天以后"),
            ({"review_on": dt.date(2026, 9, 7)}, "下次复核日应在今天以后"),
            ({"expires_on": dt.date(2026, 9, 6)}, "失效日期已过"),
            ({"short_answer": "张三身份证 990101199001010019"}, "疑似身份证号"),
        ],
    )
    def test_what_is_missing_keeps_it_from_review(
        self, city: City, changes: dict[str, Any], words: str
    ) -> None:
        entry = written(drafted(city), city.people[Role.MESSAGE_RESPONDER], **changes)
        with pytest.raises(ActRefused, match=words):
            walk(entry, city, "submit")
        assert again(entry).status == Status.DRAFT

    def test_a_change_of_what_is_read_says_what_it_is(self, city: City) -> None:
        entry = walk(released(city), city, "revise")
        by = city.people[Role.MESSAGE_RESPONDER]
        written(entry, by, note="")
        with pytest.raises(ActRefused, match="请写明改了什么"):
            walk(entry, city, "submit")


class TestRelease:
    def test_what_was_reviewed_is_read(self, city: City) -> None:
        entry = released(city)
        version = entry.current
        assert version is not None
        assert (entry.status, entry.holds, entry.public_at) == (Status.PUBLIC, True, AT)
        assert (version.released_at, version.level, version.counted_from) == (AT, "major", 1)
        assert version.released_by == city.people[Role.ANSWER_REVIEWER]

    def test_a_basis_that_ended_meanwhile_stops_it(self, city: City) -> None:
        document = policy(city)
        entry = drafted(city, document)
        written(entry, city.people[Role.MESSAGE_RESPONDER])
        walk(entry, city, "submit")
        type(document).objects.filter(pk=document.pk).update(validity="repealed")
        with pytest.raises(ActRefused, match="依据的文件已经失效或者撤下"):
            walk(entry, city, "release")

    @pytest.mark.parametrize("column", ["question", "short_answer", "level"])
    def test_a_released_version_is_final(self, city: City, column: str) -> None:
        entry = released(city)
        with pytest.raises(InternalError, match="released_answer_is_final"), transaction.atomic():
            entry.versions.update(**{column: "typo"})


class TestLevels:
    """勘误 tells nobody, 一般 tells systems, 重大 begins the votes anew."""

    @pytest.mark.parametrize(
        ("level", "pushes", "counted"),
        [
            (ChangeLevel.TYPO, 1, 1),
            (ChangeLevel.MINOR, 2, 1),
            (ChangeLevel.MAJOR, 2, 0),
        ],
    )
    def test_who_is_told_and_what_counts(
        self, city: City, level: ChangeLevel, pushes: int, counted: int
    ) -> None:
        kinds = ["answers.changed"]
        WebhookEndpoint.objects.create(name="热线", url="https://a.example/", kinds=kinds)
        entry = released(city)
        assert entry.current is not None
        votes.vote(version=entry.current, browser="b", useful=True, at=AT)
        entry = revised(city, entry, level)
        assert OutboxMessage.objects.count() == pushes
        assert tally(entry).useful == counted
        assert entry.current is not None
        assert (entry.current.number, entry.current.level) == (2, level)

    def test_votes_of_typos_add_up_until_the_next_change_of_weight(self, city: City) -> None:
        entry = released(city)
        for number, level in enumerate([ChangeLevel.TYPO, ChangeLevel.MAJOR, ChangeLevel.TYPO], 1):
            assert entry.current is not None
            votes.vote(version=entry.current, browser="b", useful=True, at=AT)
            entry = revised(city, entry, level, at=AT + number * DAY)
        assert tally(entry).useful == 1
        assert entry.current is not None
        assert entry.current.counted_from == 3

    def test_after_a_withdrawal_everything_begins_anew(self, city: City) -> None:
        entry = walk(released(city), city, "withdraw")
        assert (entry.current, entry.withdrawn_at) == (None, AT)
        walk(entry, city, "revise")
        by = city.people[Role.MESSAGE_RESPONDER]
        written(entry, by, level=ChangeLevel.TYPO)
        entry = walk(entry, city, "submit", "release")
        assert entry.current is not None
        assert (entry.current.level, entry.current.counted_from) == ("major", 2)
        assert (entry.first_public_at, entry.withdrawn_at) == (AT, None)


class TestDropping:
    def test_the_version_that_is_read_stays(self, city: City) -> None:
        entry = walk(released(city), city, "revise")
        entry = walk(entry, city, "drop")
        assert open_version(entry) is None
        assert entry.current is not None
        assert (entry.status, entry.current.number) == (Status.PUBLIC, 1)

    @pytest.mark.parametrize("action", ["drop", "withdraw"])
    def test_nothing_to_drop_or_withdraw_of_what_was_never_read(
        self, city: City, action: str
    ) -> None:
        with pytest.raises(ActRefused, match="没有公开过的版本"):
            walk(brought(city, "draft"), city, action)

    def test_what_was_read_once_is_never_discarded(self, city: City) -> None:
        with pytest.raises(ActRefused, match="有公开过的版本"):
            walk(released(city), city, "revise", "discard")

    def test_a_withdrawal_keeps_what_is_drafted(self, city: City) -> None:
        entry = walk(released(city), city, "revise", "withdraw", "revise")
        version = open_version(entry)
        assert version is not None
        assert (entry.status, version.number) == (Status.DRAFT, 2)


class TestReview:
    def test_found_right_it_waits_for_the_next_day(self, city: City) -> None:
        entry = walk(released(city), city, "keep")
        assert entry.review_on == dt.date(2026, 10, 7)

    def test_not_while_a_policy_of_it_has_ended(self, city: City) -> None:
        document = policy(city)
        entry = released(city, document)
        type(document).objects.filter(pk=document.pk).update(validity="expired")
        with pytest.raises(ActRefused, match="请修订或者撤下"):
            walk(entry, city, "keep")

    def test_a_day_that_has_passed_is_none(self, city: City) -> None:
        entry = released(city)
        by = city.people[Role.MESSAGE_RESPONDER]
        with pytest.raises(ActRefused, match="应在今天以后"):
            entries.keep(entry=entry, review_on=dt.date(2026, 9, 7), by=by, at=AT)
