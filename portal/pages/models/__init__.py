from portal.pages.models.change import PageChange

__all__ = ["PageChange"]
