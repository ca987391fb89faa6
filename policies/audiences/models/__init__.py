from policies.audiences.models.profile import Trait, TraitProfile
from policies.audiences.models.push import Push, PushAct, PushTerm
from policies.audiences.models.term import AudienceOfPolicy, AudienceTerm, TagMeaning

__all__ = [
    "AudienceOfPolicy",
    "AudienceTerm",
    "Push",
    "PushAct",
    "PushTerm",
    "TagMeaning",
    "Trait",
    "TraitProfile",
]
