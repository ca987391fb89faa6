from portal.asking.admin.asked import AskedQueryAdmin
from portal.asking.admin.words import BestBetAdmin, SynonymLineAdmin

__all__ = ["AskedQueryAdmin", "BestBetAdmin", "SynonymLineAdmin"]
