"""A system that sends work in, as its requests come."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.test import Client
from django.utils import timezone

from policies.partners.models import Partner
from policies.partners.services import rotate_secret, save_partner
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.notifications.channels.signatures import standard_headers
from tests.builders import City, person

AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)


def operator(city: City) -> User:
    """Who sets systems up."""
    known = User.objects.filter(username="operates").first()
    return known or person("operates", organs=[city.root], roles=[Role.SYSTEM_ADMIN])


def partner(city: City, code: str = "platform", **changes: Any) -> tuple[Partner, str]:
    """A system of the city's office, and its secret."""
    given = {"organ": city.office, "name": f"{code}系统", **changes}
    row = save_partner(Partner(code=code, **given), by=operator(city), at=AT)
    return row, rotate_secret(partner=row, by=operator(city), at=AT)


def signed(
    secret: str, body: Any, *, call: str = "msg-1", at: dt.datetime | None = None
) -> tuple[bytes, dict[str, str]]:
    """The bytes of a request and its headers."""
    sent = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    moment = int((at or timezone.now()).timestamp())
    return sent, standard_headers(secret, timestamp=moment, delivery=call, body=sent)


def send(
    client: Client,
    address: str,
    secret: str,
    body: Any,
    *,
    code: str = "platform",
    call: str = "msg-1",
    at: dt.datetime | None = None,
    **headers: str,
) -> Any:
    """The answer to a signed request."""
    sent, given = signed(secret, body, call=call, at=at)
    return client.post(
        f"/api/v1/partners/{code}/{address}/", sent, content_type="application/json",
        headers={**given, **headers},
    )  # fmt: skip
