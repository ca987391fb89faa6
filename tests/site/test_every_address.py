"""Deny by default: every address is either on the public list or answers no stranger."""

from __future__ import annotations

import datetime as dt
import os
import uuid

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City, person
from tests.site.addresses import all_filled
from tests.site.planted import (
    ANSWERED,
    DRAFT,
    INSIDE,
    MARKUP,
    OFFICES,
    PLANNED,
    REPORTED,
    TARGETED,
    UNANSWERED,
    UNDECIDED,
    UNSEATED,
    WANTED,
    Planted,
    plant,
)  # fmt: skip

# Addresses that anyone may open, by the name under which templates link to them.
PUBLIC = {
    "disclosure:library", "disclosure:search_help", "disclosure:document", "disclosure:sheet",
    "disclosure:columns", "disclosure:column", "disclosure:rules", "disclosure:error_report",
    "disclosure:download_docx", "disclosure:download_pdf", "disclosure:english",
    "disclosure:eli", "disclosure:attachment", "disclosure:eli_part", "disclosure:eli_article",
    "disclosure:export_csv", "disclosure:export_xlsx",
    "policies:interpretations", "policies:interpretation",
    "policies:interpretation_edition", "policies:interpretation_captions",
    "policies:rate_interpretation", "files:play",
    "disclosure:api", "disclosure:api_schema", "disclosure:api_documents",
    "disclosure:api_document", "disclosure:api_changes", "disclosure:api_organs",
    "disclosure:api_themes", "disclosure:api_tags", "disclosure:feed", "disclosure:open_data",
    "disclosure:open_data_file", "disclosure:open_data_attachment", "disclosure:oai",
    "disclosure:oai_gw_schema", "disclosure:api_nothing",
    "policies:answers", "policies:answers_feed", "policies:answer", "policies:answer_vote",
    "policies:api_answers_schema", "policies:api_partners_schema",
    "disclosure:calendar", "disclosure:json_feed", "policies:answers_json_feed",
    "policies:interpretations_feed", "policies:interpretations_json_feed",
    "policies:message_json_feed", "policies:collections_feed", "policies:collections_json_feed",
    "asking:suggest",
    "notifications:subscribe", "notifications:subscribe_sent", "notifications:confirm",
    "notifications:unsubscribe",
    "policies:collections", "policies:collection", "policies:collection_map",
    "policies:selections", "policies:selections_of", "policies:selection",
    "policies:selection_sent", "policies:selection_result", "policies:selection_confirm",
    "policies:services", "policies:service_item",
    "policies:inquiries", "policies:inquiry",
    "policies:relay_track", "policies:relay_track_number",
    "policies:concerns", "policies:concerns_feed", "policies:concerns_json_feed",
    "policies:concern", "policies:hot_list",
    "policies:messages", "policies:message_write", "policies:message_feed",
    "policies:message_public", "policies:message_track", "policies:message_track_number",
    "decisions:decisions", "decisions:decisions_feed", "decisions:decisions_json_feed",
    "decisions:decision", "decisions:dossier", "decisions:dossier_pdf", "decisions:draft",
    "decisions:catalogues", "decisions:catalogues_feed", "decisions:catalogues_json_feed",
    "decisions:catalogue", "decisions:catalogue_table", "decisions:catalogue_item",
    "decisions:events", "decisions:event", "decisions:event_plans", "decisions:event_signup",
    "decisions:events_feed", "decisions:events_json_feed", "decisions:events_calendar",
    "decisions:event_session_calendar", "decisions:signup_track", "decisions:signup_track_number",
    "decisions:consultations", "decisions:consultations_feed",
    "decisions:consultations_json_feed", "decisions:consultation", "decisions:consultation_draft",
    "decisions:consultation_write", "decisions:consultation_opinions", "decisions:opinion_agree",
    "decisions:consultation_outcome", "decisions:consultation_ledger",
    "decisions:consultation_table", "decisions:consultation_data",
    "decisions:opinion_track", "decisions:opinion_track_number",
    "decisions:sittings", "decisions:sittings_feed", "decisions:sittings_json_feed",
    "decisions:hearings", "decisions:solicitations", "decisions:solicitation",
    "decisions:solicitation_propose", "decisions:proposal_track",
    "decisions:proposal_track_number",
    "decisions:sitting", "decisions:sitting_list", "decisions:sitting_apply",
    "decisions:applicant_track", "decisions:applicant_track_number",
    "decisions:participate", "decisions:participate_feed", "decisions:participate_json_feed",
    "decisions:surveys", "decisions:survey", "decisions:survey_sent", "decisions:survey_answer",
    "decisions:survey_paper", "decisions:survey_paper_pdf", "decisions:survey_result_csv",
    "decisions:survey_result_json",
    "requests:opinion", "requests:opinion_number",
    "requests:home", "requests:apply", "requests:track", "requests:track_number",
    "requests:enough", "requests:register", "requests:record_home", "requests:record_apply",
    "site:home", "site:platform", "site:guide", "site:guide_of", "site:guide_version",
    "site:rules", "site:contents", "site:search",
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
SAMPLES = {"pk": 1, "code": "x", "object_id": "1", "action": "submit", "public_id": uuid.uuid4()}
ADDRESSES = [
    pair
    for pair in all_filled(lambda _route, name: [SAMPLES.get(name, "x")])
    if pair[0] not in PUBLIC
]
STAFF = [pair for pair in ADDRESSES if pair[0].startswith("admin:")]


@pytest.fixture
def citizen(city: City) -> User:
    return User.objects.create_user("citizen", password="Buerger-2026-abc")


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(ADDRESSES) > 60
    assert any(name == "admin:disclosure_document_changelist" for name, _ in ADDRESSES)


def test_strangers_are_turned_away(city: City) -> None:
    client = Client(raise_request_exception=True)
    for name, address in ADDRESSES:
        for response in (client.get(address), client.post(address)):
            assert response.status_code in (301, 302, 400, 401, 403, 404, 405), name
            if response.status_code in (301, 302) and "login" not in response["Location"]:
                # A redirect elsewhere (a missing slash, a page of allauth) must not show anything.
                assert not response.content, name


def test_citizens_never_enter_the_back_office(settings: Settings, citizen: User) -> None:
    settings.AXES_ENABLED = False
    client = Client()
    client.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    for name, address in STAFF:
        assert client.get(address).status_code in (301, 302, 403, 404, 405), name


class TestEverybodyEverywhere:
    """Each person opens every address there is, filled with rows that are there: what the rules
    hide from them stands in no answer, and what a session answered is kept by nobody.
    """

    @pytest.fixture
    def planted(self, city: City, now: dt.datetime, settings: Settings) -> Planted:
        settings.AXES_ENABLED = False
        return plant(city, now)

    def test_whoever_has_nothing_to_do_with_it(self, planted: Planted, at_noon: None) -> None:
        addresses = [address for _, address in all_filled(planted.values)]
        assert len(addresses) > 300
        # Citizens and strangers enter no back office, as was seen above.
        public = [address for address in addresses if not address.startswith("/admin/")]
        for name, user in planted.people.items():
            walk(planted, user, public if name in ("nobody", "citizen") else addresses)

    def test_those_of_the_office_see_what_their_role_is_for(
        self, city: City, planted: Planted, at_noon: None
    ) -> None:
        """Every list and every page of the rows, for each role where they are."""
        pages = [
            address
            for name, address in all_filled(planted.values)
            if name.endswith(("_changelist", "_change", "_history", ":index"))
            and not name.startswith(("admin:taxonomy", "admin:organs", "admin:workdays"))
        ]
        seen = set()
        for user in city.people.values():
            seen |= walk(planted, user, pages)
        # The walk means something: the words are there to be found.
        words = {
            DRAFT,
            TARGETED,
            REPORTED,
            WANTED,
            ANSWERED,
            INSIDE,
            UNANSWERED,
            UNDECIDED,
            PLANNED,
            UNSEATED,
        }
        assert words <= seen

    @pytest.mark.skipif("WALK" not in os.environ, reason="every role at every address: WALK=1")
    def test_every_role_here_and_elsewhere(
        self, city: City, planted: Planted, at_noon: None
    ) -> None:
        addresses = [address for _, address in all_filled(planted.values)]
        roles = [role for role in Role if role not in OFFICES]
        elsewhere = [
            person(f"p-elsewhere-{role.value}", organs=[city.other_district], roles=[role])
            for role in roles
        ]
        for user in (*elsewhere, *city.people.values()):
            walk(planted, user, addresses)


def walk(planted: Planted, user: User | None, addresses: list[str]) -> set[str]:
    """Open them all as somebody; the planted words that were shown. Fails where one is that the
    rules hide from them, where an answer of their session may be kept, or where what people wrote
    is part of the page and not of its text.
    """
    client, hidden, shown = Client(), planted.hidden_from(user), set()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for address in addresses:
        answer = client.get(address)
        told = b"".join(answer) if answer.streaming else answer.content
        # A title may end its line between any two words: that hides no secret from this test.
        text = told.replace(b"<wbr>", b"")
        if answer.get("Content-Type", "").startswith("text/html"):
            assert MARKUP.encode() not in text, address
        for word in planted.words:
            # What was typed into the address is no news to whoever typed it.
            if word not in address and word.encode() in text:
                shown.add(word)
        leaked = [word for word in hidden if word in shown]
        assert leaked == [], (user, address)
        if user is not None and "Cookie" in answer.get("Vary", ""):
            assert "no-store" in answer.get("Cache-Control", ""), address
    return shown
