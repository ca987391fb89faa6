"""Relays and their tasks in the back office."""

from policies.relays.admin.relays import RelayAdmin
from policies.relays.admin.tasks import RelayTaskAdmin

__all__ = ["RelayAdmin", "RelayTaskAdmin"]
