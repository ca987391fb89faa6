from portal.asking.models.asked import AskedQuery, Asker, MutedQuery
from portal.asking.models.words import BestBet, SynonymLine, WordsState

__all__ = ["AskedQuery", "Asker", "BestBet", "MutedQuery", "SynonymLine", "WordsState"]
