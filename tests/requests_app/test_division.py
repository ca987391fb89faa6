"""一事一申请: a part keeps what the whole had."""

from __future__ import annotations

import io

import pytest

from portal.personal.handed_in import HandedIn
from portal.personal.sealed_papers import take_away
from requests_app.models import Evidence, InformationRequest
from requests_app.services import division, papers
from requests_app.services.retention.cases import CASES
from requests_app.workflow.states import HANDLER, INTAKE, Status
from tests.builders import City
from tests.requests_app.cases import PNG, SUBMITTED_AT, bring_to, desk, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(city: City) -> list[InformationRequest]:
    """Two parts of a case with a name, a number, a suggestion, a handler and two papers."""
    people = desk(city)
    asked = submitted(
        city, info_title="绿化养护项目招投标材料", info_number="柳街办〔2025〕3号",
        suggests_publication=True,
    )  # fmt: skip
    case = bring_to(asked, Status.HANDLING, people=people)
    papers.add_papers(
        request=case, files=[HandedIn(io.BytesIO(PNG + b"x"), "委托书.png")],
        purpose="authorisation", by=people[INTAKE], at=SUBMITTED_AT,
    )  # fmt: skip
    return division.split(
        request=case, parts=["招标文件", "中标通知书"], by=people[HANDLER], at=SUBMITTED_AT
    )


def test_a_part_keeps_handler_name_number_suggestion_and_papers(
    parts: list[InformationRequest],
) -> None:
    whole = parts[0].parent
    assert whole is not None
    for part, text in zip(parts, ("招标文件", "中标通知书"), strict=True):
        part.refresh_from_db()
        assert (part.description, part.subject) == (text, text)
        kept = ("info_title", "info_number", "suggests_publication", "handler_id", "arrived_on")
        assert all(getattr(part, name) == getattr(whole, name) for name in kept)
        assert part.handler is not None
        assert part.status == Status.HANDLING
        purposes = [row.purpose for row in part.evidence.order_by("pk")]
        assert purposes == ["identity", "authorisation"]
        with part.evidence.get(purpose="identity").file.open() as stored:
            assert stored.read() == PNG


def test_a_paper_stays_as_long_as_one_part_has_it(parts: list[InformationRequest]) -> None:
    one, other = parts
    whole = one.parent
    assert whole is not None
    assert take_away(whole.evidence.all()) == []
    assert CASES.forget(one) == []
    with other.evidence.get(purpose="identity").file.open() as stored:
        assert stored.read() == PNG
    assert len(CASES.forget(other)) == 2
    assert not Evidence.objects.exists()
