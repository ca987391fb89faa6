"""Reads of the organ tree, in the field's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

if TYPE_CHECKING:
    from portal.organs.models import Organ


class OrganQuerySet(MP_NodeQuerySet):
    """Organs."""

    def active(self) -> OrganQuerySet:
        """Organs that still exist."""
        return cast("OrganQuerySet", self.filter(is_active=True))

    def within(self, organ: Organ) -> OrganQuerySet:
        """The organ itself and everything below it."""
        return cast("OrganQuerySet", self.filter(path__startswith=organ.path))


class OrganManager(MP_NodeManager):
    """Managers of treebeard order by path; the chainable reads are the query set's."""

    def get_queryset(self) -> OrganQuerySet:
        return OrganQuerySet(self.model, using=self._db).order_by("path")

    def active(self) -> OrganQuerySet:
        return self.get_queryset().active()

    def within(self, organ: Organ) -> OrganQuerySet:
        return self.get_queryset().within(organ)

    def codes_up_from(self, organ: Organ) -> list[str]:
        """The codes of an organ and of every organ above it, from the top."""
        step = organ.steplen
        paths = [organ.path[:end] for end in range(step, len(organ.path) + 1, step)]
        return list(self.filter(path__in=paths).values_list("code", flat=True))
