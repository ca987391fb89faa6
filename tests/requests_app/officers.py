"""Officers at their pages: who is signed in, which address, what the applicant's secrets are."""

from __future__ import annotations

from typing import Any

from django.test import Client

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from requests_app.models import InformationRequest, RequestAct

LIST = "/admin/requests_app/informationrequest/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
# What identifies the invented applicant of the builders.
SECRETS = ("演示申请人甲", "990101199001010019", "81234567")


def signed_in(user: User) -> Client:
    """Somebody's browser, without the sign-in form and its lockout."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page_of(case: InformationRequest, rest: str = "change") -> str:
    return f"{LIST}{case.pk}/{rest}/"


def act(client: Client, case: InformationRequest, action: str, **given: Any) -> Any:
    """Press the button of an act."""
    return client.post(page_of(case, f"act/{action}"), given)


def leaks(text: str) -> list[str]:
    """Which of the applicant's secrets stand in a text."""
    return [secret for secret in SECRETS if secret in text]


def trail() -> str:
    """Everything the audit trail and the records of the case keep."""
    entries = [str(entry.content()) for entry in AuditEntry.objects.all()]
    acts = [f"{row} {row.reason}" for row in RequestAct.objects.all()]
    return "\n".join(entries + acts)
