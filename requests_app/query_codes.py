"""The code an applicant without an account asks with: eight letters that are not mistaken.

It follows from the key of the submission, so that a form sent twice gives one receipt, and it is
not stored: the row holds only its keyed hash.
"""

from __future__ import annotations

import uuid

from portal.vault.keys import blind_index

# No 0, O, 1, I, L: they are read aloud on the telephone and copied from paper.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8


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
