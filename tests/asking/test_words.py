"""The words an office keeps: in the trail, in use at once in every process, and no others'."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import Settings

from disclosure.services.review import withdraw
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.asking import selectors
from portal.asking.models import BestBet, MutedQuery, SynonymLine, WordsState
from portal.asking.permissions import may_keep_words
from portal.asking.selectors import popular, rows_in_use, rows_with, shown_first, trying
from portal.asking.services.words import mute
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.search.vocabulary import Bet, Line, vocabulary
from tests.asking.cases import AT, DAY, TODAY, bet, line
from tests.asking.conftest import Ask
from tests.builders import City, draft, person, published

pytestmark = pytest.mark.django_db


def others(word: str) -> set[str]:
    """What the search takes a word for."""
    return set(vocabulary().others(word))


@pytest.mark.parametrize("word", ["\u206a", "\u00ad\u200f", "！！"])
def test_a_word_without_a_letter_is_refused(keeper: User, word: str) -> None:
    with pytest.raises(ActRefused, match="每个词里都要有字"):
        line(keeper, word, "屋顶绿化")
    with pytest.raises(ActRefused, match="每个词里都要有字"):
        line(keeper, "屋顶绿化", meant=[word])


class TestSynonyms:
    def test_the_search_knows_them_at_once(self, keeper: User) -> None:
        assert others("绿屋顶") == set()
        kept = line(keeper, "绿屋顶", "屋顶绿化")
        assert others("绿屋顶") == {"屋顶绿化"}
        assert others("屋顶绿化") == {"绿屋顶"}
        line(keeper, "绿屋顶", "屋顶绿化", "屋顶花园", line=kept)
        assert others("绿屋顶") == {"屋顶绿化", "屋顶花园"}
        line(keeper, "绿屋顶", "屋顶绿化", line=kept, is_active=False)
        assert others("绿屋顶") == set()

    def test_one_way_is_no_way_back(self, keeper: User) -> None:
        line(keeper, "种菜", meant=["屋顶绿化"])
        assert others("种菜") == {"屋顶绿化"}
        assert others("屋顶绿化") == set()

    def test_each_change_is_in_the_trail(self, keeper: User) -> None:
        kept = line(keeper, "绿屋顶", "屋顶绿化")
        line(keeper, "绿屋顶", "屋顶绿化", line=kept, is_active=False)
        told = AuditEntry.objects.filter(action="asking.save_line").order_by("sequence")
        assert [row.summary for row in told] == [
            "新增同义词：绿屋顶 = 屋顶绿化",
            "停用同义词：绿屋顶 = 屋顶绿化",
        ]

    @pytest.mark.parametrize(
        ("words", "meant"),
        [
            ([], []),
            (["绿屋顶"], []),
            (["绿屋顶"], ["绿屋顶"]),
            (["长" * 31, "短"], []),
            ([f"词{n}" for n in range(13)], []),
        ],
    )
    def test_what_says_nothing_is_refused(
        self, keeper: User, words: list[str], meant: list[str]
    ) -> None:
        with pytest.raises(ActRefused):
            line(keeper, *words, meant=meant)
        assert not SynonymLine.objects.exists()

    def test_the_database_keeps_none_either(self, keeper: User) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            SynonymLine.objects.create(words=["绿屋顶"], by=keeper, at=AT)

    def test_an_outsider_keeps_none(self, city: City) -> None:
        for user in (city.outsider, city.people[Role.CLERK]):
            with pytest.raises(NotPermitted):
                line(user, "绿屋顶", "屋顶绿化")


class TestEverywhereAtOnce:
    """Every process sees a change, within the time a process may rest on what it has read."""

    def test_what_many_asked_and_found_mends_slips(self, ask: Ask) -> None:
        ask("加装电梯补贴", people=6, found=2)
        ask("屋顶花园", people=6, found=0)
        assert list(rows_in_use(on=TODAY).asked) == ["加装电梯补贴"]

    def test_unchanged_words_are_the_same_object(self, keeper: User) -> None:
        line(keeper, "绿屋顶", "屋顶绿化")
        assert rows_in_use(on=TODAY) is rows_in_use(on=TODAY)

    def test_what_another_process_wrote_is_seen(
        self, keeper: User, settings: Settings, monkeypatch: Any
    ) -> None:
        settings.SEARCH_WORDS_SECONDS = 0.5
        clock = [100.0]
        monkeypatch.setattr("portal.asking.selectors.time.monotonic", lambda: clock[0])
        assert others("绿屋顶") == set()
        kept = selectors._kept[:]
        line(keeper, "绿屋顶", "屋顶绿化")
        # As it stands in a process that was told nothing.
        selectors._kept[:] = kept
        clock[0] += 0.4
        assert others("绿屋顶") == set()
        clock[0] += 0.2
        assert others("绿屋顶") == {"屋顶绿化"}

    def test_what_was_rolled_back_never_comes_again(self, keeper: User) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            line(keeper, "绿屋顶", "屋顶绿化")
            assert others("绿屋顶") == {"屋顶绿化"}
            with connection.cursor() as cursor:
                cursor.execute("SELECT nothing")
        assert others("绿屋顶") == set()
        line(keeper, "加装", "增设")
        assert others("绿屋顶") == set()
        assert WordsState.objects.count() == 1

    def test_a_search_costs_one_look(self, keeper: User, django_assert_num_queries: Any) -> None:
        line(keeper, "绿屋顶", "屋顶绿化")
        vocabulary()
        with django_assert_num_queries(1):
            vocabulary()

    def test_switched_off_nothing_is_asked(
        self, keeper: User, settings: Settings, django_assert_num_queries: Any
    ) -> None:
        line(keeper, "绿屋顶", "屋顶绿化")
        settings.SEARCH_WORDS = False
        with django_assert_num_queries(0):
            assert others("绿屋顶") == set()
            assert shown_first("绿屋顶", viewer=AnonymousUser(), on=TODAY) == []


def test_what_is_tried_is_tried_by_nobody_else(keeper: User) -> None:
    seen: list[object] = []
    with trying(rows_with(on=TODAY, line=Line(("绿屋顶", "屋顶绿化")))):
        assert others("绿屋顶") == {"屋顶绿化"}
        thread = threading.Thread(target=lambda: seen.append(selectors._tried.get()))
        thread.start()
        thread.join()
    assert seen == [None]
    assert others("绿屋顶") == set()


class TestBestBets:
    def shown(self, text: str, on: dt.date = TODAY) -> list[tuple[str, str, str]]:
        found = shown_first(text, viewer=AnonymousUser(), on=on)
        return [(one.url, one.title, one.reason) for one in found]

    def test_a_page_stands_above_the_answer(self, keeper: User) -> None:
        bet(keeper, "申请公开", "依申请")
        assert self.shown("申请 公开？") == [("/requests/", "依申请公开", "在这里办")]
        assert self.shown("申请公开信息") == []

    def test_a_document_goes_to_the_search_as_well(self, city: City, keeper: User) -> None:
        document = published(city)
        kept = bet(keeper, "绿屋顶", address=document.get_absolute_url(), title="")
        assert kept.title == document.title
        assert vocabulary().bets("绿 屋顶") == (Bet("document", document.pk),)
        assert self.shown("绿屋顶")[0][1] == document.title

    def test_what_is_withdrawn_is_not_shown(self, city: City, keeper: User) -> None:
        document = published(city)
        bet(keeper, "绿屋顶", address=document.get_absolute_url())
        withdraw(document=document, reason="误发", by=city.people[Role.SIGNER], at=AT)
        assert self.shown("绿屋顶") == []

    def test_nor_by_a_title_that_is_typed(self, city: City, keeper: User) -> None:
        """Neither when it is changed afterwards, nor of what never was public."""
        document, secret = published(city), draft(city, title="没有公开的")
        published(city, doc_number="试府办〔2026〕98号")
        address = document.get_absolute_url()
        kept = bet(keeper, "绿屋顶", address=address)
        withdraw(document=document, reason="误发", by=city.people[Role.SIGNER], at=AT)
        for each in (address, f"{address}?a=1", secret.get_absolute_url()):
            with pytest.raises(ActRefused, match="没有公开，或者已经撤下"):
                bet(keeper, "绿屋顶", address=each, title="误发的通知", bet=kept)
        kept.refresh_from_db()
        bet(keeper, "绿屋顶", address=address, title="误发的通知", bet=kept, is_active=False)
        assert self.shown("绿屋顶") == []

    def test_its_day_ends_it(self, keeper: User) -> None:
        bet(keeper, "申请公开", until=TODAY)
        assert self.shown("申请公开")
        assert self.shown("申请公开", TODAY + DAY) == []

    def test_switched_off_it_is_gone(self, keeper: User) -> None:
        kept = bet(keeper, "申请公开")
        bet(keeper, "申请公开", bet=kept, is_active=False)
        assert self.shown("申请公开") == []

    @pytest.mark.parametrize(
        ("address", "says"),
        [
            ("https://elsewhere.example/requests/", "本站"),
            ("//elsewhere.example/", "本站"),
            ("/admin/", "公开页面"),
            ("/no/such/page/", "没有这个网址"),
            ("requests", "公开页面"),
            ("javascript:alert(1)", "公开页面"),
        ],
    )
    def test_only_public_pages_of_this_site(self, keeper: User, address: str, says: str) -> None:
        with pytest.raises(ActRefused, match=says):
            bet(keeper, "申请公开", address=address)
        assert not BestBet.objects.exists()

    def test_the_site_is_known_by_its_domain(self, keeper: User) -> None:
        kept = bet(keeper, "申请公开", address="https://shijiang.example/requests/?x=1")
        assert kept.path == "/requests/?x=1"

    def test_a_page_needs_a_title_and_a_question(self, keeper: User) -> None:
        with pytest.raises(ActRefused, match="标题"):
            bet(keeper, "申请公开", title="")
        with pytest.raises(ActRefused, match="搜索时用的词"):
            bet(keeper, "？")

    def test_it_is_in_the_trail_and_not_an_outsiders(self, city: City, keeper: User) -> None:
        bet(keeper, "申请公开")
        told = AuditEntry.objects.get(action="asking.save_bet")
        assert told.summary == "新增优先结果：申请公开 → 依申请公开"
        with pytest.raises(NotPermitted):
            bet(city.outsider, "申请公开")


class TestMuting:
    def test_a_question_is_offered_no_more(self, keeper: User, ask: Ask) -> None:
        ask("加装电梯", people=6, found=1)
        mute(text="加装电梯", is_muted=True, by=keeper, at=AT)
        mute(text="加装电梯", is_muted=True, by=keeper, at=AT)
        assert popular("加装", on=TODAY, most=9) == []
        mute(text="加装电梯", is_muted=False, by=keeper, at=AT)
        assert popular("加装", on=TODAY, most=9) == ["加装电梯"]
        assert AuditEntry.objects.filter(action="asking.mute").count() == 3

    def test_nor_is_it_said_to_have_been_meant(self, keeper: User, ask: Ask) -> None:
        ask("加装电梯", people=6, found=1)
        assert "加装电梯" in rows_in_use(on=TODAY).asked
        mute(text="加装电梯", is_muted=True, by=keeper, at=AT)
        assert "加装电梯" not in rows_in_use(on=TODAY).asked
        mute(text="加装电梯", is_muted=False, by=keeper, at=AT)
        assert "加装电梯" in rows_in_use(on=TODAY).asked

    def test_no_personal_word_comes_in_by_this_way(self, keeper: User) -> None:
        with pytest.raises(ActRefused):
            mute(text="王小明", is_muted=True, by=keeper, at=AT)
        assert not MutedQuery.objects.exists()

    def test_nor_by_an_outsider(self, city: City) -> None:
        with pytest.raises(NotPermitted):
            mute(text="加装电梯", is_muted=True, by=city.outsider, at=AT)


class TestWhoKeepsThem:
    def test_the_office_of_the_site_and_its_administrators(self, city: City) -> None:
        assert may_keep_words(city.people[Role.OFFICE_HEAD])
        assert may_keep_words(person("it", organs=[city.root], roles=[Role.SYSTEM_ADMIN]))

    def test_no_district_and_no_other_role(self, city: City) -> None:
        assert not may_keep_words(city.outsider)
        assert not may_keep_words(city.people[Role.SUPERVISOR])
        district = person("d", organs=[city.district], roles=[Role.OPENNESS_REVIEWER])
        assert not may_keep_words(district)
        assert not may_keep_words(AnonymousUser())

    def test_it_is_asked_once(self, keeper: User, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(2):  # the roles; whose site it is
            may_keep_words(keeper)
            may_keep_words(keeper)
