from policies.concerns.models.concern import Concern, ConcernAct, ConcernStatement
from policies.concerns.models.hot import HotLine, HotList

__all__ = ["Concern", "ConcernAct", "ConcernStatement", "HotLine", "HotList"]
