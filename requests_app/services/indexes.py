"""Keyed hashes by which an applicant is found without opening anything.

Equal values are found, and nothing else: a part of a name, or one that is written otherwise, is
not. The database tells who reads it no more than which rows are equal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from portal.common.typed import half_width
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from requests_app.models import InformationRequest
    from requests_app.rectification.models import Rectification

    # What bears an applicant who may be found.
    Case = InformationRequest | Rectification

# As names of other peoples are written, with a dot of one kind or another.
_DOTS = str.maketrans(dict.fromkeys("·•・‧∙⋅．.", "·"))
_COUNTRY = "86"
_WITH_COUNTRY = 13


def identity_index(number: str) -> str:
    """By the number of a document; blank without one."""
    plain = "".join(half_width(number).split()).upper()
    return blind_index(plain, purpose="applicant") if plain else ""


def name_index(name: str) -> str:
    """By the whole name, whatever its width, blanks and dots; blank without one."""
    plain = "".join(unicodedata.normalize("NFKC", name).split()).translate(_DOTS).casefold()
    return blind_index(plain, purpose="applicant name") if plain else ""


def phone_index(phone: str) -> str:
    """By the digits of a telephone number, without the country's; blank without any."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    if len(digits) == _WITH_COUNTRY and digits.startswith(_COUNTRY):
        digits = digits.removeprefix(_COUNTRY)
    return blind_index(digits, purpose="applicant phone") if digits else ""


def index_applicant(case: Case) -> None:
    """Set the indexes of the row in hand from what it says; does not save."""
    case.identity_index = identity_index(case.identity_number)
    case.name_index = name_index(case.name)
    case.phone_index = phone_index(case.phone)
