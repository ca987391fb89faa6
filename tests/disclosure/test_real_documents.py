"""The five 工作要点 and the twenty documents of the State Council, from file to search result."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from disclosure.choices import DocumentType, ImportState, Openness
from disclosure.models import Document
from disclosure.scan import scan
from disclosure.services.documents import correct_document
from disclosure.services.imports import known_organs, open_batch, read_item, receive
from disclosure.services.review import confirm_items
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.models import Organ
from portal.organs.organs_file import SHANGHAI, load_organs_file
from portal.search.queries import SearchQuery, search
from portal.site.demo.builders import Cast, bring_to
from portal.taxonomy.models import DisclosureCategory, Theme

pytestmark = [pytest.mark.shared, pytest.mark.django_db]

NOW = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
# A run of Chinese characters: readers do not begin a phrase inside a number.
HAN = re.compile(r"[\u4e00-\u9fff]{4,}")
ROLES = (Role.CLERK, Role.OPENNESS_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)


@pytest.fixture
def cast() -> Cast:
    load_organs_file(SHANGHAI, by=None, at=NOW)
    people = {role: User.objects.create_user(f"p-{role}", full_name=role.label) for role in ROLES}
    Membership.objects.bulk_create(
        Membership(user=user, organ=organ, role=role)
        for organ in Organ.objects.all()
        for role, user in people.items()
    )
    return Cast(people)


def _files(folder: Path) -> dict[str, bytes]:
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}
    for line in (folder / "state-council-20.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        files[f"{record['id']}.txt"] = record["text"].encode()
    return files


def _publish(document: Document, cast: Cast) -> Document:
    """What a clerk adds that no document says of itself, then the four acts."""
    missing: dict[str, object] = {
        "theme": Theme.objects.get(path="综合政务\\政务公开"),
        "category": DisclosureCategory.objects.get(article=20, item=15),
        "abstract": document.title[:90],
        "openness": Openness.OPEN,
        "doc_type": document.doc_type or DocumentType.NOTICE,
    }
    by = cast[Role.CLERK]
    document = correct_document(document=document, by=by, at=NOW, elements=missing)
    if doubtful := [found.key for found in scan(document).doubtful]:
        reviewer = cast[Role.OPENNESS_REVIEWER]
        confirm_items(document=document, items=doubtful, reason="公务联系方式", by=reviewer, at=NOW)
    return bring_to(document, "published", cast=cast, at=NOW)


def _found(text: str) -> list[int]:
    page = search(SearchQuery(text=text, per_page=5), viewer=AnonymousUser())
    assert not page.degraded
    return [hit.object_id for hit in page.hits]


def test_imported_reviewed_published_and_found(shared: Path, cast: Cast) -> None:
    batch = open_batch(organ=None, by=cast[Role.CLERK], at=NOW)
    organs = known_organs()
    published = []
    files = _files(shared / "documents")
    assert len(files) == 25
    for name, data in files.items():
        item = receive(batch=batch, name=name, stream=io.BytesIO(data), at=NOW)
        item = read_item(item_id=item.pk, at=NOW, organs=organs)
        assert item.state == ImportState.FILED, item.reason
        assert item.document is not None
        published.append(_publish(item.document, cast))
    assert Document.objects.filter(status=Status.PUBLISHED).count() == 25
    call_command("search_index", "--once")
    for document in published:
        number = document.doc_number
        variants = [
            number,
            number.replace("〔", "[").replace("〕", "]"),
            number.replace("〔", "（").replace("〕", "）").replace("号", " 号"),
        ]
        for variant in variants:
            assert _found(variant)[0] == document.pk, variant
        title = document.title
        assert document.pk in _found(title), title
        words = max(HAN.findall(title), key=len)
        assert document.pk in _found(words), words
        paragraph = max(document.paragraphs(), key=len)
        phrase = HAN.findall(paragraph)[-1][:16]
        assert document.pk in _found(f"“{phrase}”"), phrase
