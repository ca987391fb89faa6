"""The inbox page and the back office of the outbox."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.common.errors import NotPermitted
from portal.notifications import services
from portal.notifications.choices import State
from portal.notifications.models import InboxNotice, OutboxMessage, WebhookEndpoint
from portal.notifications.permissions import may_operate
from portal.organs.models import Organ, SiteProfile
from tests.notifications.conftest import AT, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Counting of wrong passwords is tested with the accounts."""
    settings.AXES_ENABLED = False


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def give(user: User, number: int, title: str = "办理提醒") -> None:
    for key in range(number):
        tell(user, key=f"{title}{key}", subject=f"{title}{key}", url=f"/somewhere/{key}/")
    services.deliver_due(at=AT)


def test_only_signed_in_people_have_an_inbox(client: Client) -> None:
    for name in ("inbox", "read_all"):
        answer = client.post(reverse(f"notifications:{name}"))
        assert answer.status_code in (302, 405)
    answer = client.get(reverse("notifications:inbox"))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_a_person_sees_and_reads_only_their_own(reader: User) -> None:
    outsider = User.objects.create_user("outsider", password="x")
    give(reader, 1, "张三的申请")
    give(outsider, 1, "别的事")
    mine, theirs = InboxNotice.objects.get(user=reader), InboxNotice.objects.get(user=outsider)
    page = signed_in(outsider).get(reverse("notifications:inbox")).content.decode()
    assert "别的事" in page
    assert "张三的申请" not in page
    answer = signed_in(outsider).post(reverse("notifications:read", args=[mine.pk]))
    assert answer.status_code == 404
    with pytest.raises(NotPermitted):
        services.mark_read(notice=mine, by=outsider, at=AT)
    signed_in(outsider).post(reverse("notifications:read_all"))
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.read_at is None
    assert theirs.read_at is not None


def test_reading_a_notice_leads_to_its_subject(reader: User) -> None:
    give(reader, 1)
    notice = InboxNotice.objects.get()
    client = signed_in(reader)
    assert "有 1 条未读" in client.get(reverse("notifications:inbox")).content.decode()
    assert client.get(reverse("notifications:read", args=[notice.pk])).status_code == 405
    answer = client.post(reverse("notifications:read", args=[notice.pk]))
    assert answer["Location"] == "/somewhere/0/"
    first = InboxNotice.objects.get().read_at
    client.post(reverse("notifications:read", args=[notice.pk]))
    assert InboxNotice.objects.get().read_at == first
    assert "没有未读的站内信" in client.get(reverse("notifications:inbox")).content.decode()


def test_text_of_a_notice_is_not_markup(reader: User) -> None:
    tell(reader, subject="<script>1</script>", body="<b>粗</b>")
    services.deliver_due(at=AT)
    page = signed_in(reader).get(reverse("notifications:inbox")).content.decode()
    assert "<script>1" not in page
    assert "&lt;b&gt;粗" in page


def test_the_page_asks_as_often_for_three_as_for_one(
    reader: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(reader)
    give(reader, 1)
    client.get(reverse("notifications:inbox"))
    counts = []
    for title in ("甲", "乙"):
        with django_assert_max_num_queries(20) as asked:
            client.get(reverse("notifications:inbox"))
        counts.append(len(asked))
        give(reader, 2, title)
    assert counts[0] == counts[1]


def test_long_inboxes_have_pages(reader: User) -> None:
    give(reader, 21)
    client = signed_in(reader)
    first = client.get(reverse("notifications:inbox")).content.decode()
    assert first.count('<li class="row">') == 20
    assert "第1页，共2页" in first
    last = client.get(reverse("notifications:inbox"), {"page": "999"}).content.decode()
    assert last.count('<li class="row">') == 1


def test_the_back_office_of_the_outbox(reader: User, operator: User) -> None:
    give(reader, 1)
    OutboxMessage.objects.filter(channel="mail").update(state=State.DEAD, sent_at=None)
    dead = OutboxMessage.objects.get(state=State.DEAD)
    client = signed_in(operator)
    listing = reverse("admin:notifications_outboxmessage_changelist")
    page = client.get(listing, {"state": "dead"}).content.decode()
    assert str(dead.delivery_id) in page
    assert "reader@people.example" not in page
    change = reverse("admin:notifications_outboxmessage_change", args=[dead.pk])
    history = reverse("admin:notifications_outboxmessage_history", args=[dead.pk])
    for address in (change, history):
        page = client.get(address).content.decode()
        for hidden in (dead.body, dead.subject, "reader@people.example"):
            assert hidden not in page, address
    for guess in ("address__startswith=r", "body__contains=x", "subject=x", "user__email=x"):
        assert client.get(f"{listing}?{guess}").status_code == 400
    picked = {"action": "send_again", "_selected_action": [dead.pk]}
    assert client.post(listing, picked).status_code == 302
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (State.PENDING, 0)
    reader.is_staff = True
    reader.save()
    assert signed_in(reader).get(listing).status_code in (302, 403)


def test_the_back_office_of_endpoints(operator: User) -> None:
    client = signed_in(operator)
    add = reverse("admin:notifications_webhookendpoint_add")
    fields = {
        "name": "省平台",
        "url": "https://127.0.0.1.example/",
        "secret": "x",
        "is_active": "on",
    }
    wrong = client.post(add, fields | {"url": "http://hook.example.org/"})
    assert "推送地址应以 https:// 开头" in wrong.content.decode()
    assert client.post(add, fields | {"kinds": ["test.public"]}).status_code == 302
    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.kinds, endpoint.secret) == (["test.public"], "x")


def test_the_secret_of_an_endpoint_is_not_shown_again(operator: User) -> None:
    endpoint = WebhookEndpoint.objects.create(name="省平台", url="https://a.example/hook")
    kept, client = endpoint.secret, signed_in(operator)
    change = reverse("admin:notifications_webhookendpoint_change", args=[endpoint.pk])
    fields = {"name": "省平台", "url": endpoint.url, "is_active": "on"}
    assert kept not in client.get(change).content.decode()
    assert client.post(change, {**fields, "secret": ""}).status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.secret == kept
    refused = client.post(change, {**fields, "url": "http://x", "secret": "another-one"})
    assert "another-one" not in refused.content.decode()
    assert client.post(change, {**fields, "secret": "another-one"}).status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.secret == "another-one"


def test_the_outbox_is_the_sites_and_not_an_organs(operator: User) -> None:
    """The administrator of a town sees neither the messages of the city nor its endpoints."""
    city = Organ.objects.get()
    town = Organ.objects.add_child(
        city, {"code": "T-1", "name": "试镇", "level": "town", "kind": "government"}
    )
    other = User.objects.create_user("town", password="x")
    Membership.objects.create(user=other, organ=town, role=Role.SYSTEM_ADMIN)
    assert may_operate(operator)
    assert not may_operate(other)
    SiteProfile.objects.create(organ=town, name="试镇", domain="t.example", is_current=True)
    # The town's own site is looked after by the town, and by those above it.
    assert may_operate(other)
    assert may_operate(operator)
