"""The pages of questionnaires: answered without script, kept, refused in words; nothing before."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from decisions.surveys.models import Answer, Survey, Token
from decisions.surveys.services import paper
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.surveys import cases

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def clock() -> Any:
    """The first day of the questionnaires."""
    with time_machine.travel(cases.AT + HOUR, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def afresh(settings: Any) -> Iterator[None]:
    settings.AXES_ENABLED = False
    cache.clear()
    yield
    cache.clear()


def _enter(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def _text(response: Any) -> str:
    return str(response.content.decode())


def _answer_page(client: Client, address: str, **given: Any) -> Any:
    return client.post(address, {"version": "1", "action": "next", **given})


def test_from_the_letter_to_the_answer(client: Client, city: City, clock: object) -> None:
    survey = cases.running(city)
    page = reverse("decisions:survey_begin", args=[survey.pk])
    sent = client.post(page, {"email": "wang@example.test"})
    assert sent["Location"] == reverse("decisions:survey_sent")
    address = OutboxMessage.objects.get(kind="surveys.token").url
    assert Token.objects.get().is_spent is False
    # Looking at it, as a scanner of mail does, changes nothing.
    first = _text(client.get(address))
    assert "第1页，共4页" in first
    assert 'name="q2"' in first
    assert "<script" not in first.split("<form", 1)[1].split("</form>")[0]
    second = _answer_page(client, address, page="1", q2="B")
    assert second["Location"] == f"{address}?page=2"
    shown = _text(client.get(second["Location"]))
    assert "因为您第1题选“带孩子”，多问这一题" in shown
    third = _answer_page(client, address, page="2", q3="A", q4=["A", "C"], q5="no")
    # Question 6 is not asked of those who never came.
    assert 'name="q6"' not in _text(client.get(third["Location"]))
    last = _answer_page(client, address, page="3", q7="2", q9="很好。")
    done = _answer_page(client, address, page="4")
    assert last.status_code == done.status_code == 302
    assert done["Location"] == survey.get_absolute_url()
    assert "收到了，谢谢您" in _text(client.get(done["Location"]))
    answer = Answer.objects.get()
    assert answer.picks["q4"] == ["A", "C"]
    assert "q6" not in answer.picks
    assert not OutboxMessage.objects.filter(kind="surveys.token").exists()
    # Sent twice it is one, and a second browser is told so.
    for browser in (client, Client()):
        assert "已经收到您的一份" in _text(_answer_page(browser, address, page="4"))
    assert Answer.objects.count() == 1


def test_an_account_answers_at_once(client: Client, city: City, clock: object) -> None:
    survey = cases.running(city)
    _enter(client, cases.citizen("li"))
    page = reverse("decisions:survey_begin", args=[survey.pk])
    begun = client.post(page)
    assert begun["Location"].startswith("/surveys/answer/")
    assert not OutboxMessage.objects.filter(kind="surveys.token").exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, city: City, clock: object
) -> None:
    survey = cases.running(city)
    address = reverse("decisions:survey_answer", args=[cases.token(survey)])
    refused = _answer_page(client, address, page="1", q2="D", **{"q2-other": ""})
    assert refused.status_code == 400
    told = _text(refused)
    assert "第1题：您选了“其他”，请写明是什么。" in told
    assert 'value="D" checked' in told
    kept = _answer_page(client, address, page="1", q2="A", action="save")
    assert "已存下" in _text(client.get(kept["Location"]))
    assert 'value="A" checked' in _text(Client().get(f"{address}?page=1"))
    page = reverse("decisions:survey_begin", args=[survey.pk])
    wrong = client.post(page, {"email": "不是邮箱"})
    assert wrong.status_code == 400
    assert "应如 name@example.com" in _text(wrong)
    assert "不是邮箱" in _text(wrong)


def test_back_leads_to_the_page_before_that_is_asked(
    client: Client, city: City, clock: object
) -> None:
    address = reverse("decisions:survey_answer", args=[cases.token(cases.running(city))])
    _answer_page(client, address, page="1", q2="A")
    back = _answer_page(client, address, page="2", action="back")
    assert back["Location"] == f"{address}?page=1"
    for odd in ("0", "99", "x", "²"):
        assert client.get(address, {"page": odd}).status_code == 200


def test_after_the_end_nothing_is_taken_and_nothing_is_lost(
    client: Client, city: City, clock: Any
) -> None:
    survey = cases.running(city)
    address = reverse("decisions:survey_answer", args=[cases.token(survey)])
    _answer_page(client, address, page="1", q2="B")
    clock.move_to(cases.after())
    late = _answer_page(client, address, page="2", q3="A", q4=["A"], q5="no")
    assert late.status_code == 409
    told = _text(late)
    assert "24时截止，这一份没有收" in told
    assert "带孩子" in told
    assert "自来水厂" in told
    page = client.post(
        reverse("decisions:survey_begin", args=[survey.pk]), {"email": "a@example.test"}
    )
    assert page.status_code == 409
    assert not Answer.objects.exists()


def test_no_result_anywhere_before_the_end(client: Client, city: City, clock: Any) -> None:
    survey = cases.running(city)
    cases.filled(survey, 37, q2="B")
    reviewer = city.people[Role.DECISION_REVIEWER]
    desk = Client()
    _enter(desk, reviewer)
    public = [
        survey.get_absolute_url(), reverse("decisions:surveys"), reverse("decisions:participate"),
        reverse("decisions:participate_feed"), reverse("decisions:survey_paper", args=[survey.pk]),
    ]  # fmt: skip
    staff = reverse("admin:decisions_survey_change", args=[survey.pk])
    for address in public:
        assert "37" not in _text(client.get(address)).split("<main", 1)[-1].split("</main>")[0]
    assert "已收到30多份" in _text(client.get(public[0]))
    held = _text(desk.get(staff))
    assert "已收到30多份" in held
    assert "100.0" not in held
    assert "邻居" not in held
    for name in ("survey_result_csv", "survey_result_json"):
        assert client.get(reverse(f"decisions:{name}", args=[survey.pk])).status_code == 404
    clock.move_to(cases.after())
    # After the end those who draw up the result see what may be shown, and the public nothing.
    _enter(desk, reviewer)
    over = _text(desk.get(staff))
    assert "100.0" in over
    assert "邻居" in over
    assert "100.0" not in _text(client.get(public[0]))


def test_no_figures_at_the_desk_while_paper_waits(city: City, clock: Any) -> None:
    survey = cases.running(city)
    cases.filled(survey, 37, q2="B")
    pile = cases.batch(city, survey)
    clock.move_to(cases.after())
    desk, handler = Client(), city.people[Role.DECISION_HANDLER]
    _enter(desk, handler)
    staff = reverse("admin:decisions_survey_change", args=[survey.pk])
    assert "100.0" not in _text(desk.get(staff))
    paper.drop(batch=pile, reason="复印件", by=handler, at=cases.after())
    assert "100.0" in _text(desk.get(staff))


def test_who_only_supervises_reads_nothing_that_people_wrote(city: City, clock: Any) -> None:
    survey = cases.running(city)
    cases.filled(survey, 37, q2="B")
    clock.move_to(cases.after())
    desk = Client()
    _enter(desk, city.people[Role.SUPERVISOR])
    held = _text(desk.get(reverse("admin:decisions_survey_change", args=[survey.pk])))
    assert "100.0" in held
    assert "邻居" not in held


def test_chart_table_csv_and_json_hide_the_same(client: Client, city: City, clock: Any) -> None:
    survey = cases.running(city)
    for code, count in (("A", 52), ("B", 9), ("C", 31), ("D", 3)):
        other = {"q2_other": "带朋友"} if code == "D" else {}
        cases.filled(survey, count, q2=code, **other)
    cases.walk(survey, city, "announce", at=cases.after())
    page = _text(client.get(survey.get_absolute_url()))
    table = page.split("1. 您会带谁一起来？", 1)[1].split("</section>", 1)[0]
    assert table.count("人数少，不单列") == 2
    assert "不单列的2项合计" in table
    assert '<rect class="share" width="54.7"' in table
    # A hidden part has no bar.
    assert table.count('class="share"') == 2
    data = client.get(reverse("decisions:survey_result_csv", args=[survey.pk])).content
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    counts = {row[5]: row[6] for row in rows if row[1] == "1"}
    assert counts == {
        "自己来": "52", "带孩子": "人数少，不单列", "带老人": "31", "其他": "人数少，不单列",
        "不单列的2项合计": "12",
    }  # fmt: skip
    told = json.loads(client.get(reverse("decisions:survey_result_json", args=[survey.pk])).content)
    cells = told["versions"][0]["questions"][0]["tables"][0]["cells"]
    assert [cell["count"] for cell in cells] == [52, None, 31, None]
    assert "带朋友" not in json.dumps(told, ensure_ascii=False)
    assert "邻居" not in page


def test_the_paper_prints_every_question_with_its_condition(
    client: Client, city: City, clock: object
) -> None:
    survey = cases.running(city)
    page = _text(client.get(reverse("decisions:survey_paper", args=[survey.pk])))
    assert "若第1题选“带孩子”，请答：" in page
    assert "11. 下面各项怎么样？" in page


def test_the_paper_is_set_as_pages_too(client: Client, city: City, clock: object) -> None:
    survey = cases.running(city)
    answer = client.get(reverse("decisions:survey_paper_pdf", args=[survey.pk]))
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    told = "".join(page.get_textpage().get_text_range() for page in pages)
    told = "".join(told.split())
    for words in ("请在方框里打勾", "若第1题选“带孩子”，请答：", "11.下面各项怎么样？", "□带孩子",
                  "第____位"):  # fmt: skip
        assert words in told, words
    again = client.get(reverse("decisions:survey_paper_pdf", args=[survey.pk]))
    assert again.content == answer.content


def test_a_draft_has_no_paper(client: Client, city: City, clock: object) -> None:
    draft = cases.drafted(city)
    for name in ("survey_paper", "survey_paper_pdf"):
        assert client.get(reverse(f"decisions:{name}", args=[draft.pk])).status_code == 404


def test_the_queries_are_few_and_the_same_for_many(
    client: Client, city: City, clock: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    survey = cases.running(city)
    address = reverse("decisions:survey_answer", args=[cases.token(survey)])
    client.get(reverse("decisions:surveys"))
    with django_assert_num_queries(2):
        client.get(reverse("decisions:surveys"))
    for _ in range(3):
        cases.running(city)
    with django_assert_num_queries(2):
        client.get(reverse("decisions:surveys"))
    with django_assert_num_queries(5):
        client.get(survey.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(address)
    cases.filled(survey, 60)
    published = cases.walk(survey, city, "announce", at=cases.after())
    with django_assert_num_queries(4):
        client.get(published.get_absolute_url())


def test_what_was_not_released_or_was_taken_back(client: Client, city: City, clock: object) -> None:
    draft = cases.drafted(city)
    for name in ("survey", "survey_paper", "survey_result_csv", "survey_result_json"):
        assert client.get(reverse(f"decisions:{name}", args=[draft.pk])).status_code == 404
    withdrawn = cases.walk(cases.published(city), city, "withdraw", at=cases.after())
    gone = client.get(withdrawn.get_absolute_url())
    assert gone.status_code == 410
    assert "数字有误" in _text(gone)
    for name in ("survey_result_csv", "survey_result_json"):
        assert client.get(reverse(f"decisions:{name}", args=[withdrawn.pk])).status_code == 410
    stopped = cases.walk(cases.running(city), city, "stop")
    assert "题目有误" in _text(client.get(stopped.get_absolute_url()))


def test_hostile_markup_is_shown_as_it_is(client: Client, city: City, clock: object) -> None:
    markup = "<img src=x onerror=alert(1)>"
    survey = cases.running(
        city, title=markup, gist=markup, crossings=[],
        questions=f"单选\n{markup}\n- {markup}\n- 二",
    )  # fmt: skip
    address = reverse("decisions:survey_answer", args=[cases.token(survey)])
    for page in (survey.get_absolute_url(), address, reverse("decisions:participate")):
        assert markup not in _text(client.get(page))


def test_the_desk_writes_previews_and_types_paper(city: City, clock: object) -> None:
    handler, reviewer = Client(), Client()
    _enter(handler, city.people[Role.DECISION_HANDLER])
    _enter(reviewer, city.people[Role.DECISION_REVIEWER])
    begun = handler.post(
        reverse("admin:decisions_survey_begin"), {"organ": city.office.pk, "title": "问一问"}
    )
    survey = Survey.objects.get()
    assert begun["Location"] == reverse("admin:decisions_survey_change", args=[survey.pk])
    act = reverse("admin:decisions_survey_act", args=[survey.pk, "write"])
    given = {
        "title": "问一问", "method": "mail", "opens_on": cases.day(0), "closes_on": cases.day(5),
        "questions": "单选 必答\n甲\n- 一", "seen": survey.updated_at.isoformat(),
    }  # fmt: skip
    assert handler.post(act, given).status_code == 302
    page = _text(handler.get(begun["Location"]))
    assert "至少要有两个选项" in page
    survey = Survey.objects.get()
    given |= {"questions": "单选 必答\n甲\n- 一\n- 二", "seen": survey.updated_at.isoformat()}
    assert handler.post(act, given).status_code == 302
    preview = _text(handler.get(reverse("admin:decisions_survey_preview", args=[survey.pk])))
    assert "1. 甲" in preview
    survey = cases.walk(survey, city, "submit", "release", "enter")
    pile = survey.batches.get()
    address = reverse("admin:decisions_survey_batch", args=[survey.pk, pile.pk])
    for pick in ("A", "B"):
        assert handler.post(address, {"action": "type", "q1": pick}).status_code == 302
    assert handler.post(address, {"action": "hand_over"}).status_code == 302
    assert handler.post(address, {"action": "check", "number": "1"}).status_code == 403
    number = survey.batches.get().sample[0]
    checked = reviewer.post(
        address, {"action": "check", "number": number, "sheets": "2", "q1": "AB"[number - 1]}
    )
    assert checked.status_code == 302
    assert Answer.objects.filter(channel="paper").count() == 2
    outsider = Client()
    _enter(outsider, city.outsider)
    for hidden in (address, begun["Location"]):
        assert outsider.get(hidden).status_code == 404


def test_by_a_link_that_opens_nothing_more_the_page_that_was_typed_is_shown(
    client: Client, city: City, clock: object
) -> None:
    survey = cases.running(city)
    secret = cases.token(survey)
    address = reverse("decisions:survey_answer", args=[secret])
    assert f'name="survey" value="{survey.pk}"' in _text(client.get(address))
    Token.objects.all().delete()
    gone = _answer_page(client, address, survey=str(survey.pk), page="1", q2="D", q2_other="x")
    assert gone.status_code == 410
    for words in ("链接已失效", "您填写的在下面"):
        assert words in _text(gone)
    for named in ("", "0", "999999999999", "x"):
        assert _answer_page(client, address, survey=named, q2="A").status_code == 410
