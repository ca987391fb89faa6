"""What the pages and the interface show where nothing is found exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from disclosure.stored_questions import Entry, Question, groups_of
from portal.search.follower import Follower, following
from portal.search.models import SearchEntry
from portal.search.queries import SearchQuery
from tests.builders import City, draft, published

pytestmark = pytest.mark.django_db
LINE = "没有完全相符的，下列相近"


@pytest.fixture
def follower(settings: Any, db: None) -> Iterator[Follower]:
    with following(settings.SEARCH_INDEX_DIR) as one:
        yield one


@pytest.fixture
def garden(city: City, follower: Follower) -> City:
    published(city, doc_number="试府办〔2026〕31号", title="关于屋顶绿化养护工作的通知")
    draft(city, title="关于屋顶绿化养护补贴的通知", doc_number="试府办〔2026〕32号")
    follower.rebuild()
    return city


def test_the_list_tells_the_line_and_what_was_meant(garden: City, client: Client) -> None:
    answer = client.get("/library/", {"q": "屋顶绿画养护工作"})
    content = answer.content.decode()
    assert LINE in content
    assert "您是不是要找" in content
    assert "?q=%E5%B1%8B%E9%A1%B6%E7%BB%BF%E5%8C%96%E5%85%BB%E6%8A%A4%E5%B7%A5%E4%BD%9C" in content
    assert [row.number for row in answer.context["near"]] == ["试府办〔2026〕31号"]
    assert answer.context["found"].total == 0
    assert "补贴" not in content


def test_what_is_exact_has_no_such_line(garden: City, client: Client) -> None:
    content = client.get("/library/", {"q": "屋顶绿化养护"}).content.decode()
    assert LINE not in content


def test_the_interface_gives_near_apart_from_results(garden: City, client: Client) -> None:
    told = client.get("/api/v1/documents/", {"q": "屋顶绿画养护工作"}).json()
    assert told["results"] == []
    assert [each["doc_number"] for each in told["near"]] == ["试府办〔2026〕31号"]
    assert told["meant"] == "屋顶绿化养护工作"
    narrowed = {"q": "屋顶绿画养护工作", "year": "1999"}
    assert client.get("/api/v1/documents/", narrowed).json()["near"] == []
    assert "near" not in client.get("/api/v1/documents/").json()


def test_the_search_over_everything_tells_it_once(garden: City, client: Client) -> None:
    content = client.get("/search/", {"q": "屋顶绿画养护工作"}).content.decode()
    assert content.count(LINE) == 1
    assert "关于" in content
    assert "补贴" not in content
    assert LINE not in client.get("/search/", {"q": "屋顶绿化养护"}).content.decode()


def test_official_descriptions_find_a_document(garden: City, client: Client) -> None:
    entry = SearchEntry.objects.get(kind="document", title__contains="屋顶绿化养护")
    assert entry.texts["issuer"]
    index_number = entry.numbers[-1]
    found = client.get("/library/", {"q": index_number}).context["found"]
    assert found.hits[0].object_id == entry.object_id


def test_the_command_says_why(garden: City, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "屋顶绿画养护工作", "--kind", "document", "--explain")
    told = capsys.readouterr().out
    assert "[相近]" in told
    assert "one slip: 屋顶绿画养护工作" in told
    call_command("search", "屋顶绿化", "--explain")
    assert "[完全相符]" in capsys.readouterr().out
    call_command("search", "龘龘龘")
    assert "什么也没有找到" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "meets"),
    [
        ("2026-03-05", True),
        ("2026年3月5日", True),
        ("2026-03-06", False),
        ("3.1%", True),
        ("百分之三点一", True),
        ("4.1%", False),
        ("養護", True),
        ("养护工作", False),
    ],
)
def test_criteria_read_figures_as_the_exact_tier_does(text: str, meets: bool) -> None:
    entry = SearchEntry(title="养护", body="自2026年3月5日起，增长3.1%。")
    taken = Entry(entry)
    question = Question.of(SearchQuery(text))
    assert taken.meets(question) is meets
    if meets:
        assert all(not taken.terms.isdisjoint(group) for group in groups_of(question))
