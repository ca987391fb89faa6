"""Writing one generation of an index. Entries and the position reached are one commit."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from portal.search.index_files import IndexFiles, IndexUnavailable
from portal.search.index_reader import guarded, read_state
from portal.search.index_schema import (
    KEY,
    STATE_KEY,
    VERSION,
    IndexState,
    build_schema,
    entry_document,
    state_document,
)

if TYPE_CHECKING:
    from portal.search.models import SearchEntry
    from portal.search.querysets import Position

__all__ = ["GenerationWriter"]

_HEAP = 64_000_000


class GenerationWriter:
    """The one writer of a generation. Replaying an entry is harmless: it replaces itself."""

    def __init__(self, generation: Path, *, database: str, new: bool = False) -> None:
        self.generation = generation
        self._database = database
        self._is_new = new
        self._files = IndexFiles(generation)
        with guarded():
            if new:
                self._index = tantivy.Index(build_schema(), path=str(generation))
            else:
                self._files.check()
                self._index = tantivy.Index.open(str(generation))
            self._writer = self._index.writer(_HEAP, 1)
            self._index.config_reader("manual")
            self._index.reload()
            self.state = read_state(self._index.searcher())

    @property
    def is_ours(self) -> bool:
        """Whether this index was built by this version from this database."""
        return self.state.version == VERSION and self.state.database == self._database

    def check(self) -> None:
        """Raise IndexUnavailable when a file has been lost or harmed."""
        self._files.check()

    def put(self, entries: Collection[SearchEntry]) -> None:
        """Replace entries, or forget those withdrawn; nothing is seen before `commit`."""
        with guarded():
            if not self._is_new:
                self._forget([entry.pk for entry in entries])
            for entry in entries:
                if entry.is_live:
                    self._writer.add_document(entry_document(entry))

    def commit(self, position: Position) -> None:
        """Show what was put, and remember how far it goes, both or neither."""
        state = IndexState(VERSION, self._database, position)
        with guarded():
            self._forget([STATE_KEY])
            self._writer.add_document(state_document(state))
            self._writer.commit()
        self.state = state
        self._is_new = False

    def _forget(self, keys: list[int]) -> None:
        # Not delete_documents_by_term: in tantivy 0.27 it finds nothing in an unsigned field.
        unwanted = tantivy.Query.term_set_query(self._index.schema, KEY, keys)
        self._writer.delete_documents_by_query(unwanted)

    def close(self) -> None:
        """Finish merges and let go of the files; the writer cannot be used afterwards."""
        with guarded():
            self._writer.wait_merging_threads()

    def abandon(self) -> None:
        """Let go of files that are lost anyway."""
        try:
            self.close()
        except IndexUnavailable:
            return
