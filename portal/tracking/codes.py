"""The code somebody without an account asks with: eight letters that are not mistaken.

It follows from the key of the submission, so that a form sent twice gives one receipt, and it is
not stored: the row holds only its keyed hash.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterable

from portal.vault.keys import blind_index

# No 0, O, 1, I, L: they are read aloud on the telephone and copied from paper.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8
# Purposes are part of what is stored: another word finds no row any more.
QUERY_CODE = "query code"


def code_from(key: uuid.UUID) -> str:
    """The code of a submission, as KX4M-7PQD."""
    number = int(blind_index(str(key), purpose="query code source"), 16)
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    text = "".join(letters)
    return f"{text[:4]}-{text[4:]}"


def normalised(text: str) -> str:
    """What somebody typed, as the code was given out."""
    letters = "".join(char for char in text.upper() if char in LETTERS)
    return f"{letters[:4]}-{letters[4:_LENGTH]}"


def index_of(code: str, *, purpose: str = QUERY_CODE) -> str:
    """The keyed hash of a code however it was typed, as its row holds it: 64 hex digits.

    Papers whose codes must not open one another name a purpose of their own.
    """
    return blind_index(normalised(code), purpose=purpose)


def opens(stored: Iterable[str], code: str, *, purpose: str = QUERY_CODE) -> bool:
    """Whether the code is one of those of which these are the hashes; a blank one has no code.

    With none stored one is compared all the same, and none ends the comparing: an unknown number
    takes the time of a wrong code.
    """
    given = index_of(code, purpose=purpose)
    nobodys = blind_index("", purpose=f"no {purpose}")
    matches = [hmac.compare_digest(each, given) for each in (nobodys, *stored)]
    return any(matches)
