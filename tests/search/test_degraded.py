"""A lost, damaged, locked or foreign index: the rows answer, nothing raises, repair follows."""

import datetime as dt
import fcntl
import shutil
import time

import pytest
import tantivy

from portal.search import follower as follower_module
from portal.search import index_reader, index_schema, index_source, index_writer
from portal.search.follower import check_index, following
from portal.search.index_files import IndexRoot
from portal.search.index_schema import KEY, KIND, STATE, VERSION, IndexState, state_document
from portal.search.models import SearchEntry
from portal.search.querysets import START, database_identity
from portal.search.services import Period, withdraw_entry
from tests.search.conftest import DAY, ids

pytestmark = pytest.mark.django_db

SUFFIXES = ["idx", "pos", "term", "store", "fast", "fieldnorm", "del"]
FACETS = {"organ": ["310104"]}
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def generation(publish, reindex, find, index_dir):
    """Three entries, indexed, one deleted from a segment, and a reader that is open."""
    for number in (1, 2, 3):
        publish(number, f"公告{number}", "正文", facets=FACETS)
    publish(4, "多余的公告")
    reindex()
    SearchEntry.objects.filter(object_id=4).update(
        is_live=False, title="", facet_terms=[], number_keys=[]
    )
    with following(index_dir) as follower:
        # Only this one: if the whole of a segment is replaced, nothing is left to mark deleted.
        follower._writer.put([SearchEntry.objects.get(object_id=4)])
        follower._writer.commit(follower._writer.state.position)
    assert (find("正文").total, find("正文").degraded) == (3, False)
    return IndexRoot(index_dir).current()


def _answers_from_rows(find):
    page = find("公告2")
    assert page.degraded
    assert ids(page) == [2]
    assert find("正文").total == 0
    listed = find(filters={"organ": ("310104",)}, sort="published_on")
    assert (listed.total, ids(listed), listed.degraded) == (3, [3, 2, 1], True)
    assert [(v.value, v.count) for v in listed.facets["organ"]] == [("310104", 3)]


def _repaired(find, index_dir):
    with following(index_dir) as follower:
        follower.catch_up()
    assert (find("正文").total, find("正文").degraded) == (3, False)
    assert check_index(index_dir) == []


def _cut(path):
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _empty(path):
    path.write_bytes(b"")


def _flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def _overwrite(path):
    path.write_bytes(b"\xa5" * path.stat().st_size)


def _delete(path):
    path.unlink()


@pytest.mark.parametrize("harm", [_cut, _empty, _flip, _overwrite, _delete])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_harmed_file_while_a_reader_is_open(generation, find, index_dir, suffix, harm):
    harmed = sorted(generation.glob(f"*.{suffix}"))
    assert harmed
    for path in harmed:
        harm(path)
    _answers_from_rows(find)
    _repaired(find, index_dir)


@pytest.mark.parametrize("harm", [_cut, _empty, _overwrite, _delete])
@pytest.mark.parametrize("name", ["meta.json", "../CURRENT"])
def test_a_harmed_pointer(generation, find, index_dir, name, harm):
    harm(generation / name)
    _answers_from_rows(find)
    _repaired(find, index_dir)


def test_a_lost_directory(generation, find, index_dir):
    shutil.rmtree(index_dir)
    _answers_from_rows(find)
    _repaired(find, index_dir)


def test_a_lost_generation(generation, find, index_dir):
    shutil.rmtree(generation)
    _answers_from_rows(find)
    _repaired(find, index_dir)


def test_a_pointer_out_of_the_directory(generation, find, index_dir):
    (index_dir / "CURRENT").write_text("generation-1/../../elsewhere")
    _answers_from_rows(find)


def test_there_never_was_an_index(publish, find):
    publish(1, "公告", numbers=["徐府发〔2025〕3号"])
    publish(2, "徐府发（2025）3号的解读")
    page = find("徐府发[2025]3号")
    assert page.degraded
    assert ids(page)[0] == 1
    withdraw_entry(kind="document", object_id=1, at=DAY)
    assert 1 not in ids(find())


