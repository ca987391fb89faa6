"""May this person do this to this correction: rights are those on the document it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure.correction.workflow import WORKFLOW
from disclosure.querysets import WORKING_ROLES
from portal.acts.verdicts import Rules, not_by_who_wrote

if TYPE_CHECKING:
    pass

# Whoever did any of these has written what is reviewed.
WRITING: Final = ("edit", "add_files", "replace_file", "drop_file", "name_file", "widen")


RULES = Rules(
    WORKFLOW,
    "更正",
    WORKING_ROLES,
    since=("submit", "submit_form"),
    other_hand=not_by_who_wrote(WRITING, "这项更正"),
)
