"""Deny by default: every address is either on the public list or answers no stranger."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.accounts.models import User
from tests.builders import City

# Addresses that anyone may open, by the name under which templates link to them.
PUBLIC = {
    "disclosure:library", "disclosure:search_help", "disclosure:document", "disclosure:sheet",
    "disclosure:columns", "disclosure:column", "disclosure:rules", "disclosure:error_report",
    "disclosure:download_docx", "disclosure:download_pdf",
    "disclosure:api", "disclosure:api_schema", "disclosure:api_documents",
    "disclosure:api_document", "disclosure:api_changes", "disclosure:api_organs",
    "disclosure:api_themes", "disclosure:api_tags", "disclosure:feed", "disclosure:open_data",
    "disclosure:open_data_file", "disclosure:open_data_attachment", "disclosure:oai",
    "disclosure:oai_gw_schema", "disclosure:api_nothing",
    "notifications:subscribe", "notifications:subscribe_sent", "notifications:confirm",
    "notifications:unsubscribe",
    "requests:opinion", "requests:opinion_number",
    "requests:home", "requests:apply", "requests:track", "requests:track_number",
    "requests:enough", "requests:register", "requests:record_home", "requests:record_apply",
    "site:home", "site:platform", "site:guide", "site:rules", "site:contents",
    "site:regulations", "site:reports", "site:on_request", "site:sitemap", "site:accessibility",
    "site:contact", "site:privacy", "site:preferences", "site:gallery", "site:qr", "site:robots",
    "site:sitemap_xml", "site:sitemap_pages", "site:sitemap_documents", "health", "files:download",
    "account_login", "account_signup", "account_logout", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_confirm_email",
    "account_email_verification_sent", "account_inactive",
    "account_confirm_login_code", "socialaccount_login_cancelled", "socialaccount_login_error",
    "socialaccount_signup", "openid_connect_login", "openid_connect_callback",
    "mfa_authenticate",
    # Of the kind of case that only tests install.
    "kind:ask", "kind:track", "kind:track_number",
    # Redirects to the sign-in page by itself.
    "admin:login",
}  # fmt: skip
SAMPLES = {"pk": 1, "object_id": "1", "action": "submit", "public_id": uuid.uuid4()}


def _patterns(
    resolver: URLResolver, names: tuple[str, ...] = (), route: str = ""
) -> Iterator[tuple[str, str]]:
    """(qualified name, address with sample values) of every pattern below a resolver."""
    for pattern in resolver.url_patterns:
        text = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from _patterns(pattern, inner, text)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join((*names, pattern.name)), _filled(text)


def _filled(route: str) -> str:
    """Put sample values for the converters of a route."""
    parts = []
    for part in route.replace("^", "").replace("$", "").split("/"):
        if part.startswith("<"):
            name = part.strip("<>").split(":")[-1]
            parts.append(str(SAMPLES.get(name, "x")))
        elif "(" in part or "<" in part:
            parts.append("x")
        else:
            parts.append(part)
    return "/" + "/".join(parts)


ADDRESSES = sorted({pair for pair in _patterns(get_resolver()) if pair[0] not in PUBLIC})


@pytest.fixture
def citizen(city: City) -> User:
    return User.objects.create_user("citizen", password="Buerger-2026-abc")


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(ADDRESSES) > 60
    assert any(name == "admin:disclosure_document_changelist" for name, _ in ADDRESSES)


@pytest.mark.parametrize(("name", "address"), ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_strangers_are_turned_away(city: City, name: str, address: str) -> None:
    client = Client(raise_request_exception=True)
    for response in (client.get(address), client.post(address)):
        assert response.status_code in (301, 302, 400, 403, 404, 405), name
        if response.status_code in (301, 302) and "login" not in response["Location"]:
            # A redirect elsewhere (a missing slash, a page of allauth) must not show anything.
            assert not response.content


STAFF = [pair for pair in ADDRESSES if pair[0].startswith("admin:")]


@pytest.mark.parametrize(("name", "address"), STAFF, ids=[name for name, _ in STAFF])
def test_citizens_never_enter_the_back_office(
    settings: object, citizen: User, name: str, address: str
) -> None:
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]
    client = Client()
    client.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    assert response.status_code in (301, 302, 403, 404, 405), name
