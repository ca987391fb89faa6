"""常用说法: kept by reviewers, beside the answer that is drafted, for the organs below as well."""

from __future__ import annotations

from typing import Any

import pytest

from policies.messages.models import StockPhrase
from policies.messages.selectors import phrases_for
from policies.messages.services.phrases import save_phrase
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import NotPermitted
from tests.builders import City, person
from tests.policies.messages.cases import CAME_AT, brought
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/policies/stockphrase/"
WORDS = "感谢您的来信。<b>窗口</b>工作日九点到十七点办理。"


@pytest.fixture(autouse=True)
def signs_in_at_once(settings: Any) -> None:
    settings.AXES_ENABLED = False


def phrase(city: City, **changes: Any) -> StockPhrase:
    given = {"organ": city.office, "title": "窗口的时间", "text": WORDS, **changes}
    by = given.pop("by", city.people[Role.ANSWER_REVIEWER])
    return save_phrase(phrase=StockPhrase(**given), by=by, at=CAME_AT)


def test_beside_the_answer_that_is_drafted(city: City) -> None:
    phrase(city)
    phrase(city, title="旧的", text="已经不用的话", is_active=False)
    message = brought(city, "answering")
    responder = signed_in(city.people[Role.MESSAGE_RESPONDER])
    page = responder.get(f"/admin/policies/message/{message.pk}/change/").content.decode()
    assert "窗口的时间" in page
    assert "&lt;b&gt;窗口&lt;/b&gt;" in page
    assert "已经不用的话" not in page
    waiting = brought(city, "received", text="别的事")
    page = responder.get(f"/admin/policies/message/{waiting.pk}/change/").content.decode()
    assert "窗口的时间" not in page


def test_of_an_organ_and_of_those_above_it(city: City) -> None:
    root = person("root", organs=[city.root], roles=[Role.ANSWER_REVIEWER])
    above = phrase(city, organ=city.root, by=root)
    own = phrase(city)
    assert list(phrases_for(city.office)) == [above, own]
    assert list(phrases_for(city.street)) == [above]


def test_kept_by_reviewers_on_record(city: City) -> None:
    reviewer = signed_in(city.people[Role.ANSWER_REVIEWER])
    given = {"organ": city.office.pk, "title": "窗口的时间", "text": WORDS, "position": 1,
             "is_active": "on"}  # fmt: skip
    reviewer.post(f"{LIST}add/", given)
    row = StockPhrase.objects.get()
    assert (
        AuditEntry.objects.get(action="messages.save_phrase").summary == "新增常用说法：窗口的时间"
    )
    for wrong in ({**given}, {**given, "title": ""}, {**given, "title": "乙", "text": "长" * 1001}):
        answer = reviewer.post(f"{LIST}add/", wrong)
        assert answer.status_code in (200, 400)
    assert StockPhrase.objects.count() == 1
    for by in (city.people[Role.MESSAGE_RESPONDER], city.outsider):
        with pytest.raises(NotPermitted):
            save_phrase(phrase=row, by=by, at=CAME_AT)
    outside = signed_in(city.outsider)
    assert outside.get(f"{LIST}{row.pk}/change/").status_code in (302, 403, 404)
    assert "窗口的时间" not in outside.get(LIST).content.decode()
