"""The relay's page and the desk: plain words, nothing lost, nothing for anybody else."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.test import Client

from policies.relays.models import Relay, RelayFigure, RelayTask
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.tracking.codes import code_from
from tests.builders import City, person
from tests.policies.audiences.pushing import AT, policy, sent, term
from tests.policies.relays.handing import CONTACT, brought, handed, relay
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
TASKS, RELAYS = "/admin/policies/relaytask/", "/admin/policies/relay/"


def inside(task: RelayTask) -> Client:
    """A browser that has come in by number and code."""
    client = Client()
    given = {"number": task.number, "code": code_from(task.submission_key)}
    assert client.post("/relays/track/", given)["Location"] == task.get_absolute_url()
    return client


def seen(task: RelayTask) -> str:
    return RelayTask.objects.get(pk=task.pk).updated_at.isoformat()


@time_machine.travel(AT, tick=False)
def test_a_relay_receives_reports_and_tells_what_it_heard(city: City) -> None:
    task = handed(city)
    client, page = inside(task), task.get_absolute_url()
    shown = client.get(page).content.decode()
    assert "点“收到了”" in shown
    assert "转给谁：老年人" in shown
    assert client.post(f"{page}receive/", {"seen": seen(task)})["Location"] == page
    assert "转完以后在下面报一次" in client.get(page).content.decode()
    given = {"means": "meeting", "people": "40", "on": "2026-09-07", "place": "三楼会议室"}
    assert client.post(f"{page}report/", {**given, "seen": seen(task)})["Location"] == page
    shown = client.get(page).content.decode()
    assert "共 40 人" in shown
    told = {"text": "电话 13800001111，什么时候开始？", "seen": seen(task)}
    assert client.post(f"{page}feed_back/", told)["Location"] == page
    shown = client.get(page).content.decode()
    assert "什么时候开始？" in shown
    assert "13800001111" not in shown
    assert RelayTask.objects.get(pk=task.pk).status == "fed_back"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people": ""}, "请填写转给了多少人"),
        ({"people": "约四十"}, "人数应为整数"),
        ({"people": "-3"}, "人数至少为1"),
        ({"people": "9" * 30}, "人数过大"),
        ({"on": "2026-02-30"}, "日期应为日历上有的日子"),
        ({"on": "0001-01-01"}, "请核对年份"),
        ({"means": "<b>"}, "请重新选择怎样转的"),
        ({"place": "\u200b"}, "请填写在哪里转的"),
        ({"place": "很" * 101}, "地点最多100字"),
    ],
)
@time_machine.travel(AT, tick=False)
def test_a_slip_is_said_and_what_was_typed_stays(
    city: City, wrong: dict[str, str], words: str
) -> None:
    task = brought(city, "received")
    given = {"means": "visit", "people": "41", "on": "2026-09-07", "place": "<i>六号楼</i>"}
    answer = inside(task).post(
        f"{task.get_absolute_url()}report/", {**given, **wrong, "seen": seen(task)}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    if "people" not in wrong:
        assert 'value="41"' in page
    if "place" not in wrong:
        assert "&lt;i&gt;六号楼&lt;/i&gt;" in page
    assert not RelayFigure.objects.exists()


@time_machine.travel(AT, tick=False)
def test_a_form_that_is_sent_twice_counts_once(city: City) -> None:
    task = brought(city, "received")
    client, page = inside(task), f"{task.get_absolute_url()}report/"
    given = {"means": "meeting", "people": "40", "on": "2026-09-07", "place": "会议室",
             "seen": seen(task)}  # fmt: skip
    with time_machine.travel(AT.replace(minute=5), tick=False):
        assert client.post(page, given).status_code == 302
        again = client.post(page, given)
    assert again.status_code == 409
    assert "又有了新的办理" in again.content.decode()
    assert RelayFigure.objects.count() == 1
    assert (
        client.post(f"{task.get_absolute_url()}receive/", {"seen": seen(task)}).status_code == 409
    )


def test_the_door_is_the_only_way_in(city: City) -> None:
    task, other = handed(city), handed(city)
    client = inside(task)
    for action in ("", "receive/", "report/", "feed_back/"):
        address = f"{other.get_absolute_url()}{action}"
        answer = client.post(address, {"seen": seen(other)}) if action else client.get(address)
        assert answer["Location"] == "/relays/track/"
    assert RelayTask.objects.get(pk=other.pk).status == "waiting"


def test_handing_over_at_the_desk(city: City) -> None:
    document = policy(city, "elderly")
    push = sent(city, document)
    fits = relay(city, "养老服务协会")
    relay(city, "汽修协会", codes=("G",))
    clerk = signed_in(city.people[Role.CLERK])
    page = f"{TASKS}hand/{document.pk}/?push={push.pk}"
    shown = clerk.get(page).content.decode()
    assert shown.index("养老服务协会能够到达") < shown.index("汽修协会（")
    assert clerk.post(page, {}).status_code == 400
    assert clerk.post(page, {"relays": [fits.pk]})["Location"] == page
    task = RelayTask.objects.get()
    assert (task.push, task.relay) == (push, fits)
    assert "1 件待转" in clerk.get(f"/admin/policies/push/{push.pk}/change/").content.decode()
    slip = clerk.post(f"{TASKS}{task.pk}/slip/").content.decode()
    assert code_from(task.submission_key) in slip
    shown = clerk.get(f"{TASKS}{task.pk}/change/").content.decode()
    assert code_from(task.submission_key) not in shown
    for wrong in ("push=0", "push=x", "push=99999999999999999999"):
        assert clerk.get(f"{TASKS}hand/{document.pk}/?{wrong}").status_code == 404
    assert signed_in(city.outsider).get(page).status_code == 404


def test_the_desk_of_relays_never_shows_the_contact_unasked(city: City) -> None:
    row = relay(city)
    clerk = signed_in(city.people[Role.CLERK])
    page = f"{RELAYS}{row.pk}/change/"
    for shown in (clerk.get(page), clerk.get(RELAYS)):
        assert not any(value in shown.content.decode() for value in CONTACT.values())
    contact = clerk.post(f"{RELAYS}{row.pk}/contact/", {"purpose": "task"})
    assert all(value in contact.content.decode() for value in CONTACT.values())
    assert clerk.post(f"{RELAYS}{row.pk}/contact/", {"purpose": "x"}).status_code == 409
    above = signed_in(person("p-above", organs=[city.root], roles=[Role.SUPERVISOR]))
    read = above.get(page)
    assert read.status_code == 200
    assert not any(value in read.content.decode() for value in CONTACT.values())
    assert above.post(f"{RELAYS}{row.pk}/contact/", {"purpose": "task"}).status_code == 403
    assert AuditEntry.objects.filter(action="relays.reveal").count() == 1


def test_a_relay_is_registered_changed_and_ended(city: City) -> None:
    clerk = signed_in(city.people[Role.CLERK])
    given = {
        "organ": city.office.pk, "name": "演示园区", "kind": "park", "terms": [term("C").pk],
        "new_name": "演示联系人壬", "new_phone": "021 8111 0000",
        "new_mail": "ren@people.example",
    }  # fmt: skip
    for wrong, words in (
        ({"name": "\u200b"}, "请填写名称"), ({"new_phone": "打我电话"}, "联系电话只写号码"),
        ({"new_mail": "ren"}, "电子邮箱的写法不对"), ({"name": "园" * 101}, "名称最多100字"),
    ):  # fmt: skip
        answer = clerk.post(f"{RELAYS}add/", {**given, **wrong})
        assert answer.status_code == 400, wrong
        assert words in answer.content.decode()
    assert (
        clerk.post(f"{RELAYS}add/", {**given, "organ": city.other_district.pk}).status_code == 400
    )
    assert clerk.post(f"{RELAYS}add/", given).status_code == 302
    row = Relay.objects.get()
    assert row.contact_phone == "021-81110000"
    page = f"{RELAYS}{row.pk}/change/"
    kept = {"name": "演示园区管委会", "kind": "park", "terms": []}
    assert clerk.post(page, kept).status_code == 302
    row = Relay.objects.get()
    assert (row.name, row.contact_name) == ("演示园区管委会", "演示联系人壬")
    assert clerk.post(page, {**kept, "forget_contact": "on"}).status_code == 302
    assert not Relay.objects.get().has_contact
    assert clerk.post(f"{RELAYS}{row.pk}/end/").status_code == 302
    assert Relay.objects.get().ended_on is not None


def test_outsiders_find_no_relay(city: City) -> None:
    row = relay(city)
    for route in (str(each.pattern) for each in admin.site._registry[Relay].get_urls()):
        if "<" not in route or "object_id" in route or "<slug" in route:
            continue
        address = RELAYS + route.replace("<int:pk>", str(row.pk))
        client = signed_in(city.outsider)
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert answers <= {404, 405}, address
    assert signed_in(city.outsider).get(f"{RELAYS}{row.pk}/change/").status_code in (302, 403, 404)


@pytest.mark.parametrize("many", [1, 6])
def test_the_pages_ask_as_often_however_much_there_is(
    city: City, many: int, django_assert_num_queries: Any
) -> None:
    document = policy(city, "elderly")
    tasks = [handed(city, relay(city, f"协会{n}"), document) for n in range(many)]
    for number in range(many):
        relay(city, f"别的协会{number}")
    clerk, guest = signed_in(city.people[Role.CLERK]), inside(tasks[0])
    for client, address, queries in (
        (clerk, f"{TASKS}?queue=all", 11),
        (clerk, f"{TASKS}{tasks[0].pk}/change/", 14),
        (clerk, f"{TASKS}hand/{document.pk}/", 14),
        (guest, tasks[0].get_absolute_url(), 11),
        (clerk, RELAYS, 11),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
