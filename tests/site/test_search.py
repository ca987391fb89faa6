"""The search of the whole site: every public kind with its number, nothing that is not public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from portal.search.follower import Follower, following
from portal.search.registry import offered
from tests.builders import City, draft, published
from tests.policies.answers import base as answers
from tests.policies.collections.making import begun, released, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def follower(settings: Any, db: None) -> Iterator[Follower]:
    with following(settings.SEARCH_INDEX_DIR) as one:
        yield one


def found(client: Client, query: str) -> Any:
    answer = client.get(f"/search/{query}")
    assert answer.status_code == 200
    return answer


def shelves(answer: Any) -> dict[str, int]:
    return {shelf.label: shelf.total for shelf in answer.context["shelves"]}


def test_every_kind_is_offered_in_its_order() -> None:
    labels = [each.label for each in offered()]
    assert labels == [
        "公文",
        "解读",
        "问答",
        "留言",
        "办事",
        "专题",
        "专题调查",
        "回应关切",
        "评选",
        "重大决策",
        "决策事项目录",
        "征求意见",
        "开放活动",
    ]


def test_each_kind_stands_with_its_number(city: City, client: Client, follower: Follower) -> None:
    published(city, doc_number="试府办〔2026〕21号")
    answers.released(city)
    released(city, begun(city, title="屋顶绿化一件事"), title="屋顶绿化一件事")
    follower.rebuild()
    answer = found(client, "?q=屋顶绿化")
    assert shelves(answer) == {"公文": 2, "问答": 1, "专题": 1}
    content = answer.content.decode()
    assert "/themes/elders/" in content
    assert shelves(found(client, "?q=屋顶绿化&kind=answer")) == {"问答": 1}


def test_what_is_not_public_is_not_found(city: City, client: Client, follower: Follower) -> None:
    draft(city, title="天文台选址的通知", doc_number="试府办〔2026〕22号")
    written(city, begun(city), title="天文台一件事")
    answers.drafted(city, question="天文台什么时候开放")
    follower.rebuild()
    answer = found(client, "?q=天文台")
    assert shelves(answer) == {}
    assert "没有找到" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ["", "?q=", "?q=%00", "?q=x&kind=nothing", "?q=x&page=0", "?q=x&page=99999", "?kind=document"],
)
def test_odd_addresses_are_answered(client: Client, city: City, query: str) -> None:
    found(client, query)


def test_markup_in_what_is_searched_is_text(client: Client, city: City) -> None:
    assert "<b>x</b>" not in found(client, "?q=<b>x</b>").content.decode()
