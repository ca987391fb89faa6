from policies.relays.models.relay import Relay
from policies.relays.models.task import (
    MOST_PEOPLE,
    RelayFeedback,
    RelayFigure,
    RelayTask,
    RelayTaskAct,
)

__all__ = [
    "MOST_PEOPLE",
    "Relay",
    "RelayFeedback",
    "RelayFigure",
    "RelayTask",
    "RelayTaskAct",
]
