"""How much of a request for rectification a page shows."""

from __future__ import annotations

from portal.files.personal_data import Kind, mask, scan_text
from requests_app.choices import ApplicantKind
from requests_app.presenters.masks import hidden_name, masked_number, masked_phone
from requests_app.rectification.models import Rectification


def masked_applicant(rectification: Rectification) -> str:
    """The family name of a person; an organisation's name is public anyway."""
    is_person = rectification.applicant_kind == ApplicantKind.PERSON
    return hidden_name(rectification.name) if is_person else rectification.name


def masked_particulars(rectification: Rectification) -> list[tuple[str, str]]:
    """Who asks and how to reach them, each line with its label."""
    email, address = rectification.email, rectification.address
    rows = [
        ("申请人", masked_applicant(rectification)),
        (rectification.get_identity_kind_display(), masked_number(rectification.identity_number)),
        ("联系电话", masked_phone(rectification.phone)),
        ("电子邮箱", mask(Kind.EMAIL, email) if email else ""),
        ("通信地址", mask(Kind.ADDRESS, address) if address else ""),
        ("代理人", hidden_name(rectification.agent_name)),
    ]
    return [row for row in rows if row[1]]


def masked_text(text: str, *, names: tuple[str, ...] = ()) -> str:
    """A text with the numbers, addresses and names in it masked."""
    parts, place = [], 0
    for found in scan_text(text):
        if found.start >= place:
            parts += [text[place : found.start], found.excerpt_masked]
            place = found.end
    shown = "".join([*parts, text[place:]])
    for name in names:
        if len(name) > 1:
            shown = shown.replace(name, hidden_name(name))
    return shown
