"""Events with their sessions, sign-ups, tickets, scans, and the plan of a year."""

from decisions.events.models.event import Event, EventAct, EventMaterial, EventSeries
from decisions.events.models.plan import EventPlan, PlannedEvent, PlanTarget
from decisions.events.models.scan import Scan
from decisions.events.models.session import EventSession, SessionGroup
from decisions.events.models.signup import Offer, SignUp, SignUpAct, Ticket, TicketEntry
from decisions.events.models.suggestion import Suggestion, SuggestionAct

__all__ = [
    "Event",
    "EventAct",
    "EventMaterial",
    "EventPlan",
    "EventSeries",
    "EventSession",
    "Offer",
    "PlanTarget",
    "PlannedEvent",
    "Scan",
    "SessionGroup",
    "SignUp",
    "SignUpAct",
    "Suggestion",
    "SuggestionAct",
    "Ticket",
    "TicketEntry",
]
