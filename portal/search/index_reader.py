"""The index as a process that searches sees it: read-only, reloaded when it has changed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import tantivy

from portal.search.index_files import IndexFiles, IndexRoot, IndexUnavailable
from portal.search.index_schema import KEY, STATE, STATE_KEY, VERSION, IndexState, build_schema
from portal.search.querysets import database_identity

__all__ = ["OpenIndex", "all_keys", "current_index", "guarded", "read_state", "stored_numbers"]

# A larger file is only checked for its footer here, and wholly by the indexer.
_CHECKSUM_LIMIT = 64 * 1024 * 1024
_LOCK_PATIENCE = (0.0, 0.01, 0.04)


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Turn whatever a damaged index makes tantivy raise, panics included, into IndexUnavailable."""
    try:
        yield
    except (ValueError, OSError, OverflowError, RuntimeError) as error:
        raise IndexUnavailable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnavailable("tantivy panicked") from error


def read_state(searcher: tantivy.Searcher) -> IndexState:
    """The state an index was committed with."""
    query = tantivy.Query.term_query(build_schema(), KEY, STATE_KEY)
    hits = searcher.search(query, limit=1).hits
    if not hits:
        return IndexState()
    return IndexState.from_text(searcher.doc(hits[0][1]).get_first(STATE) or "")


def _wait_for_files(generation: Path) -> None:
    """Refuse rather than hang: tantivy would wait for this lock without end."""
    for pause in _LOCK_PATIENCE:
        time.sleep(pause)
        lock = (generation / ".tantivy-meta.lock").open("a")
        with lock, contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
    raise IndexUnavailable("the index files are locked")


class OpenIndex:
    """One generation, open for searching."""

    def __init__(self, generation: Path) -> None:
        self.generation = generation
        self._files = IndexFiles(generation, checksum_limit=_CHECKSUM_LIMIT)
        self._meta = self._files.check()
        _wait_for_files(generation)
        self._index = tantivy.Index.open(str(generation))
        self._index.config_reader("manual")
        self.schema = self._index.schema
        self._load()

    def refresh(self) -> None:
        """See the last commit, and make sure that no file has been harmed."""
        meta = self._files.check()
        if meta != self._meta:
            _wait_for_files(self.generation)
            self._index.reload()
            self._meta = meta
            self._load()

    def _load(self) -> None:
        self.searcher = self._index.searcher()
        self.state = read_state(self.searcher)
        if self.state.version != VERSION or self.state.database != database_identity():
            raise IndexUnavailable("the index was built for another version or database")


def stored_numbers(
    searcher: tantivy.Searcher, field: str, addresses: list[tantivy.DocAddress]
) -> list[int]:
    """A numeric field of some documents."""
    return [int(value or 0) for value in searcher.fast_field_values(field, addresses)]


def all_keys(index: OpenIndex) -> set[int]:
    """The keys of every entry in the index."""
    everything = tantivy.Query.all_query()
    hits = index.searcher.search(everything, limit=max(1, index.searcher.num_docs)).hits
    keys = stored_numbers(index.searcher, KEY, [address for _, address in hits])
    return set(keys) - {STATE_KEY}


_open: dict[Path, tuple[int, OpenIndex]] = {}
_opening = threading.Lock()


def current_index(path: Path) -> OpenIndex:
    """The current index, up to date; raises IndexUnavailable.

    Kept open by the process; one inherited through a fork is opened anew.
    """
    root = IndexRoot(path)
    with _opening:
        while True:
            generation = root.current()
            try:
                with guarded():
                    return _opened(path, generation)
            except IndexUnavailable:
                _open.pop(path, None)
                # Not damage if a newer generation has just taken this one's place.
                if root.current() == generation:
                    raise


def _opened(path: Path, generation: Path) -> OpenIndex:
    process, index = _open.get(path, (0, None))
    if index is None or process != os.getpid() or index.generation != generation:
        index = OpenIndex(generation)
        _open[path] = (os.getpid(), index)
    else:
        index.refresh()
    return index
