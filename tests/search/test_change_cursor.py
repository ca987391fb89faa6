"""Concurrent transactions: whatever order they commit in, no change is ever skipped."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from portal.search.follower import check_index, following
from portal.search.models import SearchEntry
from portal.search.querysets import START
from portal.search.services import withdraw_entry
from tests.search.conftest import DAY, ids

pytestmark = pytest.mark.usefixtures("transactional_db")


@contextmanager
def left_open(act) -> Iterator[None]:
    """Do something in a transaction of its own that commits only when the block ends."""
    written, release = threading.Event(), threading.Event()
    errors = []

    def work():
        try:
            with transaction.atomic():
                act()
                written.set()
                release.wait(20)
        except Exception as error:
            errors.append(error)
        finally:
            written.set()
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(20)
    try:
        yield
    finally:
        release.set()
        thread.join(20)
    assert errors == []


@pytest.mark.parametrize("restarted", [False, True])
def test_an_earlier_transaction_that_commits_later_is_not_skipped(
    publish, find, index_dir, restarted
):
    publish(9, "先有的公告")
    with following(index_dir) as follower:
        follower.catch_up()
        with left_open(lambda: publish(1, "先写后提交的公告")):
            publish(2, "后写先提交的公告")
            late = SearchEntry.objects.get(object_id=2)
            follower.catch_up()
            assert sorted(ids(find("公告"))) == [2, 9], "found although another one is open"
            position = follower._writer.state.position
            assert position.xid < late.change_xid
        early = SearchEntry.objects.get(object_id=1)
        # A cursor over the key or the number alone has passed it by now.
        assert (early.change_xid, early.pk) < (late.change_xid, late.pk)
        assert (early.change_xid, early.pk) > position
        if not restarted:
            follower.catch_up()
    if restarted:
        with following(index_dir) as follower:
            follower.catch_up()
    assert sorted(ids(find("公告"))) == [1, 2, 9]
    assert check_index(index_dir) == []


def test_a_rebuild_during_an_open_transaction_misses_nothing(publish, find, index_dir):
    with following(index_dir) as follower:
        with left_open(lambda: publish(1, "先写的公告")):
            publish(2, "后写的公告")
            follower.rebuild()
            assert ids(find("公告")) == [2]
        follower.catch_up()
        assert sorted(ids(find("公告"))) == [1, 2]


def test_a_withdrawal_and_a_change_that_commit_late(publish, find, index_dir):
    publish(1, "甲公告")
    publish(2, "乙公告")
    with following(index_dir) as follower:
        follower.catch_up()
        with left_open(lambda: withdraw_entry(kind="document", object_id=1, at=DAY)):
            publish(2, "丙公告")
            follower.catch_up()
            assert sorted(ids(find("公告"))) == [1, 2]
        assert ids(find("公告")) == [2], "gone with the commit, before the index knows"
        follower.catch_up()
        assert ids(find("丙公告")) == [2]
        assert find("乙公告").total == 0
        assert follower.catch_up() == 0 or ids(find("公告")) == [2]


def test_a_rolled_back_change_leaves_nothing(publish, find, index_dir):
    with following(index_dir) as follower:
        follower.catch_up()
        with transaction.atomic():
            publish(1, "公告")
            transaction.set_rollback(True)
        follower.catch_up()
    assert find("公告").total == 0


def test_one_transaction_larger_than_a_batch(publish, find, index_dir, monkeypatch):
    monkeypatch.setattr("portal.search.follower._BATCH", 3)
    with following(index_dir) as follower:
        follower.catch_up()
        with transaction.atomic():
            for number in range(1, 11):
                publish(number, "公告")
        follower.catch_up()
        assert find("公告").total == 10
        with transaction.atomic():
            for number in range(1, 11, 2):
                withdraw_entry(kind="document", object_id=number, at=DAY)
        assert find("公告").total == 5
        follower.catch_up()
    assert check_index(index_dir) == []


def test_changes_come_in_order_and_once(publish):
    for number in (3, 1, 2):
        publish(number)
    publish(3)
    changes = SearchEntry.objects.changed_after(START)
    assert [entry.object_id for entry in changes] == [1, 2, 3]
    first = changes[0]
    after = SearchEntry.objects.changed_after(START._replace(xid=first.change_xid, key=first.pk))
    assert [entry.object_id for entry in after] == [2, 3]


def test_what_commits_late_is_found_while_a_third_transaction_still_runs(publish, find, index_dir):
    with following(index_dir) as follower:
        follower.catch_up()
        with left_open(lambda: publish(3, "最后提交的公告")):
            with left_open(lambda: publish(1, "先写后提交的公告")):
                publish(2, "后写先提交的公告")
                follower.catch_up()
                assert ids(find("公告")) == [2]
            follower.catch_up()
            assert sorted(ids(find("公告"))) == [1, 2]
        follower.catch_up()
    assert sorted(ids(find("公告"))) == [1, 2, 3]
    assert check_index(index_dir) == []
