"""The public register: nothing by itself, nothing of anybody, and only by those who may."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from requests_app.models import InformationRequest, PublicSummary, SuggestionLook
from requests_app.selectors import matches_of, register_rows
from requests_app.services.register import publish_summary, withdraw_summary
from requests_app.services.suggestions import note_enough, note_shown
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.officers import page_of, signed_in
from tests.requests_app.public import at, draft_of

pytestmark = pytest.mark.django_db
WHEN = at(2026, 9, 20)


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def answered(city: City) -> InformationRequest:
    return bring_to(submitted(city, phone="13900001234"), Status.ANSWERED, people=desk(city))


def summed_up(city: City, case: InformationRequest, text: str = "2025年绿化养护招标文件") -> Any:
    by = city.people[Role.REQUEST_HANDLER]
    return publish_summary(request=case, text=text, by=by, at=WHEN)


class TestSummary:
    """What an officer writes."""

    def test_nothing_is_shown_by_itself(self, client: Client, answered: InformationRequest) -> None:
        source = client.get("/requests/register/").content.decode()
        assert answered.subject not in source
        assert answered.number not in source

    def test_an_empty_register_says_so_and_a_narrowed_one_leads_back(self, client: Client) -> None:
        assert "现在还没有登记" in client.get("/requests/register/").content.decode()
        narrowed = client.get("/requests/register/", {"year": "2025"}).content.decode()
        assert "没有符合条件的登记" in narrowed
        assert 'href="/requests/register/">看全部登记' in narrowed

    def test_shown_with_organ_month_and_outcome_only(
        self, client: Client, city: City, answered: InformationRequest
    ) -> None:
        summed_up(city, answered)
        source = client.get("/requests/register/").content.decode()
        for words in ("2025年绿化养护招标文件", city.office.name, "2026年9月", "予以公开"):
            assert words in source, words
        for words in (answered.number, answered.name, answered.phone, answered.subject):
            assert words not in source, words
        entry = AuditEntry.objects.get(action="requests.public_summary")
        assert "绿化" not in str(entry.content())

    @pytest.mark.parametrize(
        "text",
        [
            "演示申请人甲要的文件",
            "演示 申请人甲 要的文件",
            "致电13800138000可取",
            "990101199001010019的档案",
            "联系 13900001234",
            "   ",
            "长" * 201,
        ],
    )
    def test_personal_data_and_nonsense_are_refused(
        self, city: City, answered: InformationRequest, text: str
    ) -> None:
        with pytest.raises(ActRefused):
            summed_up(city, answered, text)
        assert PublicSummary.objects.count() == 0

    def test_an_open_case_is_not_listed(self, city: City) -> None:
        case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
        with pytest.raises(ActRefused):
            summed_up(city, case)

    @pytest.mark.parametrize("who", ["outsider", Role.REQUEST_INTAKE])
    def test_only_those_who_answer_for_it(
        self, city: City, answered: InformationRequest, who: str
    ) -> None:
        by = city.outsider if who == "outsider" else city.people[Role(who)]
        with pytest.raises(NotPermitted):
            publish_summary(request=answered, text="绿化招标文件", by=by, at=WHEN)
        summed_up(city, answered)
        with pytest.raises(NotPermitted):
            withdraw_summary(request=answered, by=by, at=WHEN)

    def test_changed_and_taken_out(self, city: City, answered: InformationRequest) -> None:
        summed_up(city, answered)
        summed_up(city, answered, "绿化养护合同")
        assert [row.text for row in register_rows()] == ["绿化养护合同"]
        by = city.people[Role.OFFICE_HEAD]
        withdraw_summary(request=answered, by=by, at=WHEN)
        assert not register_rows().exists()
        with pytest.raises(ActRefused):
            withdraw_summary(request=answered, by=by, at=WHEN)

    def test_a_reopened_case_is_not_shown(self, city: City, answered: InformationRequest) -> None:
        summed_up(city, answered)
        InformationRequest.objects.filter(pk=answered.pk).update(status=Status.HANDLING)
        assert not register_rows().exists()
        asked = {"title": "2025年绿化养护招标文件", "number": "", "description": ""}
        assert not matches_of(**asked, viewer=city.outsider)


class TestList:
    """Filters and pages; odd addresses do no harm."""

    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ({"organ": "SJ-B"}, True),
            ({"organ": "SJ-D"}, False),
            ({"year": "2026"}, True),
            ({"year": "2025"}, False),
            ({"group": "予以公开"}, True),
            ({"group": "不予公开"}, False),
            ({"year": "²⁰²⁶", "group": "x", "organ": "", "page": "x"}, True),
            ({"year": "0000"}, True),
            ({"organ": "a\x00b"}, False),
            ({"page": "999999999999"}, True),
        ],
    )
    def test_filters(
        self, client: Client, city: City, answered: InformationRequest,
        asked: dict[str, str], shown: bool,
    ) -> None:  # fmt: skip
        summed_up(city, answered)
        response = client.get("/requests/register/", asked)
        assert response.status_code == 200
        assert ("2025年绿化养护招标文件" in response.content.decode()) is shown

    def test_a_fixed_number_of_queries_and_pages(
        self, client: Client, city: City, answered: InformationRequest,
        django_assert_num_queries: Any,
    ) -> None:  # fmt: skip
        people = city.people[Role.REQUEST_HANDLER]
        summed_up(city, answered)
        client.get("/requests/register/")
        for _ in range(22):
            case = submitted(city)
            InformationRequest.objects.filter(pk=case.pk).update(
                status="archived", outcome="3.1", closed_on=dt.date(2026, 9, 9)
            )
            PublicSummary.objects.create(request=case, text="绿化合同", by=people, at=WHEN)
        with django_assert_num_queries(6):
            source = client.get("/requests/register/").content.decode()
        assert "共 23 件" in source
        assert "?page=2" in source
        second = client.get("/requests/register/", {"page": 2}).content.decode()
        assert second.count('<th scope="row">') == 3


class TestSuggestions:
    """What was answered before is offered; how often it was enough is counted."""

    def test_an_answer_to_somebody_else_is_offered(
        self, client: Client, city: City, answered: InformationRequest
    ) -> None:
        row = summed_up(city, answered, "柳桥街道绿化养护招标文件")
        draft = draft_of(client, city)
        source = client.get(f"/requests/apply/{draft.public_id}/review/").content.decode()
        assert "有人申请过" in source
        address = f"/requests/apply/{draft.public_id}/enough/"
        end = client.get(client.post(address, {"answer": row.pk})["Location"])
        assert "柳桥街道绿化养护招标文件" in end.content.decode()
        assert SuggestionLook.objects.get().was_enough

    def test_nothing_asked_matches_nothing(self, city: City) -> None:
        user = city.outsider
        assert not matches_of(title="", number="", description="？！", viewer=user)

    def test_the_figures(self, city: City) -> None:
        day = dt.date(2026, 9, 9)
        looks = [note_shown(organ=city.office, documents=2, answers=0, on=day) for _ in range(4)]
        assert note_shown(organ=city.office, documents=0, answers=0, on=day) is None
        note_enough(look=looks[0].pk)
        out = io.StringIO()
        call_command("suggestion_figures", since="2026-09-01", until="2026-09-30", stdout=out)
        assert "显示4次，够用1次，占25%" in out.getvalue()
        with pytest.raises(CommandError, match="读不懂"):
            call_command("suggestion_figures", since="2026-02-31")
        fields = {field.name for field in SuggestionLook._meta.get_fields()}
        assert fields == {"id", "organ", "shown_on", "documents", "answers", "was_enough"}


def test_an_entry_is_changed_and_taken_off_on_the_page_of_the_case(
    city: City, answered: InformationRequest, settings: Settings
) -> None:
    settings.AXES_ENABLED = False
    handler = signed_in(city.people[Role.REQUEST_HANDLER])
    address = page_of(answered, "summary")
    page = handler.get(page_of(answered)).content.decode()
    assert "列入公开登记" in page
    assert "从公开登记中撤下" not in page
    assert handler.post(address, {"text": "柳桥街道绿化养护招标文件"}).status_code == 302
    assert "从公开登记中撤下" in handler.get(page_of(answered)).content.decode()
    assert handler.post(address, {"withdraw": "1", "text": ""}).status_code == 302
    assert not PublicSummary.objects.exists()
    entries = AuditEntry.objects.filter(action="requests.public_summary").order_by("sequence")
    assert [entry.summary.split("：")[0] for entry in entries] == [
        "列入公开登记",
        "从公开登记中撤下",
    ]
    again = handler.post(address, {"withdraw": "1"})
    assert again.status_code == 409
    assert "没有列入公开登记" in again.content.decode()
    outsider = signed_in(city.outsider)
    assert outsider.post(address, {"withdraw": "1"}).status_code == 404
