"""The staff pages: recording, writing, figures down to each concern, the month; and outsiders."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from policies.concerns.admin.concerns import today_of
from policies.concerns.choices import Gravity
from policies.concerns.models import Concern, HotList
from policies.concerns.services import hot_lists
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City, person
from tests.policies.answers import base as answers
from tests.policies.concerns.cases import (
    ASKED,
    AT,
    HOUR,
    SAID,
    TITLE,
    brought,
    local,
    recorded,
    released,
    walk,
)
from tests.policies.concerns.test_hot_lists import NIGHT, asked, of_city
from tests.policies.messages import cases as messages

pytestmark = pytest.mark.django_db
LIST = "/admin/policies/concern/"
GIVEN = {
    "title": TITLE, "asked": ASKED, "noticed_at": "2026-09-07T08:00", "gravity": "serious",
    "nature": "livelihood", "origin": "network",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture(autouse=True)
def two_hours_later() -> Any:
    with time_machine.travel(AT + 2 * HOUR, tick=True):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def writer(city: City) -> Client:
    return signed_in(city.people[Role.MESSAGE_RESPONDER])


@pytest.fixture
def reviewer(city: City) -> Client:
    return signed_in(city.people[Role.ANSWER_REVIEWER])


def text_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("<wbr>", "")


def test_from_the_first_word_to_the_public(city: City, writer: Client, reviewer: Client) -> None:
    policy = answers.policy(city)
    message = messages.walk(messages.answered(city), city, "publish")
    made = writer.post(f"{LIST}begin/", GIVEN | {"organ": city.office.pk})
    assert made.status_code == 302
    concern = Concern.objects.get()
    assert concern.information_due_at == local("2026-09-07T13:00")
    shown = text_of(writer.get(made["Location"]))
    for words in ("内部时限", "2026-09-07 13:00", "还有2.0小时", "发布前还缺 2 项", "不是法定期限"):
        assert words in shown, words
    act = f"{LIST}{concern.pk}/act/"
    says = GIVEN | SAID | {
        "policies": f"{policy.doc_number}\n", "messages": message.published.get_absolute_url(),
    }  # fmt: skip
    assert writer.post(f"{act}write/", says).status_code == 302
    assert policy.doc_number in text_of(writer.get(f"{act}write/"))
    assert writer.post(f"{act}submit/").status_code == 302
    assert writer.post(f"{act}release/").status_code == 403
    assert reviewer.post(f"{act}release/").status_code == 302
    assert reviewer.post(f"{act}release/").status_code == 409
    concern.refresh_from_db()
    (statement,) = concern.statements.all()
    assert [*statement.policies.all()] == [policy]
    assert [*statement.messages.all()] == [message.published]
    assert "公开页面" in text_of(reviewer.get(made["Location"]))
    assert writer.post(f"{act}follow_up/").status_code == 302
    form = text_of(writer.get(f"{act}write/"))
    assert 'name="further"' in form
    assert 'name="title"' not in form


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("title", "", "请填写标题"),
        ("title", "\u200b\u2060", "请填写标题"),
        ("title", "长" * 101, "标题最多100字"),
        ("asked", "长" * 5001, "最多5000字"),
        ("noticed_at", "2026-02-30T08:00", "时间应写成"),
        ("noticed_at", "3026-01-01T08:00", "离今天太远"),
        ("noticed_at", "2026-09-08T08:00", "发现时间晚于现在"),
        ("gravity", "worse", "请重新选择级别"),
        ("nature", "", "请选择类别"),
        ("origin_url", "javascript:alert(1)", "不是网址"),
        ("origin_url", "https://127.0.0.1/", "来源网址"),
        ("organ", "999999", "请选择您答复的机关"),
        ("origin_words", "长" * 201, "来源说明最多200字"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    city: City, writer: Client, name: str, value: str, told: str
) -> None:
    given = GIVEN | {"organ": str(city.office.pk), "origin_words": "某论坛的帖子"} | {name: value}
    answer = writer.post(f"{LIST}begin/", given)
    assert answer.status_code in (400, 409)
    shown = text_of(answer)
    assert told in shown
    assert (TITLE in shown) == (name != "title")
    assert not Concern.objects.exists()


def test_what_cannot_be_stored_is_refused(city: City, writer: Client) -> None:
    given = GIVEN | {"organ": city.office.pk, "title": "标题\x00"}
    assert writer.post(f"{LIST}begin/", given).status_code == 400
    markup = GIVEN | {"organ": city.office.pk, "title": "<script>alert(1)</script>"}
    made = writer.post(f"{LIST}begin/", markup)
    assert "<script>alert(1)" not in text_of(writer.get(made["Location"]))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("policies", "试府办〔2026〕999号", "没有找到这份文件"),
        ("policies", "\n".join(f"试府办〔2026〕{n}号" for n in range(21)), "最多写20件"),
        ("messages", "/messages/999/", "没有找到公开的留言"),
        ("messages", "/documents/1/", "没有找到公开的留言"),
        ("messages", f"/messages/{10**30}/", "没有找到公开的留言"),
        ("messages", "\n".join(f"/messages/{n}/" for n in range(21)), "最多写20件"),
        ("facts", "长" * 5001, "最多5000字"),
    ],
)
def test_links_lead_to_what_anyone_may_read(
    city: City, writer: Client, name: str, value: str, told: str
) -> None:
    concern = recorded(city)
    answer = writer.post(f"{LIST}{concern.pk}/act/write/", GIVEN | SAID | {name: value})
    assert answer.status_code == 400
    shown = text_of(answer)
    assert told in shown
    assert SAID["done"] in shown


def test_the_list_has_its_queues(city: City, writer: Client) -> None:
    late = recorded(city, noticed_at=AT - 9 * HOUR, title="逾时的一件")
    done = walk(released(city, title="办了的一件"), city, "excuse_press", at=AT + HOUR)
    assert late.title in text_of(writer.get(f"{LIST}?queue=late"))
    assert "逾时" in text_of(writer.get(f"{LIST}?queue=all"))
    mine = text_of(writer.get(LIST))
    assert late.title in mine
    assert done.title not in mine
    assert late.title in text_of(writer.get(f"{LIST}?queue=press"))
    assert done.title in text_of(writer.get(f"{LIST}?q=办了"))


def test_today_shows_what_waits_and_whose_hours_run(city: City, writer: Client) -> None:
    on, responder = timezone.localdate(), city.people[Role.MESSAGE_RESPONDER]
    assert today_of(responder, on) is None
    late = recorded(city, noticed_at=AT - 9 * HOUR)
    waiting = released(city)  # of which the conference is still to come
    panel = today_of(responder, on)
    assert panel is not None
    assert [(row, late) for row, _, late in panel["cases"]] == [(late, True), (waiting, False)]
    assert today_of(city.outsider, on) is None
    assert today_of(city.people[Role.CLERK], on) is None
    assert "逾时，应在" in text_of(writer.get("/admin/"))


def test_figures_down_to_each_concern(
    city: City, writer: Client, django_assert_num_queries: Any
) -> None:
    released(city)
    recorded(city, noticed_at=AT - 9 * HOUR, title="逾时的一件")
    recorded(city, gravity=Gravity.OTHER, title="时限没到的一件")
    mayor = signed_in(person("p-mayor", organs=[city.root], roles=[Role.SUPERVISOR]))
    for client in (writer, mayor):
        shown = text_of(client.get(f"{LIST}figures/?month=2026-09&organ={city.office.code}"))
        for words in ("2.0 小时", "逾时的一件", "逾时7小时", "2小时首次回应"):
            assert words in shown, words
    for query in ("month=2026-13", "month=x", f"organ={city.street.code}", "month=2031-01"):
        assert mayor.get(f"{LIST}figures/?{query}").status_code == 200
    address = f"{LIST}figures/?month=2026-09&organ={city.office.code}"
    writer.get(address)
    with django_assert_num_queries(11):
        writer.get(address)
    recorded(city, title="又一件")
    with django_assert_num_queries(11):
        writer.get(address)
    elsewhere = text_of(signed_in(city.outsider).get(f"{LIST}figures/?month=2026-09"))
    assert "没有记录关切" in elsewhere


def test_others_find_nothing(city: City, writer: Client) -> None:
    concern = brought(city, "review")
    clerk, stranger = signed_in(city.people[Role.CLERK]), signed_in(city.outsider)
    for client in (clerk, stranger, Client()):
        for address in (f"{LIST}{concern.pk}/change/", f"{LIST}{concern.pk}/act/release/"):
            assert client.get(address).status_code in (302, 403, 404)
            assert client.post(address).status_code in (302, 403, 404, 405)
    assert clerk.get(f"{LIST}figures/").status_code in (200, 403)
    assert clerk.post(f"{LIST}begin/", GIVEN | {"organ": city.office.pk}).status_code == 403
    assert Concern.objects.count() == 1
    assert TITLE not in text_of(stranger.get(f"{LIST}?queue=all"))


class TestMonth:
    PAGE = "/admin/policies/hotlist/"

    @pytest.fixture
    def hot_list(self, city: City) -> HotList:
        asked(city, 5, policy=answers.policy(city))
        hot_lists.make_due_lists(at=NIGHT)
        return of_city(city)

    def test_answers_are_attached_and_it_is_made_public(
        self, city: City, hot_list: HotList, writer: Client
    ) -> None:
        address = f"{self.PAGE}{hot_list.pk}/change/"
        line, concern = hot_list.lines.get(kind="policy"), released(city)
        assert "数字不能改" in text_of(writer.get(address))
        attached = {"line": line.pk, "address": f"https://x.example{concern.get_absolute_url()}"}
        assert writer.post(address, attached).status_code == 302
        assert concern.title in text_of(writer.get(address))
        for typed in ("/documents/1/", "随便写的", f"/answers/{10**30}/", "长" * 501, "\x00"):
            wrong = writer.post(address, {"line": line.pk, "address": typed})
            assert wrong.status_code == 400
        assert 'value="/answers/' in text_of(
            writer.post(address, {"line": line.pk, "address": "/answers/77/"})
        )
        assert writer.post(address, {"line": 10**6, "address": ""}).status_code == 404
        assert writer.post(address, {"line": "x", "address": ""}).status_code == 400
        line.refresh_from_db()
        assert line.concern == concern
        assert writer.post(address, {"release": "1"}).status_code == 302
        assert writer.post(address, {"release": "1"}).status_code == 409
        assert writer.post(address, {"take_back": "1"}).status_code == 409
        assert writer.post(address, {"take_back": "1", "reason": "有误"}).status_code == 302
        assert "只在内部看" in text_of(writer.get(address))

    def test_supervisors_read_and_others_find_nothing(self, city: City, hot_list: HotList) -> None:
        address = f"{self.PAGE}{hot_list.pk}/change/"
        mayor = signed_in(person("p-mayor", organs=[city.root], roles=[Role.SUPERVISOR]))
        shown = text_of(mayor.get(address))
        assert "问得多的政策" in shown
        assert 'name="release"' not in shown
        assert mayor.post(address, {"release": "1"}).status_code == 403
        assert str(hot_list) in text_of(mayor.get(self.PAGE))
        for client in (signed_in(city.outsider), signed_in(city.people[Role.CLERK]), Client()):
            assert client.get(address).status_code in (302, 403, 404)
            assert client.post(address, {"release": "1"}).status_code in (302, 403, 404)
        assert str(hot_list) not in text_of(signed_in(city.outsider).get(self.PAGE))
        hot_list.refresh_from_db()
        assert hot_list.released_at is None
