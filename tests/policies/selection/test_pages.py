"""The pages: what anyone sees when, what refuses a ballot, the desk, who is turned away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from policies.interpretations.workflow import Status as Edition
from policies.selection.links import ballot_link, expert_link
from policies.selection.models import AskedBallot, Ballot, Mark, Nomination
from policies.selection.views import ballots as voting_views
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City
from tests.policies.selection.cases import (
    CAME_AT,
    SPAN,
    announced,
    counting,
    drafted,
    drawn,
    edition,
    expert,
    instant,
    marked,
    nominated,
    running,
    staff,
    voter,
    with_ballot,
)

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
NOMINATING, VOTING = instant(1, CAME_AT), instant(SPAN, CAME_AT)
MARKING = instant(2 * SPAN, CAME_AT)
PAGE = "/selections/2026/SJ-B/"
DESK = "/admin/policies/selection/"


@pytest.fixture(autouse=True)
def afresh(settings: Any) -> Iterator[None]:
    settings.AXES_ENABLED = False
    cache.clear()
    yield
    cache.clear()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(client: Client, address: str, at: dt.datetime) -> str:
    with time_machine.travel(at, tick=False):
        return client.get(address).content.decode().replace("<wbr>", "")


def sent(client: Client, given: dict[str, Any], at: dt.datetime) -> Any:
    with time_machine.travel(at, tick=False):
        return client.post(f"{PAGE}vote/", given)


class TestPublic:
    """What anyone sees, and when."""

    def test_drafts_are_on_no_page(self, city: City, client: Client) -> None:
        drafted(city)
        assert "2026年好解读评选" not in client.get("/selections/").content.decode()
        for address in ("/selections/2026/", PAGE, f"{PAGE}result.csv", f"{PAGE}marking/"):
            assert client.get(address).status_code in (302, 404), address
        assert client.post(f"{PAGE}vote/", {}).status_code == 404

    def test_no_figure_before_the_result(self, city: City, client: Client) -> None:
        """Neither readers nor staff, nor by the table, until the result is drawn."""
        selection, (one, two) = with_ballot(city)
        for number in range(7):
            Ballot.objects.create(selection=selection, voter=f"{number}" * 64).choices.add(one)
        desk = signed_in(city.people[Role.CLERK])
        for at in (VOTING, MARKING):
            assert "票数</th>" not in shown(client, PAGE, at)
            page = shown(desk, f"{DESK}{selection.pk}/change/", at)
            assert "票数" not in page
            assert "7</td>" not in page
        assert client.get(f"{PAGE}result.csv").status_code == 404
        assert [row.votes for row in (one, two)] == [None, None]

    def test_the_page_goes_with_the_days(self, city: City, client: Client) -> None:
        with_ballot(city)
        assert "正在提名" in shown(client, PAGE, NOMINATING)
        assert '<form class="form"' not in shown(client, PAGE, NOMINATING)
        assert 'name="chosen"' in shown(client, PAGE, VOTING)
        marking = shown(client, PAGE, MARKING)
        assert "投票已截止，专家打分中" in marking
        assert 'name="chosen"' not in marking
        assert client.get("/selections/2026/")["Location"] == PAGE

    def test_a_result_says_how_it_was_reckoned(self, city: City, client: Client) -> None:
        made = announced(city)
        page = client.get(PAGE).content.decode()
        assert "共2人投票" in page
        assert "90.4000" in page
        table = client.get(f"{PAGE}result.csv")
        assert table["Content-Disposition"].startswith("attachment")
        lines = table.content.decode("utf-8-sig").splitlines()
        assert (
            lines[0] == "名次,并列,入选,解读,机关,票数,投票得分,专家得分,总分（投票40%，专家60%）"
        )
        assert lines[1] == "1,,是,第1篇解读,试江市人民政府办公室,2,100.00,84.00,90.4000"
        # What is taken down after all is named no more.
        made.nominations.get(place=1).series.editions.update(status=Edition.WITHDRAWN)
        assert "第1篇解读" not in client.get(PAGE).content.decode()
        assert "第1篇解读" not in client.get(f"{PAGE}result.csv").content.decode()

    def test_a_title_is_text_and_no_formula(self, city: City, client: Client) -> None:
        made = announced(city)
        series = made.nominations.get(place=1).series
        series.editions.update(title='=HYPERLINK("x")<script>')
        assert "<script>" not in client.get(PAGE).content.decode()
        assert ',"=HYPERLINK' not in client.get(f"{PAGE}result.csv").content.decode()


class TestVoting:
    """The ballot."""

    def test_with_an_account(self, city: City) -> None:
        _, (one, two) = with_ballot(city)
        client = signed_in(voter("v-1"))
        assert 'name="email"' not in shown(client, PAGE, VOTING)
        for chosen in (one, two):
            answer = sent(client, {"chosen": [chosen.pk]}, VOTING)
            assert (answer.status_code, answer["Location"]) == (302, PAGE)
        assert list(Ballot.objects.get().choices.all()) == [two]

    def test_by_mail(self, city: City, client: Client) -> None:
        _, (one, _) = with_ballot(city)
        answer = sent(client, {"chosen": [one.pk], "email": "a@example.test"}, VOTING)
        assert answer["Location"] == "/selections/sent/"
        assert "请查收确认信" in client.get("/selections/sent/").content.decode()
        link = ballot_link(AskedBallot.objects.get())
        with time_machine.travel(VOTING, tick=False):
            opened = client.get(link)
            assert "第1篇解读" in opened.content.decode()
            assert Ballot.objects.count() == 0
            assert client.post(link)["Location"] == PAGE
            assert client.post(link).status_code == 410
        assert list(Ballot.objects.get().choices.all()) == [one]
        assert client.get("/selections/ballot/made-up/").status_code == 404

    def test_an_earlier_link_stands_for_nothing(self, city: City, client: Client) -> None:
        _, (one, two) = with_ballot(city)
        sent(client, {"chosen": [one.pk], "email": "a@example.test"}, VOTING)
        first = ballot_link(AskedBallot.objects.get())
        sent(client, {"chosen": [two.pk], "email": "a@example.test"}, VOTING + 9 * SECOND)
        with time_machine.travel(VOTING + 10 * SECOND, tick=False):
            assert client.post(first).status_code == 410
        assert Ballot.objects.count() == 0

    def test_a_second_too_late_keeps_the_choice(self, city: City, client: Client) -> None:
        _, (one, _) = with_ballot(city)
        given = {"chosen": [one.pk], "email": "a@example.test"}
        sent(client, given, MARKING - SECOND)
        late = sent(client, given, MARKING)
        page = late.content.decode()
        assert late.status_code == 409
        assert "24时截止，这一票没有记" in page
        assert "<li>第1篇解读</li>" in page
        link = ballot_link(AskedBallot.objects.get())
        with time_machine.travel(MARKING, tick=False):
            refused = client.post(link)
        assert (refused.status_code, Ballot.objects.count()) == (409, 0)
        assert "第1篇解读" in refused.content.decode()

    def test_bad_input_is_told_and_kept(self, city: City, client: Client) -> None:
        _, rows = with_ballot(city, 3)
        keys = [row.pk for row in rows]
        for given, told in (
            ({"email": "a@example.test"}, "请至少选一件"),
            ({"chosen": keys, "email": "a@example.test"}, "最多选2件"),
            ({"chosen": [keys[0]], "email": ""}, "请填写电子邮箱"),
            ({"chosen": [keys[0]], "email": "not an address"}, "写法不对"),
            ({"chosen": [keys[0]], "email": f"{'a' * 300}@b.cn"}, "最多254个字符"),
            ({"chosen": [keys[0]], "email": "a\x00@b.cn"}, "写法不对"),
            ({"chosen": ["<b>", "\x00"], "email": "a@b.cn"}, "请重新选"),
            ({"chosen": ["9" * 60], "email": "a@b.cn"}, "请重新选"),
        ):
            answer = sent(client, given, VOTING)
            page = answer.content.decode()
            assert answer.status_code == 400, given
            assert told in page, given
            if keys[0] in given.get("chosen", ()):
                assert f'value="{keys[0]}" checked' in page
        assert AskedBallot.objects.count() == 0

    def test_invisible_characters_of_an_address_are_left_out(
        self, city: City, client: Client
    ) -> None:
        _, (one, _) = with_ballot(city)
        sent(client, {"chosen": [one.pk], "email": "ａ\u200b@example.test"}, VOTING)
        assert AskedBallot.objects.get().email == "a@example.test"

    def test_a_program_is_thanked_and_not_counted(self, city: City, client: Client) -> None:
        _, (one, _) = with_ballot(city)
        given = {"chosen": [one.pk], "email": "a@example.test", "website": "x"}
        assert sent(client, given, VOTING).status_code == 302
        assert AskedBallot.objects.count() == 0

    def test_so_many_letters_an_hour_and_a_mailbox(self, city: City, client: Client) -> None:
        _, (one, _) = with_ballot(city)
        for number in range(voting_views.TO_MAILBOX.most + 2):
            at = VOTING + number * SECOND
            given = {"chosen": [one.pk], "email": f"a+{number}@example.test"}
            assert sent(client, given, at).status_code == 302
        assert AskedBallot.objects.count() == 1
        for number in range(voting_views.LETTERS.most):
            answer = sent(client, {"chosen": [one.pk], "email": f"b{number}@b.cn"}, VOTING)
        assert answer.status_code == 429
        assert f'value="{one.pk}" checked' in answer.content.decode()

    @pytest.mark.parametrize("many", [2, 6])
    def test_the_ballot_asks_as_much_however_many_stand(
        self, city: City, client: Client, many: int, django_assert_num_queries: Any
    ) -> None:
        with_ballot(city, many)
        shown(client, PAGE, VOTING)
        with time_machine.travel(VOTING, tick=False), django_assert_num_queries(BALLOT_QUERIES):
            client.get(PAGE)


BALLOT_QUERIES = 6


class TestExperts:
    """The sheet of marks."""

    def test_by_link_and_by_account(self, city: City, client: Client) -> None:
        selection, (one, two) = with_ballot(city)
        link = expert_link(expert(city, selection))
        known = voter("v-1")
        expert(city, selection, "乙专家", user=known)
        keys = [row.pk for row in selection.criteria.all()]
        given = {f"m{one.pk}-{key}": "80" for key in keys}
        with time_machine.travel(MARKING, tick=False):
            for who, address in ((client, link), (signed_in(known), f"{PAGE}marking/")):
                assert who.post(address, given).status_code == 302
                page = who.get(address).content.decode()
                assert page.count('value="80"') == 2
            half = client.post(link, {f"m{two.pk}-{keys[0]}": "70"})
            wrong = client.post(link, {f"m{two.pk}-{keys[0]}": "101", f"m{two.pk}-{keys[1]}": "x"})
            nothing = client.post(link, {})
        assert "每项标准都要打分" in half.content.decode()
        assert 'value="70"' in half.content.decode()
        assert "最多100分" in wrong.content.decode()
        assert "应为0到100的整数" in wrong.content.decode()
        assert [each.status_code for each in (half, wrong, nothing)] == [400, 400, 400]
        assert Mark.objects.count() == 4

    def test_late_marks_are_refused_and_kept(self, city: City, client: Client) -> None:
        selection, (one, _) = with_ballot(city)
        link = expert_link(expert(city, selection))
        given = {f"m{one.pk}-{row.pk}": "66" for row in selection.criteria.all()}
        with time_machine.travel(instant(3 * SPAN, CAME_AT), tick=False):
            late = client.post(link, given)
        assert late.status_code == 409
        assert "打分已于" in late.content.decode()
        assert 'value="66"' in late.content.decode()

    def test_others_find_nothing(self, city: City, client: Client) -> None:
        selection, (one, _) = with_ballot(city)
        judge = expert(city, selection)
        marked(selection, judge, {one.pk: [81, 82]})
        assert client.get(f"{PAGE}marking/").status_code == 302
        for user in (city.outsider, city.people[Role.CLERK], city.people[Role.SUPERVISOR]):
            assert signed_in(user).get(f"{PAGE}marking/").status_code == 404
        for token in ("made-up", expert_link(judge).rstrip("/").rsplit("/", 1)[1][:-1]):
            assert client.get(f"/selections/mark/{token}/").status_code == 404
        # Nor does the running organ read the marks before the end.
        page = shown(signed_in(city.people[Role.CLERK]), f"{DESK}{selection.pk}/change/", MARKING)
        assert "已打分 1 / 2 件" in page
        assert ">81<" not in page
        assert "81.40" not in page


class TestDesk:
    """The staff pages."""

    def test_a_selection_is_begun_and_written(self, city: City) -> None:
        desk = signed_in(city.people[Role.CLERK])
        given = {"organ": city.office.pk, "year": 2026, "title": "好解读评选"}
        with time_machine.travel(CAME_AT, tick=False):
            made = desk.post(f"{DESK}begin/", given)
            again = desk.post(f"{DESK}begin/", given)
            wrong = desk.post(f"{DESK}begin/", {**given, "year": "二〇", "title": "长" * 101})
        assert made.status_code == 302
        assert (again.status_code, wrong.status_code) == (409, 400)
        assert "已有一次评选" in again.content.decode()
        assert "年度应为四位数字" in wrong.content.decode()
        assert "最多100字" in wrong.content.decode()
        page = shown(desk, made["Location"], CAME_AT)
        assert "发布前还缺 3 项" in page
        pk = made["Location"].split("/")[-3]
        sheet = {
            "title": "好解读评选", "rules": "办法", "nominations_end": "2026-09-10",
            "voting_begins": "2026-09-31", "voting_ends": "2026-09-20",
            "marking_ends": "2026-09-30", "votes_weight": 40, "awards": 3, "votes_each": 2,
            "criteria": "讲得准 100",
        }  # fmt: skip
        with time_machine.travel(CAME_AT, tick=False):
            impossible = desk.post(f"{DESK}{pk}/act/write/", sheet)
            written = desk.post(f"{DESK}{pk}/act/write/", {**sheet, "voting_begins": "2026-09-11"})
        assert impossible.status_code == 400
        assert "日历上有的日子" in impossible.content.decode()
        assert "讲得准 100" in impossible.content.decode()
        assert written.status_code == 302

    def test_organs_below_nominate_their_own(self, city: City) -> None:
        selection = running(city)
        one, other = edition(city, "街道的", city.street), edition(city, "办公室的")
        clerk = staff("p-street", city.street, Role.CLERK)
        desk, address = signed_in(clerk), f"{DESK}{selection.pk}/nominate/"
        with time_machine.travel(NOMINATING, tick=False):
            page = desk.get(address).content.decode()
            assert "可以提名的评选" in desk.get("/admin/").content.decode()
            assert ("街道的" in page, "办公室的" in page) == (True, False)
            wrong = desk.post(address, {"edition": other.pk, "reason": "<b>好</b>"})
            long = desk.post(address, {"edition": one.pk, "reason": "长" * 501})
            done = desk.post(address, {"edition": one.pk, "reason": "<b>好</b>"})
        assert [each.status_code for each in (wrong, long, done)] == [400, 400, 302]
        assert "最多500字" in long.content.decode()
        assert Nomination.objects.get().organ == city.street
        assert "<b>好" not in shown(desk, address, NOMINATING)
        late = shown(signed_in(clerk), address, VOTING)
        assert "提名已经截止" in late

    def test_others_find_nothing(self, city: City) -> None:
        selection = counting(city)
        stranger = signed_in(staff("p-elsewhere", city.other_district, Role.SIGNER))
        for name in ("change/", "nominate/", "act/draw/", "act/accept/", "act/stop/"):
            address = f"{DESK}{selection.pk}/{name}"
            assert stranger.get(address).status_code in (404, 405), address
            assert stranger.post(address).status_code in (404, 405), address
        assert "2026年" not in stranger.get(f"{DESK}?queue=all").content.decode()
        assert Client().get(f"{DESK}{selection.pk}/nominate/").status_code == 302

    def test_every_form_is_drawn(self, city: City) -> None:
        """The page of each state for those whose turn it is."""
        selection, (one, _) = with_ballot(city)
        nominated(city, selection, edition(city, "第三篇"), accepted=False)
        expert(city, selection)
        desk = signed_in(city.people[Role.CLERK])
        page = shown(desk, f"{DESK}{selection.pk}/change/", NOMINATING)
        for words in ("提名列入", "提名不列入", "邀请专家", "取消邀请", "第三篇", "甲专家"):
            assert words in page
        assert one.organ.short_name in page

    def test_a_drawn_result_is_seen_before_it_is_announced(self, city: City) -> None:
        selection = drawn(city)
        page = signed_in(city.people[Role.SIGNER]).get(f"{DESK}{selection.pk}/change/")
        assert "90.4000" in page.content.decode()
        assert "共 2 人投票" in page.content.decode()
        assert "90.4000" not in Client().get(PAGE).content.decode()
