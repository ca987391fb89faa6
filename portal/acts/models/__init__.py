from portal.acts.models.act import ActRow, unchanging
from portal.acts.models.counter import Counter

__all__ = ["ActRow", "Counter", "unchanging"]
