"""A request for rectification and what belongs to it."""

from requests_app.rectification.models.case import Rectification, RectificationDecision
from requests_app.rectification.models.facts import (
    RectificationAct,
    RectificationEvidence,
    RectificationForwarding,
    RectificationTelling,
)
from requests_app.rectification.models.letter import RectificationLetter

__all__ = [
    "Rectification",
    "RectificationAct",
    "RectificationDecision",
    "RectificationEvidence",
    "RectificationForwarding",
    "RectificationLetter",
    "RectificationTelling",
]
