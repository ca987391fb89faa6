"""Work on strangers' files: in a process without anything of ours, ended when it costs too much."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.files.confinement import Crashed, OverBudget, calls, confined, tasks
from portal.files.confinement.nursery import Nursery
from portal.files.extraction import UnreadableFile, extract_text
from portal.files.formats.limits import BUDGETS, MIB, Budget
from portal.files.inspection import Inspected, RejectedFile
from portal.files.scrubbing import HiddenContent
from tests.files import samples
from tests.files.hostile import HOSTILE, Mark

_LITTLE = Budget(seconds=0.4, memory=64 * MIB, output=1 * MIB)
_PATIENT = Budget(seconds=20, memory=64 * MIB, output=1 * MIB)
_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """A nursery of our own, whose tasks misbehave."""
    with pytest.MonkeyPatch.context() as patch:
        own = Nursery("tests.files.hostile")
        patch.setattr(calls, "NURSERY", own)
        patch.setattr(tasks, "TASKS", {**tasks.TASKS, **HOSTILE})
        yield own
        own.close()


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait_until_gone(pid: int) -> bool:
    for _ in range(200):
        if not _is_running(pid):
            return True
        time.sleep(0.02)
    return False


def test_a_task_answers_as_if_it_were_called() -> None:
    data = samples.docx_bytes("一段", "另一段")
    answer = confined("extract", data, budget=BUDGETS.extract, name="a.docx")
    assert answer.value == extract_text(data, name="a.docx")
    assert 0 < answer.memory < 1024
    found = confined("inspect", b"text", budget=BUDGETS.inspect, name="a.txt").value
    assert isinstance(found, Inspected)
    assert (found.kind, found.size) == ("txt", 4)
    assert confined("scrub", b"\x00\xff", budget=BUDGETS.scrub, kind="txt").value == b"\x00\xff"


def test_refusals_come_back_as_themselves(nursery: Nursery) -> None:
    with pytest.raises(RejectedFile) as rejected:
        confined("inspect", b"", budget=BUDGETS.inspect, name="a.txt")
    assert rejected.value.code == "empty"
    with pytest.raises(UnreadableFile, match="读不出来，请重新上传。"):
        confined("refuse", b"", budget=_PATIENT, hidden=False)
    with pytest.raises(HiddenContent, match="隐藏的工作表“甲”；批注") as hidden:
        confined("refuse", b"", budget=_PATIENT, hidden=True)
    assert hidden.value.findings == ("隐藏的工作表“甲”", "批注")


def test_typed_values_go_there_and_come_back(nursery: Nursery) -> None:
    marks = [Mark(1, None, (0.5, 2.0), b"\x89"), Mark(2, "号码", (1.0, 2.0))]
    answer = confined("mirror", b"xy", budget=_PATIENT, marks=marks, depth=2)
    assert answer.value == (Mark(2, None, (0.5, 2.0), b"xy"), Mark(3, "号码", (1.0, 2.0), b"xy"))


def test_an_unknown_task_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        confined("eval", b"", budget=_PATIENT)


@_linux
def test_it_is_told_nothing_of_ours(nursery: Nursery) -> None:
    told = confined("told", b"", budget=_PATIENT).value
    # Three that lead nowhere, the link, and the folder that is being listed.
    assert told == {"files": 5, "leads_a_session": True}
    begun_with = Path(f"/proc/{nursery.pid}/environ").read_bytes().split(b"\0")
    names = {row.partition(b"=")[0].decode() for row in begun_with if row}
    assert names <= {"PATH", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "LANG"}


@pytest.mark.parametrize(
    ("task", "budget", "cause"),
    [
        ("spin", _LITTLE, "seconds"),
        ("sleep", _LITTLE, "seconds"),
        ("shout", _PATIENT, "output"),
        ("dig", _PATIENT, "nesting"),
        pytest.param("hoard", _PATIENT, "memory", marks=_linux),
    ],
)
def test_what_costs_too_much_is_ended(
    nursery: Nursery, task: str, budget: Budget, cause: str
) -> None:
    with pytest.raises(OverBudget) as over:
        confined(task, b"", budget=budget)
    assert over.value.cause == cause
    assert over.value.message.endswith("重新上传。")
    assert confined("mirror", b"", budget=_PATIENT, marks=[]).value == ()


def test_no_more_is_written_to_disk_than_may_come_back(nursery: Nursery, tmp_path: Path) -> None:
    with pytest.raises(Crashed):
        confined("fill_disk", b"", budget=_PATIENT, path=str(tmp_path / "full"))
    assert (tmp_path / "full").stat().st_size <= _PATIENT.output


@pytest.mark.parametrize("task", ["die", "quit_early", "break_down", "lie", "babble"])
def test_what_breaks_down_says_so_and_nothing_else(nursery: Nursery, task: str) -> None:
    with pytest.raises(Crashed) as crashed:
        confined(task, b"", budget=_PATIENT)
    assert "请" in crashed.value.message
    assert "110101199003071234" not in f"{crashed.value.cause}{crashed.value.message}"
    assert "李四" not in repr(crashed.value.__cause__)


def test_a_crash_names_the_place_of_ours(nursery: Nursery) -> None:
    with pytest.raises(Crashed) as crashed:
        confined("break_down", b"", budget=_PATIENT)
    assert crashed.value.cause.startswith("RuntimeError in ")


@_linux
def test_children_of_a_task_end_with_it(nursery: Nursery, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(OverBudget):
        confined("leave_children", b"", budget=_LITTLE, path=str(note))
    assert _wait_until_gone(int(note.read_text()))


def test_a_killed_nursery_is_replaced(nursery: Nursery) -> None:
    confined("mirror", b"", budget=_PATIENT, marks=[])
    os.kill(nursery.pid, signal.SIGKILL)
    assert confined("mirror", b"", budget=_PATIENT, marks=[]).value == ()


def test_a_process_that_went_without_a_word_is_asked_once_more(
    nursery: Nursery, tmp_path: Path
) -> None:
    path = str(tmp_path / "begun")
    assert confined("quit_once", b"", budget=_PATIENT, path=path).value == "done"


def test_a_nursery_killed_each_time_is_given_up(nursery: Nursery) -> None:
    with pytest.raises(Crashed, match="nursery lost"):
        confined("kill_nursery", b"", budget=_PATIENT)


@_linux
def test_a_fork_has_a_nursery_of_its_own_and_leaves_none(nursery: Nursery) -> None:
    """As Celery's workers are forked from a process that has worked already."""
    confined("mirror", b"", budget=_PATIENT, marks=[])
    read, write = os.pipe()
    worker = os.fork()
    if not worker:
        confined("mirror", b"", budget=_PATIENT, marks=[])
        os.write(write, str(nursery.pid).encode())
        os._exit(0)
    os.waitpid(worker, 0)
    other = int(os.read(read, 20))
    os.close(read)
    os.close(write)
    assert other != nursery.pid
    assert _wait_until_gone(other)
    assert confined("mirror", b"", budget=_PATIENT, marks=[]).value == ()


def test_several_threads_are_served_at_once(nursery: Nursery) -> None:
    def ask(number: int) -> int:
        marks = [Mark(number, None, (0, 0))]
        return confined("mirror", b"", budget=_PATIENT, marks=marks).value[0].page

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(12))) == list(range(1, 13))
