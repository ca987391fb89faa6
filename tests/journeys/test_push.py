"""我的推送 and a relay's task in a browser, on a telephone too; and what axe says of the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from policies.audiences.models import Trait, TraitProfile
from policies.relays.models import Relay, RelayTask
from policies.relays.services import relay_tasks, relays
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.tracking.codes import code_from
from tests.builders import PASSWORD, City
from tests.journeys.axe import WIDTHS, inject, overflow, violations
from tests.journeys.conftest import Desk, Open
from tests.policies.audiences.pushing import policy, readers, sent, term

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def seen(page: Page, *, back_office: bool = False) -> list[Any]:
    """What is wrong with a page at the widths that are asked of every page."""
    found = []
    for width in WIDTHS if not back_office else WIDTHS[1:]:
        page.set_viewport_size({"width": width, "height": 900})
        inject(page)
        found += [(page.url, width, each) for each in violations(page, back_office=back_office)]
        assert overflow(page) == 0, page.url
    return found


@pytest.mark.parametrize("width", [375, 1280])
def test_what_a_person_states_and_switches_off(
    open_page: Open, committed_city: City, live_server: Any, width: int
) -> None:
    User.objects.create_user("p-citizen", "p@people.example", PASSWORD)
    page = open_page("/mine/push/", width=width)
    page.fill("input[name=login]", "p-citizen")
    page.fill("input[name=password]", PASSWORD)
    press(page, "登录")
    page.goto(f"{live_server.url}/mine/push/")
    page.get_by_label("老年人").check()
    page.get_by_label("区域").select_option(str(committed_city.street.pk))
    press(page, "保存")
    expect(page.get_by_text("现在按下面的特征推送")).to_be_visible()
    faults = seen(page)
    press(page, "不按个人特征推送")
    expect(page.get_by_text("填过的特征还在，没有人用它")).to_be_visible()
    assert TraitProfile.objects.get().is_off
    press(page, "清除我的特征")
    expect(page.get_by_text("您的特征已经全部清除。")).to_be_visible()
    assert not Trait.objects.exists()
    assert faults == []


def test_a_relay_on_a_telephone_and_the_desk(
    open_page: Open, desk: Desk, committed_city: City, live_server: Any
) -> None:
    city = committed_city
    readers(6, "elderly")
    document, by = policy(city, "elderly"), city.people[Role.CLERK]
    push = sent(city, document)
    now = timezone.now()
    relay = relays.save_relay(
        Relay(organ=city.office, name="柳桥社区居民委员会", kind="committee"),
        terms=[term("elderly")], contact={"contact_name": "演示联系人辛"}, by=by, at=now,
    )  # fmt: skip
    (task,) = relay_tasks.hand_over(document=document, relays=[relay], push=push, by=by, at=now)
    page = open_page(f"/relays/track/{task.number}/", width=375)
    faults = seen(page)
    page.fill("input[name=code]", code_from(task.submission_key))
    press(page, "打开任务")
    faults += seen(page)
    press(page, "收到了")
    page.get_by_label("怎样转的").select_option("visit")
    page.get_by_label("转给了多少人").fill("36")
    page.get_by_label("在哪里").fill("三号楼")
    press(page, "报上去")
    page.get_by_label("听到的问题").fill("什么时候开始？")
    press(page, "告诉我们")
    expect(page.get_by_text("已经记下，谢谢。")).to_be_visible()
    faults += seen(page)
    assert RelayTask.objects.get().status == "fed_back"
    clerk = desk(Role.CLERK)
    for address in (
        f"push/{push.pk}/change/", "push/policies/", f"push/policies/{document.pk}/",
        f"relaytask/hand/{document.pk}/?push={push.pk}", f"relaytask/{task.pk}/change/",
        "relaytask/", "relay/", f"relay/{relay.pk}/change/", "relay/ranking/",
    ):  # fmt: skip
        clerk.goto(f"{live_server.url}/admin/policies/{address}")
        faults += seen(clerk, back_office=True)
    assert faults == []
