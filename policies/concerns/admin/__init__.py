"""The staff pages of public concern."""

from policies.concerns.admin.concerns import ConcernAdmin
from policies.concerns.admin.hot import HotListAdmin

__all__ = ["ConcernAdmin", "HotListAdmin"]