def test_locked_files_do_not_hang(generation, find, index_dir):
    index_reader._open.clear()
    with (generation / ".tantivy-meta.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        began = time.monotonic()
        _answers_from_rows(find)
        assert time.monotonic() - began < 2
    assert not find("正文").degraded


def test_an_index_of_another_version_is_rebuilt(generation, find, index_dir, monkeypatch):
    for module in (index_schema, index_reader, index_writer):
        monkeypatch.setattr(module, "VERSION", "next")
    index_reader._open.clear()
    _answers_from_rows(find)
    _repaired(find, index_dir)
    assert IndexRoot(index_dir).current() != generation


def _index_without_days(index_dir):
    """A sound index of this database as version 1 of the schema wrote it, with one entry."""
    state = IndexState(VERSION.replace(VERSION.split("/")[0], "1", 1), database_identity(), START)
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(KEY, indexed=True, fast=True)
    builder.add_text_field(KIND, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(STATE, stored=True, tokenizer_name="raw", index_option="basic")
    root = IndexRoot(index_dir)
    root.path.mkdir()
    generation = root.new_generation()
    writer = tantivy.Index(builder.build(), path=str(generation)).writer(15_000_000, 1)
    entry = tantivy.Document()
    entry.add_unsigned(KEY, SearchEntry.objects.get().pk)
    entry.add_text(KIND, "document")
    writer.add_document(entry)
    writer.add_document(state_document(state))
    writer.commit()
    writer.wait_merging_threads()
    root.switch_to(generation)
    return generation


def test_an_index_that_knows_no_days_is_rebuilt(publish, find, index_dir):
    """Until then the rows answer."""
    publish(1, "公告", valid_during=Period(DAY.date(), None))
    former = _index_without_days(index_dir)
    for day, found in ((DAY.date(), [1]), (DAY.date() - ONE_DAY, [])):
        page = find("公告", valid_on=day)
        assert (ids(page), page.degraded) == (found, True)
    with following(index_dir) as follower:
        follower.catch_up()
    page = find("公告", valid_on=DAY.date())
    assert (ids(page), page.degraded) == ([1], False)
    assert IndexRoot(index_dir).current() != former
    assert check_index(index_dir) == []


def test_an_index_of_another_database_is_rebuilt(generation, find, index_dir, monkeypatch):
    for module in (follower_module, index_reader):
        monkeypatch.setattr(module, "database_identity", lambda: "another")
    index_reader._open.clear()
    _answers_from_rows(find)
    _repaired(find, index_dir)
    assert IndexRoot(index_dir).current() != generation


def test_far_behind_with_withdrawals_is_not_trusted(generation, find, monkeypatch):
    monkeypatch.setattr(index_source, "_MAX_GONE", 0)
    withdraw_entry(kind="document", object_id=1, at=DAY)
    page = find()
    assert (page.degraded, sorted(ids(page))) == (True, [2, 3])


def test_a_missing_file_during_a_query_is_survived(generation, find, monkeypatch):
    """tantivy raising, or panicking, in the middle of a search."""

    class PanicException(BaseException):
        pass

    for error in (ValueError("damaged"), PanicException()):

        def fail(*_args, _error=error, **_keywords):
            raise _error

        with monkeypatch.context() as patch:
            patch.setattr(index_source.IndexSource, "_query", fail)
            _answers_from_rows(find)


def test_rows_from_a_restored_database_are_adopted(publish, find, index_dir):
    publish(1, "来自另一数据库", "正文")
    SearchEntry.objects.update(change_xid=2**50)
    with following(index_dir) as follower:
        follower.catch_up()
    assert SearchEntry.objects.get().change_xid < 2**50
    assert find("正文").total == 1
