from policies.answers.models.consumer import Consumer, Usage, ZeroHit, ZeroHitMonth
from policies.answers.models.entry import Entry, EntryAct
from policies.answers.models.feedback import LONGEST_REFERENCE, Feedback, FeedbackAct
from policies.answers.models.version import Basis, EntryVersion
from policies.answers.models.vote import Vote

__all__ = [
    "LONGEST_REFERENCE",
    "Basis",
    "Consumer",
    "Entry",
    "EntryAct",
    "EntryVersion",
    "Feedback",
    "FeedbackAct",
    "Usage",
    "Vote",
    "ZeroHit",
    "ZeroHitMonth",
]
