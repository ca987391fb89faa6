"""The staff pages of collections."""

from policies.collections.admin.versions import WAITING, CollectionVersionAdmin, tasks_of

__all__ = ["WAITING", "CollectionVersionAdmin", "tasks_of"]
