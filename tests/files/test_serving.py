"""T25: who is served which file: the cleaned copy of a public attachment, as a download."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.models import Document, DocumentAttachment
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.imports import open_batch, read_item, receive
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.site.demo.builders import bring_to
from tests.builders import City
from tests.files.samples import docx_with_body, everything_in

BACKEND = "django.contrib.auth.backends.ModelBackend"
AUTHOR = "张某某"
SHOWN = "看得见的附件正文"
DELETED = "已删除的内部意见"
BODY = (
    f"<w:p><w:r><w:t>{SHOWN}</w:t></w:r>"
    f'<w:del w:id="1" w:author="{AUTHOR}"><w:r><w:delText>{DELETED}</w:delText></w:r></w:del></w:p>'
)
Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False


@pytest.fixture
def visitors(city: City) -> dict[str, User | None]:
    return {
        "anybody": None,
        "citizen": User.objects.create_user("citizen", password="Geheim-2026-xyz"),
        "outsider": city.outsider,
        "clerk": city.people[Role.CLERK],
        "signer": city.people[Role.SIGNER],
    }


@pytest.fixture
def with_files(city: City, make_draft: Make, now: dt.datetime) -> Callable[..., Document]:
    """A draft with an attachment and the source file of its import, brought to a state."""

    def make(state: str) -> Document:
        clerk = city.people[Role.CLERK]
        document = make_draft()
        attach(
            document=document,
            stream=io.BytesIO(docx_with_body(BODY, author=AUTHOR)),
            name="附件一.docx",
            by=clerk,
            at=now,
        )
        source = attach(
            document=document,
            stream=io.BytesIO(docx_with_body(BODY, BODY, author=AUTHOR)),
            name="来文.docx",
            by=clerk,
            at=now,
        )
        # A copy of the source is made as of every file, and is not to be served.
        assert source.file.reading.cleaned_sha256
        DocumentAttachment.objects.filter(pk=source.pk).update(is_source=True)
        if state == "draft":
            return document
        document = bring_to(document, "published", cast=city.cast, at=now)
        if state == "withdrawn":
            signer = city.people[Role.SIGNER]
            document = review.withdraw(document=document, reason="有误", by=signer, at=now)
        return document

    return make


def _address(stored: StoredFile) -> str:
    return reverse("files:download", args=[stored.public_id])


def _file(document: Document, *, is_source: bool) -> StoredFile:
    return document.attachments.get(is_source=is_source).file


def _get(visitor: User | None, address: str) -> tuple[int, bytes]:
    client = Client()
    if visitor:
        client.force_login(visitor, BACKEND)
    answer = client.get(address)
    return answer.status_code, answer.getvalue()


@pytest.mark.parametrize("who", ["anybody", "citizen", "outsider", "clerk", "signer"])
@pytest.mark.parametrize(
    ("state", "is_source", "status"),
    [
        ("draft", False, 404),
        ("draft", True, 404),
        ("published", False, 200),
        ("published", True, 404),
        ("withdrawn", False, 404),
        ("withdrawn", True, 404),
    ],
)
def test_who_is_served_what(
    visitors: dict[str, User | None],
    with_files: Callable[..., Document],
    who: str,
    state: str,
    is_source: bool,
    status: int,
) -> None:
    """The published copy is the same for everyone; nobody is served anything else."""
    stored = _file(with_files(state), is_source=is_source)
    found, body = _get(visitors[who], _address(stored))
    assert found == status
    if status == 404:
        assert SHOWN not in body.decode("utf-8", "replace")
        assert stored.name not in body.decode("utf-8", "replace")


def test_the_answer_is_a_download_nothing_can_run_in(
    client: Client, with_files: Callable[..., Document]
) -> None:
    stored = _file(with_files("published"), is_source=False)
    answer = client.get(_address(stored))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "%E9%99%84%E4%BB%B6%E4%B8%80.docx" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-cache, private"
    assert answer["Content-Type"] == stored.media_type
    assert int(answer["Content-Length"]) == stored.cleaned_size == len(answer.getvalue())


def test_only_the_scrubbed_copy_leaves(client: Client, with_files: Callable[..., Document]) -> None:
    stored = _file(with_files("published"), is_source=False)
    with stored.received.open("rb") as received:
        kept = received.read()
    assert DELETED in everything_in(kept)
    assert AUTHOR in everything_in(kept)
    served = client.get(_address(stored)).getvalue()
    assert served != kept
    text = everything_in(served)
    assert SHOWN in text
    assert DELETED not in text
    assert AUTHOR not in text


def test_without_a_copy_nothing_is_served(
    client: Client, with_files: Callable[..., Document]
) -> None:
    stored = _file(with_files("published"), is_source=False)
    StoredFile.objects.filter(pk=stored.pk).update(cleaned="")
    assert client.get(_address(stored)).status_code == 404


def test_the_source_of_an_import_is_never_served(
    client: Client, city: City, now: dt.datetime
) -> None:
    clerk = city.people[Role.CLERK]
    batch = open_batch(organ=city.office, by=clerk, at=now)
    text = "关于做好河道保洁工作的通知\n各区人民政府：\n现就有关事项通知如下。".encode()
    item = receive(batch=batch, name="来文.txt", stream=io.BytesIO(text), at=now)
    item = read_item(item_id=item.pk, at=now)
    assert item.document is not None
    assert item.source is not None
    client.force_login(clerk, BACKEND)
    assert client.get(_address(item.source)).status_code == 404


def test_a_file_of_nobody_is_served_to_nobody(
    client: Client, city: City, with_files: Callable[..., Document]
) -> None:
    document = with_files("published")
    stored = _file(document, is_source=False)
    document.attachments.all().delete()
    client.force_login(city.people[Role.CLERK], BACKEND)
    assert client.get(_address(stored)).status_code == 404


@pytest.mark.django_db
def test_addresses_cannot_be_guessed(client: Client) -> None:
    assert client.get(reverse("files:download", args=[uuid.uuid4()])).status_code == 404
    prefix = reverse("files:download", args=[uuid.uuid4()]).rsplit("/", 2)[0]
    for guess in ("1", "..%2f..%2fetc%2fpasswd", "received/aa/x.docx", "clean/aa/x.docx"):
        assert client.get(f"{prefix}/{guess}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_download_changes_nothing(
    client: Client, with_files: Callable[..., Document], method: str
) -> None:
    stored = _file(with_files("published"), is_source=False)
    assert getattr(client, method)(_address(stored)).status_code == 405
    head = client.head(_address(stored))
    assert (head.status_code, head.getvalue()) == (200, b"")
