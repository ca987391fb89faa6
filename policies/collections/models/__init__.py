from policies.collections.models.collection import (
    CollectionAct,
    CollectionVersion,
    PackCondition,
    PolicyCollection,
)
from policies.collections.models.member import Candidate, CollectionGroup, CollectionMember

__all__ = [
    "Candidate",
    "CollectionAct",
    "CollectionGroup",
    "CollectionMember",
    "CollectionVersion",
    "PackCondition",
    "PolicyCollection",
]
