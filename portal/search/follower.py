"""The one indexer of a machine: follows the change cursor, repairs and rebuilds the index."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from django.contrib.auth.models import AnonymousUser

from portal.search.index_files import IndexFiles, IndexRoot, IndexUnavailable
from portal.search.index_reader import all_keys, current_index, guarded
from portal.search.index_writer import GenerationWriter
from portal.search.models import SearchEntry
from portal.search.querysets import GRACE, Position, database_identity
from portal.search.registry import everybodys, visible_ids
from portal.search.services import adopt_restored_entries

__all__ = ["Follower", "check_index", "following"]

logger = logging.getLogger(__name__)

_BATCH = 500
_CHECKED_AT_ONCE = 5000


@contextlib.contextmanager
def following(path: Path) -> Iterator[Follower]:
    """Be this machine's indexer for a while; raises LockHeld when there is one already."""
    root = IndexRoot(path)
    with root.locked():
        follower = Follower(root)
        try:
            yield follower
        finally:
            follower.close()


class Follower:
    """Brings the index to what the rows say. Whoever makes one holds the lock."""

    def __init__(self, root: IndexRoot) -> None:
        self._root = root
        self._database = database_identity()
        self._eager: set[Position] = set()
        self._writer = self._reopen()

    def _reopen(self) -> GenerationWriter | None:
        """The current generation, if it is sound and ours; an earlier crash leaves no trace."""
        try:
            writer = GenerationWriter(self._root.current(), database=self._database)
        except IndexUnavailable as error:
            logger.warning("检索索引不可用，将重建：%s", error)
            return None
        if writer.is_ours and not SearchEntry.objects.from_the_future().exists():
            self._root.remove_all_but(writer.generation)
            return writer
        logger.warning("检索索引来自其他版本或其他数据库，将重建。")
        writer.abandon()
        return None

    def catch_up(self) -> int:
        """Follow every change there is, rebuilding first when that is needed; returns how many."""
        followed = 0
        if self._writer is None or self._root.rebuild_requested:
            followed = self.rebuild()
        while count := self.step():
            followed += count
        return followed

    def step(self) -> int:
        """Follow one batch; 0 when there is nothing to do. Damage leads to a rebuild."""
        try:
            writer = self._sound_writer()
            return self._follow_settled(writer) or self._follow_eagerly(writer)
        except IndexUnavailable as error:
            logger.warning("检索索引损坏，将重建：%s", error)
            return self.rebuild()

    def _sound_writer(self) -> GenerationWriter:
        if self._writer is None:
            raise IndexUnavailable("no index yet")
        if self._root.current() != self._writer.generation:
            raise IndexUnavailable("the pointer to the current generation is damaged")
        self._writer.check()
        return self._writer

    def _follow_settled(self, writer: GenerationWriter) -> int:
        """Rows nothing can slip in between any more: the position advances with them."""
        changes = SearchEntry.objects.changed_after(writer.state.position).settled()
        batch = list(changes[:_BATCH])
        if batch:
            writer.put(batch)
            writer.commit(Position(batch[-1].change_xid, batch[-1].pk))
        return len(batch)

    def _follow_eagerly(self, writer: GenerationWriter) -> int:
        """Rows committed while an older transaction still runs, a long import say.

        They are made findable now and followed again once settled: the position stays. Which
        ones were is kept by row, not by a second position: a transaction that began earlier may
        still commit behind them.
        """
        unsettled = SearchEntry.objects.changed_after(writer.state.position)
        rows = [Position(xid, key) for xid, key in unsettled.values_list("change_xid", "pk")]
        self._eager.intersection_update(rows)
        fresh = [row for row in rows if row not in self._eager][:_BATCH]
        batch = list(unsettled.filter(pk__in=[row.key for row in fresh]))
        if batch:
            writer.put(batch)
            writer.commit(writer.state.position)
            self._eager.update(Position(entry.change_xid, entry.pk) for entry in batch)
        return len(batch)

    def rebuild(self) -> int:
        """Build a new generation beside the old and switch to it; returns the entries in it."""
        if adopted := adopt_restored_entries():
            logger.warning("有%d条检索条目来自其他数据库，已重新编号。", adopted)
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        # The position is taken before the rows are read: what is written meanwhile lies after it.
        position = SearchEntry.objects.settled_position()
        self._root.path.mkdir(parents=True, exist_ok=True)
        generation = self._root.new_generation()
        writer = GenerationWriter(generation, database=self._database, new=True)
        count, last = 0, 0
        while batch := list(
            SearchEntry.objects.filter(is_live=True, pk__gt=last).order_by("pk")[:_BATCH]
        ):
            writer.put(batch)
            count, last = count + len(batch), batch[-1].pk
        writer.commit(position)
        writer.check()
        self._root.switch_to(generation)
        self._root.rebuild_done()
        self._writer, self._eager = writer, set()
        return count

    def run(self, *, pause: Callable[[], bool]) -> None:
        """Follow until `pause`, called whenever there is nothing to do, says to stop."""
        self.catch_up()
        while not pause():
            self.catch_up()

    def close(self) -> None:
        """Finish merges."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None


def check_index(path: Path) -> list[str]:
    """What is wrong with the index, in words; nothing when it agrees with the rows.

    Entries changed after the index's position are not its fault and are left out.
    """
    try:
        index = current_index(path)
        IndexFiles(index.generation).check()
        with guarded():
            indexed = all_keys(index)
    except IndexUnavailable as error:
        return [f"索引不可用：{error}"]
    position = index.state.position
    later = set(SearchEntry.objects.changed_after(position).values_list("pk", flat=True))
    live = set(SearchEntry.objects.filter(is_live=True).values_list("pk", flat=True))
    problems = []
    if missing := len(live - indexed - later):
        problems.append(f"索引缺少{missing}条。")
    if surplus := len(indexed - live - later):
        problems.append(f"索引多出{surplus}条。")
    if hidden := _hidden_of_everybodys():
        problems.append(f"{hidden}条人人可见的条目其实无人可见：应当与公开的内容同时撤下。")
    if SearchEntry.objects.pending(position).overdue:
        problems.append(f"索引滞后超过{GRACE.seconds}秒，尚有{len(later)}条变动。")
    return problems


def _hidden_of_everybodys() -> int:
    """How many live entries a stranger may not see, of the kinds that are said to be everybody's.

    They are shown to nobody, but counted.
    """
    hidden = 0
    for kind in sorted(everybodys()):
        last = 0
        while batch := list(
            SearchEntry.objects.live([kind])
            .filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "object_id")[:_CHECKED_AT_ONCE]
        ):
            last = batch[-1][0]
            seen = visible_ids(kind, [number for _, number in batch], AnonymousUser())
            hidden += len(batch) - len(seen)
    return hidden
