"""The background work of every room, where Celery looks for it."""

from policies.answers import tasks as answers
from policies.audiences import tasks as audiences
from policies.collections import tasks as collections
from policies.concerns import tasks as concerns
from policies.inquiries import tasks as inquiries
from policies.messages import tasks as messages
from policies.partners import tasks as partners
from policies.relays import tasks as relays
from policies.selection import tasks as selection
from policies.service_items import tasks as service_items

__all__ = [
    "answers", "audiences", "collections", "concerns", "inquiries", "messages", "partners",
    "relays", "selection", "service_items",
]  # fmt: skip
