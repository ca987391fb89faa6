"""Every proposal is merged into a project or put aside with a reason; none is left out."""

from __future__ import annotations

from typing import Any

import pytest

from decisions.solicitations.selectors import projects_of, sums_of
from decisions.solicitations.services import mergers
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.solicitations.cases import again, proposed, running, sorted_out

pytestmark = pytest.mark.django_db


def handler(city: City) -> Any:
    return city.people[Role.DECISION_HANDLER]


def test_received_is_merged_and_put_aside_together(city: City) -> None:
    row = sorted_out(city)
    sums = sums_of(row)
    assert sums == {"received": 4, "merged": 3, "aside": 1, "open": 0}
    counts = [(one.number, one.proposed) for one in projects_of(row, shown_only=True)]  # type: ignore[attr-defined]
    assert counts == [(1, 2), (2, 1)]


def test_nothing_is_published_while_one_is_open_and_it_is_named(city: City) -> None:
    row = running(city)
    for number in range(3):
        proposed(row, f"第{number}条")
    mergers.merge(
        solicitation=row, numbers=["1、3"], title="甲", text="乙。", by=handler(city),
        at=row.closes_at,
    )  # fmt: skip
    by = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="2号建议还没有归并"):
        mergers.publish(solicitation=row, by=by, at=row.closes_at)


def test_not_before_the_end(city: City) -> None:
    row = running(city)
    by = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="截止"):
        mergers.publish(solicitation=row, by=by, at=row.opens_at)


def test_a_proposal_goes_into_a_project_that_is_there_and_out_of_it_again(city: City) -> None:
    row = running(city)
    for number in range(2):
        proposed(row, f"第{number}条")
    given = {"solicitation": row, "by": handler(city), "at": row.closes_at}
    mergers.merge(numbers=["1"], title="甲", text="乙。", **given)
    mergers.merge(numbers=["2"], project=1, **given)
    assert {one.project.number for one in row.proposals.all()} == {1}
    # A project behind which no proposal stands is none.
    mergers.take_back(numbers=["1, 2"], **given)
    assert not row.projects.exists()
    assert {one.status for one in row.proposals.all()} == {"submitted"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"numbers": ["9"]}, "9号建议没有"),
        ({"numbers": ["一"]}, "编号之间用空格"),
        # No number is cut to one that is somebody else's.
        ({"numbers": ["0000000012"]}, "编号之间用空格"),
        ({"numbers": []}, "请填写建议的编号"),
        ({"project": 7}, "没有第7件"),
        ({"title": ""}, "事项名称"),
        ({"title": "甲__"}, "下划线"),
        ({"text": "请打13800138000。"}, "会公布，请先隐去"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    city: City, changes: dict[str, Any], words: str
) -> None:
    row = running(city)
    proposed(row)
    given = {"numbers": ["1"], "title": "甲", "text": "乙。", **changes}
    with pytest.raises(ActRefused, match=words):
        mergers.merge(solicitation=row, by=handler(city), at=row.closes_at, **given)
    assert again(row.proposals.get()).status == "submitted"


def test_two_projects_of_one_name_are_refused(city: City) -> None:
    row = running(city)
    for number in range(2):
        proposed(row, f"第{number}条")
    given = {"solicitation": row, "title": "甲", "text": "乙。", "by": handler(city),
             "at": row.closes_at}  # fmt: skip
    mergers.merge(numbers=["1"], **given)
    with pytest.raises(ActRefused, match="已经有一件“甲”"):
        mergers.merge(numbers=["2"], **given)
