"""The purposes under which the codes of this app's cases and letters are kept."""

from __future__ import annotations

from typing import Final

from portal.tracking.codes import QUERY_CODE

CASE_CODE: Final = QUERY_CODE
# A letter's code opens no case, and a case's no letter.
LETTER_CODE: Final = "letter code"
