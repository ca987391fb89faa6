"""Service items, and what leads to them."""

from policies.service_items.models.item import ServiceItem
from policies.service_items.models.link import ItemOfPolicy
from policies.service_items.models.nothing import NothingToApplyFor

__all__ = ["ItemOfPolicy", "NothingToApplyFor", "ServiceItem"]
