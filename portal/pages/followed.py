"""Whether this machine's search index knows all that is committed."""

from __future__ import annotations

from django.conf import settings

from portal.search.index_files import IndexUnavailable
from portal.search.index_reader import current_index
from portal.search.models import SearchEntry


def has_followed() -> bool:
    """Whether the index answers, and knows every entry there is.

    A page made from it then is the page of the database's cursor, on every machine: neither its
    copies nor its tag have to name an index.
    """
    try:
        position = current_index(settings.SEARCH_INDEX_DIR).state.position
    except IndexUnavailable:
        return False
    return not SearchEntry.objects.changed_after(position).exists()
