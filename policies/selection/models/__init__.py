from policies.selection.models.ballots import AskedBallot, Ballot
from policies.selection.models.experts import Expert, Mark
from policies.selection.models.nomination import Nomination
from policies.selection.models.selection import MarkCriterion, Selection, SelectionAct

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
