"""Messages in the back office: masked, opened on record, only where one works; the month."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from pikepdf import Pdf

from policies.messages.models import Message, MessageChannel, MessagePaper, Responsibility
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.personal.handed_in import HandedIn
from portal.taxonomy.models import Theme
from tests.builders import City, person, published
from tests.policies.messages.cases import TEXT, answered, brought, channel, walk, written
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/policies/message/"
SECRET = "号码13800138000，我是演示留言人辛"


@pytest.fixture(autouse=True)
def unlocked(settings: Any) -> None:
    settings.AXES_ENABLED = False


def page(user: User, message: Message) -> str:
    answer = signed_in(user).get(f"{LIST}{message.pk}/change/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("state", Status.values)
def test_every_state_has_its_page(city: City, state: str) -> None:
    message = brought(city, state)
    for role in (Role.MESSAGE_DESK, Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER, Role.SUPERVISOR):
        assert message.number in page(city.people[role], message)


def test_masked_until_it_is_opened_on_record(city: City) -> None:
    message = brought(city, Status.ANSWERING, text=SECRET, phone="13900139000")
    by = city.people[Role.MESSAGE_RESPONDER]
    text = page(by, message)
    assert "138****8000" in text
    for word in ("13800138000", "13900139000", "演示留言人辛", "xin@people"):
        assert word not in text
    client = signed_in(by)
    assert client.post(f"{LIST}{message.pk}/reveal/", {"purpose": ""}).status_code == 409
    shown = client.post(f"{LIST}{message.pk}/reveal/", {"purpose": "answer"}).content.decode()
    for word in (SECRET, "13900139000", "xin@people.example"):
        assert word in shown
    assert AuditEntry.objects.filter(action="messages.reveal").count() == 1


def test_who_only_supervises_sees_how_and_not_what(city: City) -> None:
    message = brought(city, Status.ANSWERING, text="一件不愿别人知道的事")
    above = person("p-only-above", organs=[city.root], roles=[Role.SUPERVISOR])
    assert "不愿别人知道" not in page(above, message)
    listed = signed_in(above).get(f"{LIST}?queue=all").content.decode()
    assert message.number in listed
    assert "不愿别人知道" not in listed
    own = signed_in(city.people[Role.MESSAGE_DESK]).get(f"{LIST}?queue=all").content.decode()
    assert "不愿别人知道" in own


def test_what_was_attached_is_downloaded_for_a_purpose(city: City) -> None:
    stream = io.BytesIO()
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.save(stream)
    message = written(city, files=[HandedIn(stream, "a.pdf")])
    paper = MessagePaper.objects.get(message=message)
    client = signed_in(city.people[Role.MESSAGE_DESK])
    address = f"{LIST}{message.pk}/papers/{paper.public_id}/"
    assert client.post(address, {"purpose": ""}).status_code == 409
    answer = client.post(address, {"purpose": "answer"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer).startswith(b"%PDF")
    assert signed_in(city.outsider).post(address, {"purpose": "answer"}).status_code == 404


def test_the_policy_the_alike_and_vague_words_stand_beside(city: City) -> None:
    document = published(city)
    board = channel("policy", city.office)
    walk(answered(city), city, "publish")
    other = written(city, f"你好，{TEXT}")
    message = brought(city, Status.ANSWERING, text=f"请问{TEXT}", policy=document, by_channel=board)
    text = page(city.people[Role.MESSAGE_RESPONDER], message)
    assert document.title in text
    assert other.number in text
    assert "答复过" in text
    walk(message, city, "propose")
    draft = message.answers.get()
    draft.text = "我们将尽快研究，近期答复。"
    draft.save()
    assert "没写日期的话：尽快、近期" in page(city.people[Role.ANSWER_REVIEWER], message)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_with_more_rows(
    city: City, many: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(many):
        written(city, f"第{number}件事", email=f"p{number}@people.example")
    client = signed_in(city.people[Role.MESSAGE_DESK])
    client.get(f"{LIST}?queue=all")
    with django_assert_num_queries(17):
        assert client.get(f"{LIST}?queue=all").status_code == 200


def test_the_queues(city: City) -> None:
    held, late = brought(city, Status.HELD), written(city, "很久以前的事")
    Message.objects.filter(pk=late.pk).update(due_on="2026-11-01")
    open_to_all = answered(city, text="可以公开的事")
    client = signed_in(city.people[Role.MESSAGE_DESK])
    for queue, message in (("held", held), ("late", late), ("unpublished", open_to_all)):
        text = client.get(f"{LIST}?queue={queue}").content.decode()
        others = {held, late, open_to_all} - {message}
        assert message.number in text
        assert not any(other.number in text for other in others if queue != "late")


def test_a_month_as_a_picture(city: City) -> None:
    answered(city)
    seen = signed_in(city.people[Role.SUPERVISOR])
    page = seen.get(f"{LIST}month/?month=2026-09").content.decode()
    assert "2026年9月留言办理情况（上：收到；下：已答复）" in page
    answer = seen.get(f"{LIST}month/picture/?month=2026-09")
    assert answer["Content-Type"] == "image/svg+xml"
    root = fromstring(answer.getvalue())
    words = [each.text.replace("\xa0", "") for each in root.findall(".//{*}text")]
    assert words[1:] == [city.office.short_name, "1", "1"]
    for nobody, month in ((city.outsider, "2026-09"), (city.people[Role.SUPERVISOR], "2026-01")):
        answer = signed_in(nobody).get(f"{LIST}month/picture/?month={month}")
        assert answer.status_code == 404


def test_a_month_in_figures(city: City) -> None:
    walk(answered(city), city, "publish")
    written(city, "等答复的事")
    walk(written(city, "广告", trapped=True), city, "set_aside")
    Message.objects.filter(status="received").update(due_on="2026-09-14")
    text = signed_in(city.people[Role.SUPERVISOR]).get(f"{LIST}month/?month=2026-09").content
    row = text.decode().split('<th scope="row">')[1].split("</tr>")[0]
    cells = [cell.split("</td>")[0] for cell in row.split("<td>")[1:]]
    assert cells == ["2", "1", "50%", "1", '<b class="st-late">1</b>']
    outside = signed_in(city.outsider).get(f"{LIST}month/?month=2026-09").content.decode()
    assert "没有有效留言" in outside
    for month in ("x", "0001-01", "9999-12", "2026-13"):
        assert signed_in(city.outsider).get(f"{LIST}month/?month={month}").status_code == 200


class TestEntering:
    """登记来件."""

    def form(self, city: City, **changes: Any) -> dict[str, Any]:
        row = channel("passed-down", city.office)
        return {
            "key": str(uuid.uuid4()), "office": city.office.pk, "channel": row.pk,
            "received_on": "2026-11-18", "outside_number": "国转〔2026〕12号",
            "category": "consult", "text": "乡村公交末班车太早", "name": "周先生",
            "phone": "138 0013 8000", **changes,
        }  # fmt: skip

    def test_once_and_with_its_day(self, city: City) -> None:
        client, form = signed_in(city.people[Role.MESSAGE_DESK]), self.form(city)
        assert client.get(f"{LIST}enter/").status_code == 200
        for _ in range(2):
            answer = client.post(f"{LIST}enter/", form)
            message = Message.objects.get()
            assert answer["Location"] == f"{LIST}{message.pk}/change/"
        assert (message.outside_number, message.phone) == ("国转〔2026〕12号", "13800138000")
        assert (str(message.received_on), str(message.due_on)) == ("2026-11-18", "2026-11-25")
        assert not message.may_publish

    def test_what_is_wrong_is_told(self, city: City) -> None:
        client = signed_in(city.people[Role.MESSAGE_DESK])
        for change, status in (
            ({"text": ""}, 400), ({"received_on": "2026-11-30"}, 409),
            ({"office": city.other_district.pk}, 400),
        ):  # fmt: skip
            assert client.post(f"{LIST}enter/", self.form(city, **change)).status_code == status

    def test_nobody_else(self, city: City) -> None:
        for role in (Role.MESSAGE_RESPONDER, Role.CLERK):
            assert signed_in(city.people[role]).get(f"{LIST}enter/").status_code == 403


class TestChannels:
    """Rows that the desk of the site keeps."""

    def test_only_the_desk_of_the_site_keeps_them(self, city: City) -> None:
        row = channel("consult")
        own = f"/admin/policies/messagechannel/{row.pk}/change/"
        keeper = person("p-keeper", organs=[city.root], roles=[Role.MESSAGE_DESK])
        assert signed_in(keeper).get(own).status_code == 200
        for user in (city.people[Role.MESSAGE_DESK], city.people[Role.CLERK], city.outsider):
            assert signed_in(user).get(own).status_code in (302, 403, 404)

    def test_a_change_is_on_record(self, city: City) -> None:
        row = channel("consult")
        keeper = person("p-keeper", organs=[city.root], roles=[Role.MESSAGE_DESK])
        fields = {
            field.name: getattr(row, field.name)
            for field in MessageChannel._meta.fields
            if field.name not in ("id", "office", "accept_days")
        }
        given = {name: value for name, value in fields.items() if value not in (False, None)}
        answer = signed_in(keeper).post(
            f"/admin/policies/messagechannel/{row.pk}/change/", {**given, "reply_days": 7}
        )
        assert answer.status_code == 302
        assert MessageChannel.objects.get(pk=row.pk).reply_days == 7
        entry = AuditEntry.objects.latest("sequence")
        assert (entry.action, entry.details) == (
            "messages.messagechannel", {"changed": ["reply_days"]},
        )  # fmt: skip

    def test_who_is_in_charge_of_a_subject(self, city: City) -> None:
        keeper = person("p-keeper", organs=[city.root], roles=[Role.MESSAGE_DESK])
        theme = Theme.objects.filter(parent=None).first()
        given = {"theme": theme.pk if theme else 0, "organ": city.district.pk}
        client = signed_in(keeper)
        assert client.post("/admin/policies/responsibility/add/", given).status_code == 302
        assert Responsibility.objects.get().organ == city.district
        assert client.get("/admin/policies/responsibility/").status_code == 200
