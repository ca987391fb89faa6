"""Service items and their links in the back office."""

from policies.service_items.admin.items import ServiceItemAdmin
from policies.service_items.admin.links import ItemOfPolicyAdmin

__all__ = ["ItemOfPolicyAdmin", "ServiceItemAdmin"]
