"""The demo city loads through the real acts, and so meets every rule they have."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.choices import RelationKind
from disclosure.models import Document
from disclosure.workflow import Status
from portal.organs.loading import load_organs_file
from portal.site.demo import loading
from portal.site.demo.texts import DemoText, demo_texts

pytestmark = pytest.mark.django_db
REPEALED = ("009-public-bike-2016.txt", "010-oil-fume-2017.txt")
REPEAL = "011-repeal-decision-2025.txt"


def test_a_document_has_its_files_with_kind_and_size(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    load_organs_file(loading.HERE / "organs.csv", by=None, at=now)
    loading.load_people(at=now)
    texts = [text for text in demo_texts() if text.name.startswith("064-")]
    monkeypatch.setattr(loading, "demo_texts", lambda: texts)
    assert loading.load_documents(now=now) == 1
    document = Document.objects.get()
    page = client.get(document.get_absolute_url())
    files = page.context["files"]
    assert [file.kind for file in files] == ["XLSX", "DOCX", "PDF"]
    shown = page.content.decode()
    for file in files:
        assert file.name in shown
        assert file.size > 1000
        answer: Any = client.get(reverse("files:download", args=[file.public_id]))
        assert answer.status_code == 200
        assert hashlib.sha256(answer.getvalue()).hexdigest() == file.sha256


def test_what_a_text_ends_is_registered_before_the_text_is_submitted(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the relation its submission is refused, and nothing of the demo would start."""
    load_organs_file(loading.HERE / "organs.csv", by=None, at=now)
    loading.load_people(at=now)
    texts = [text for text in demo_texts() if text.name in (*REPEALED, REPEAL)]

    def few() -> list[DemoText]:
        return texts

    monkeypatch.setattr(loading, "demo_texts", few)
    assert loading.load_documents(now=now) == len(texts) == 3
    decision = Document.objects.get(doc_number="海府发〔2025〕8号")
    assert decision.status == Status.PUBLISHED
    assert decision.relations_out.filter(kind=RelationKind.REPEALS).count() == len(REPEALED)
    assert loading.load_documents(now=now) == 0
