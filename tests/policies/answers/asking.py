"""A consumer that asks over the interface, and the reference client of the documentation."""

from __future__ import annotations

import importlib.util
import sys
import urllib.request
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F
from django.test import Client

from portal.search.models import SearchEntry
from portal.search.querysets import CurrentXid

ROOT = Path(__file__).resolve().parents[3]
BASE = "/api/v1/answers/"
_STEPS = count()


def reference() -> ModuleType:
    """docs/examples/answers_client.py, as it is handed out."""
    path = ROOT / "docs" / "examples" / "answers_client.py"
    spec = importlib.util.spec_from_file_location("answers_client", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["answers_client"] = module
    spec.loader.exec_module(module)
    return module


def through(client: Client) -> Any:
    """Sends the reference client's requests to this very process."""

    def send(request: urllib.request.Request) -> tuple[int, bytes]:
        parts = urlsplit(request.full_url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Authorization": str(request.get_header("Authorization"))}
        if request.data is None:
            answer = client.get(address, headers=headers)
        else:
            kind = str(request.get_header("Content-type"))
            answer = client.post(address, request.data, content_type=kind, headers=headers)
        return answer.status_code, answer.content

    return send


def get(client: Client, token: str, path: str = "", expected: int = 200) -> Any:
    """The answer of an address as JSON."""
    answer = client.get(BASE + path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == expected, (path, answer.content[:300])
    return answer.json()


def post(client: Client, token: str, body: Any, expected: int = 201) -> Any:
    """Feed a question back."""
    answer = client.post(
        f"{BASE}feedback/", body, content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert answer.status_code == expected, answer.content[:300]
    return answer.json()


def earlier() -> None:
    """What the search holds was written by a transaction of its own before this one, as in life."""
    written = SearchEntry.objects.filter(change_xid=CurrentXid())
    written.update(change_xid=F("change_xid") - 1000 + next(_STEPS))


def own_cache(name: str) -> dict[str, Any]:
    """Settings of a cache whose counters nobody else has touched."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    return {"default": {"BACKEND": backend, "LOCATION": f"answers-{name}"}}
