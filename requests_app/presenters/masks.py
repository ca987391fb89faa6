"""How much of an applicant's own data a page shows."""

from __future__ import annotations

from portal.files.personal_data import Kind, mask
from requests_app.choices import ApplicantKind
from requests_app.models import InformationRequest

_MOBILE_DIGITS = 11
_CARD_DIGITS = 15


def masked_name(request: InformationRequest) -> str:
    """The family name of a person; an organisation's name is public anyway."""
    if request.applicant_kind != ApplicantKind.PERSON:
        return request.name
    return hidden_name(request.name)


def hidden_name(name: str) -> str:
    """A person's name with only its first character left."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2) if name else ""


def masked_number(number: str) -> str:
    """Of an identity card three and four characters; of a shorter number the first and two."""
    if len(number) >= _CARD_DIGITS:
        return mask(Kind.ID_CARD, number) if number.rstrip("Xx").isdigit() else _ends(number, 3, 4)
    return _ends(number, 1, 2)


def _ends(number: str, head: int, tail: int) -> str:
    if len(number) <= head + tail + 1:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def masked_phone(phone: str) -> str:
    """Enough of a telephone number to recognise one's own."""
    if not phone:
        return ""
    digits = "".join(char for char in phone if char.isdigit())
    kind = Kind.MOBILE if len(digits) >= _MOBILE_DIGITS and digits[-11] == "1" else Kind.LANDLINE
    return mask(kind, phone)


def masked_contacts(request: InformationRequest) -> list[tuple[str, str]]:
    """The ways of reaching the applicant, each with its label."""
    rows = (
        ("联系电话", masked_phone(request.phone)),
        ("电子邮箱", mask(Kind.EMAIL, request.email) if request.email else ""),
        ("通信地址", mask(Kind.ADDRESS, request.address) if request.address else ""),
    )
    return [row for row in rows if row[1]]
