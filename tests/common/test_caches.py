"""Without the shared cache people sign in, and strangers still do not flood anybody."""

from __future__ import annotations

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from portal.accounts.models import User
from tests.builders import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broken_cache")]


@pytest.fixture
def person() -> User:
    """Somebody new to every counter of this process, with an address that is proved."""
    name = f"p{uuid4().hex[:12]}"
    user = User.objects.create_user(name, f"{name}@example.test", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_people_sign_in_and_register(person: User) -> None:
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)
    new = {"username": f"{person.username}b", "password1": PASSWORD, "password2": PASSWORD}
    assert Client(REMOTE_ADDR="198.51.100.7").post("/accounts/signup/", new).status_code == 302


def test_letters_are_still_counted(person: User) -> None:
    statuses = [
        Client(REMOTE_ADDR=f"198.51.100.{number}")
        .post("/accounts/password/reset/", {"email": person.email})
        .status_code
        for number in range(10, 16)
    ]
    assert statuses == [302, 302, 302, 429, 429, 429]
    assert len(mail.outbox) == statuses.count(302)


def test_whoever_else_asks_hears_of_the_failure() -> None:
    for ask in (
        lambda: cache.get("limit:x"),
        lambda: cache.add("limit:x", 0),
        lambda: cache.set("x", 1),
        lambda: cache.delete("x"),
        lambda: cache.incr("limit:x"),
    ):
        with pytest.raises(RedisError):
            ask()
