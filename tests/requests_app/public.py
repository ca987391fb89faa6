"""What an applicant does in a browser without script: fill in, look over, send, follow."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.models import ApplicationDraft, InformationRequest
from tests.builders import City
from tests.requests_app.cases import PNG

NUMBER = "990101199001010019"
NAME = "演示申请人甲"
PHONE = "13900001234"
ADDRESS = "试江市东河区柳桥路九号"
PERSONAL = (NAME, NUMBER, PHONE, ADDRESS)


def picture(name: str = "身份证.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def filled(city: City, **changes: Any) -> dict[str, Any]:
    """A complete form of an invented person."""
    return {
        "organ": city.office.code,
        "info_title": "柳桥街道绿化养护招标文件",
        "description": "2025年签订的",
        "medium": "electronic",
        "delivery_way": "online",
        "applicant_kind": "person",
        "name": NAME,
        "identity_kind": "id_card",
        "identity_number": NUMBER,
        "identity_files": picture(),
        "phone": PHONE,
        "address": ADDRESS,
        "action": "next",
        **changes,
    }


def written(client: Client, city: City, **changes: Any) -> Any:
    """Send a new form; the answer."""
    return client.post(f"/requests/apply/{uuid.uuid4()}/", filled(city, **changes))


def draft_of(client: Client, city: City, **changes: Any) -> ApplicationDraft:
    """A draft that is complete."""
    response = written(client, city, **changes)
    assert response.status_code == 302, response.content.decode()
    return ApplicationDraft.objects.latest("pk")


def applied(client: Client, city: City, **changes: Any) -> tuple[InformationRequest, str]:
    """An application sent through the pages, and its query code."""
    draft = draft_of(client, city, **changes)
    address = f"/requests/apply/{draft.public_id}/review/"
    response = client.post(address, {"key": str(draft.key)})
    assert response.status_code == 302, response.content.decode()
    page = client.get(response["Location"]).content.decode()
    found = re.search(r"<strong>(\w{4}-\w{4})</strong>", page)
    assert found
    return InformationRequest.objects.latest("pk"), found[1]


def tracked(number: str, code: str) -> Client:
    """Somebody else's browser after number and code."""
    client = Client()
    response = client.post("/requests/track/", {"number": number, "code": code})
    assert response.status_code == 302, response.content.decode()
    return client


def at(year: int, month: int, day: int) -> dt.datetime:
    """Nine o'clock in the morning here."""
    return dt.datetime(year, month, day, 1, 0, tzinfo=dt.UTC)
