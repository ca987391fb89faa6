"""Each feed twice, as Atom and as JSON Feed: the same things, and nothing that is not public."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from policies.messages.services.publication import withdraw_consent
from tests.builders import City
from tests.policies.interpretations.cases import public_policy
from tests.policies.planted import in_index, plant

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
# The list, its Atom, its JSON Feed, and how many queries each takes, without words and with some.
FEEDS = (
    ("/library/", "/library/feed/", "/library/feed.json", 8, 8),
    ("/policies/", "/policies/feed/", "/policies/feed.json", 8, 8),
    ("/answers/", "/answers/feed/", "/answers/feed.json", 7, 2),
    ("/messages/", "/messages/feed/", "/messages/feed.json", 1, 5),
    ("/themes/", "/themes/feed.atom", "/themes/feed.json", 1, 1),
)


def read_atom(content: bytes) -> list[tuple[str, ...]]:
    """Of each entry its id, address, title and days."""
    feed = ElementTree.fromstring(content)
    return [
        (
            entry.find(f"{ATOM}id").text,
            entry.find(f"{ATOM}link").get("href"),
            entry.find(f"{ATOM}title").text,
            entry.find(f"{ATOM}published").text,
            entry.find(f"{ATOM}updated").text,
        )
        for entry in feed.iter(f"{ATOM}entry")
    ]


def read_json(content: bytes) -> list[tuple[str, ...]]:
    """The same of a JSON Feed."""
    names = ("id", "url", "title", "date_published", "date_modified")
    return [tuple(item[name] for name in names) for item in json.loads(content)["items"]]


def asked(client: Client, address: str, **headers: str) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers=headers)
    return answer, len(queries)


def test_both_say_the_same_and_nothing_that_is_not_public(city: City, settings: Settings) -> None:
    planted = plant(city, public_policy(city, effective_on=dt.date(2026, 11, 1)))
    in_index(settings)
    urls = {**planted.urls(), "document": planted.policy.get_absolute_url()}
    seen: list[str] = []
    for page, atom, feed, plain, worded in FEEDS:
        Client().get(atom)  # what the process keeps is read
        for query in ("", "?q=停车", "?page=7&after=x"):
            first, atom_queries = asked(Client(), atom + query, host="forged.example")
            second, json_queries = asked(Client(), feed + query, host="forged.example")
            assert first["Content-Type"].startswith("application/atom+xml")
            assert second["Content-Type"] == "application/feed+json"
            expected = worded if "q=" in query else plain
            assert (atom_queries, json_queries) == (expected, expected), feed + query
            told = read_json(second.content)
            assert told == read_atom(first.content), feed + query
            text = second.content.decode()
            assert not [words for words in planted.hidden if words in text]
            assert "forged.example" not in text
            if not query:
                assert told
                seen += [url.removeprefix("http://127.0.0.1:8000") for _, url, *_ in told]
            for answer, address in ((first, atom), (second, feed)):
                again = Client().get(address + query, headers={"If-None-Match": answer["ETag"]})
                assert again.status_code == 304
                assert answer["Access-Control-Allow-Origin"] == "*"
                assert Client().post(address).status_code == 405
        whole = json.loads(second.content)
        assert whole["version"] == "https://jsonfeed.org/version/1.1"
        assert whole["home_page_url"].startswith(f"http://127.0.0.1:8000{page}")
        assert whole["feed_url"].startswith(f"http://127.0.0.1:8000{feed}")
        source = Client().get(page).content.decode()
        assert f'href="{atom}' in source
        assert f'href="{feed}' in source
        assert 'type="application/feed+json"' in source
    assert sorted(seen) == sorted(urls.values())
    withdraw_consent(message=planted.message.message, at=planted.message.published_at)
    assert read_json(Client().get("/messages/feed.json").content) == []
