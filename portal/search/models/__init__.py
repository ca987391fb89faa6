from portal.search.models.entry import SearchEntry

__all__ = ["SearchEntry"]
