"""Work on files that strangers sent, in a process of its own that owns nothing worth taking."""

from portal.files.confinement.calls import Answer, confined
from portal.files.confinement.problems import ConfinementError, Crashed, OverBudget

__all__ = ["Answer", "ConfinementError", "Crashed", "OverBudget", "confined"]
