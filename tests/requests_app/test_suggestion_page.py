"""申请前查看: the figures of a supervisor's organs, and of no others."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings

from portal.accounts.choices import Role
from requests_app.preconditions import Part
from requests_app.selectors import ground_figures
from requests_app.services import answers
from requests_app.services.suggestions import note_enough, note_shown
from requests_app.workflow.states import HANDLER, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import DAY as DAY_LONG
from tests.requests_app.cases import PROVISION, STEPS, SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.officers import LIST, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGE = f"{LIST}suggestions/"
DAY = dt.date(2026, 9, 9)
# A table of one organ that looked once, to no avail.
ONE = ("1", "0", "0%", "合计", "1", "0", "0%")


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def looks(city: City) -> None:
    """Four in the office, one in the street, one in another district; one of the office enough."""
    for organ, number in ((city.office, 4), (city.street, 1), (city.other_district, 1)):
        rows = [note_shown(organ=organ, documents=1, answers=0, on=DAY) for _ in range(number)]
        if organ == city.office and rows[0]:
            note_enough(look=rows[0].pk)


def cells(page: str) -> list[str]:
    """What stands in the table, one after the other."""
    table = page[page.index("<tbody>") : page.index("</table>")]
    return re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table)


@pytest.mark.usefixtures("looks")
def test_a_supervisor_sees_what_lies_below_in_the_days_asked_for(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    district = signed_in(person("p-d", organs=[city.district], roles=[Role.SUPERVISOR]))
    answer = district.get(PAGE)
    assert cells(answer.content.decode()) == [city.street.name, *ONE]
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert f'href="{PAGE}"' in district.get(LIST).content.decode()
    whole = signed_in(person("p-c", organs=[city.root], roles=[Role.SUPERVISOR]))
    page = whole.get(PAGE).content.decode()
    assert cells(page)[:4] == [city.office.name, "4", "1", "25%"]
    assert cells(page)[-4:] == ["合计", "6", "1", "17%"]
    out = io.StringIO()
    with django_assert_num_queries(1):
        call_command("suggestion_figures", since="2026-09-09", until="2026-09-09", stdout=out)
    assert "显示6次，够用1次，占17%" in out.getvalue()
    assert f"{city.office.name}：显示4次，够用1次，占25%" in out.getvalue()
    for query, words in (
        ("since=2026-09-10&until=2026-10-01", "这段时间没有"),
        ("since=2026-09-10&until=2026-09-09", "不能早于开始日期"),
        ("since=2026-02-31&until=2026-09-09", "日期应为日历上有的日子"),
        ("since=2026-09-09", "请填写日期"),
    ):
        answer = whole.get(f"{PAGE}?{query}")
        assert answer.status_code == (200 if "这段时间" in words else 400), query
        assert words in answer.content.decode()
        assert "<tbody>" not in answer.content.decode()


@pytest.mark.usefixtures("looks")
def test_nobody_else_finds_it(city: City) -> None:
    theirs = cells(signed_in(city.outsider).get(PAGE).content.decode())
    assert theirs == [city.other_district.name, *ONE]
    for role in (Role.REQUEST_HANDLER, Role.OFFICE_HEAD, Role.CLERK):
        client = signed_in(city.people[role])
        assert client.get(PAGE).status_code == 404
        assert PAGE not in client.get("/admin/").content.decode()
    assert PAGE not in signed_in(city.people[Role.OFFICE_HEAD]).get(LIST).content.decode()
    assert signed_in(city.people[Role.SUPERVISOR]).post(PAGE).status_code == 405


def test_grounds_of_what_was_kept_back_are_counted_part_by_part(city: City) -> None:
    people = desk(city)
    whole, partly, waiting = (
        bring_to(submitted(city), Status.HANDLING, people=people) for _ in range(3)
    )
    parts = [Part("第3页", "3.3.6", "过程稿"), Part("第5页", "3.3.6", "讨论记录"),
             Part("第7页", "3.3.5", "人事管理")]  # fmt: skip
    answers.submit_answer(
        request=partly, outcome="3.2", body="现提供。", provision=PROVISION, parts=parts,
        by=people[HANDLER], at=SUBMITTED_AT,
    )  # fmt: skip
    for case in (whole, waiting):
        STEPS["refuse"](case, people, SUBMITTED_AT)
    for case in (whole, partly):
        for step in ("approve_withholding", "second", "pass_secrecy"):
            STEPS[step](case, people, SUBMITTED_AT)
        answers.file_refusal(request=case, by=people[SIGNER], at=SUBMITTED_AT)
        for step in ("sign", "deliver"):
            STEPS[step](case, people, SUBMITTED_AT)
    day = SUBMITTED_AT.date()
    found = ground_figures(since=day, until=day, organs={city.office.pk})
    told = [(row.article, row.parts, row.cases) for row in found]
    assert told == [("第十六条第一款", 1, 1), ("第十六条第二款", 3, 2)]
    assert ground_figures(since=day + DAY_LONG, until=day + DAY_LONG, organs={city.office.pk}) == []
    assert ground_figures(since=day, until=day, organs={city.street.pk}) == []
    above = signed_in(person("p-a", organs=[city.root], roles=[Role.SUPERVISOR]))
    page = above.get(f"{PAGE}?since={day}&until={day}").content.decode()
    assert "属于四类过程性信息" in page
    assert 'data-label="部分">3<' in page
