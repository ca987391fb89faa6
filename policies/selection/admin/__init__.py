"""The staff pages of the yearly selection."""

from policies.selection.admin.selections import WAITING, SelectionAdmin, ends_of

__all__ = ["WAITING", "SelectionAdmin", "ends_of"]
