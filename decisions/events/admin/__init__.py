"""The back office of events: drafts and sessions, sign-ups, the door, the plan of a year."""

from decisions.events.admin.events import EventAdmin
from decisions.events.admin.signups import SignUpAdmin

__all__ = ["EventAdmin", "SignUpAdmin"]
