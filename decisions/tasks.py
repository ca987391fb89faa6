"""The background work of every room, where Celery looks for it."""

from decisions.catalogues import tasks as catalogues
from decisions.consultations import tasks as consultations
from decisions.dossiers import tasks as dossiers
from decisions.events import tasks as events
from decisions.seats import tasks as seats
from decisions.solicitations import tasks as solicitations
from decisions.surveys import tasks as surveys

__all__ = [
    "catalogues",
    "consultations",
    "dossiers",
    "events",
    "seats",
    "solicitations",
    "surveys",
]
