from policies.selection.models.experts import Expert, Mark
from policies.selection.models.nomination import Nomination
from policies.selection.models.selection import MarkCriterion, Selection, SelectionAct
from policies.selection.models.voting import AskedBallot, Ballot

__all__ = [
    "AskedBallot",
    "Ballot",
    "Expert",
    "Mark",
    "MarkCriterion",
    "Nomination",
    "Selection",
    "SelectionAct",
]
