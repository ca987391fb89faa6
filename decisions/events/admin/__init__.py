"""The back office of events: drafts and sessions, sign-ups, the door, what those who came suggest,
the plan of a year.
"""

from decisions.events.admin.events import EventAdmin
from decisions.events.admin.signups import SignUpAdmin
from decisions.events.admin.suggestions import SuggestionAdmin

__all__ = ["EventAdmin", "SignUpAdmin", "SuggestionAdmin"]
