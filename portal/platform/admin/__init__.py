"""The back office of the platform: guides and the catalogue of 制度."""

from portal.platform.admin.guides import GuideVersionAdmin
from portal.platform.admin.rules import RuleEntryAdmin

__all__ = ["GuideVersionAdmin", "RuleEntryAdmin"]
