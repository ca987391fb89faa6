"""Tasks that misbehave in every way, for a nursery of the tests' own."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.files.confinement import child, tasks
from portal.files.extraction import UnreadableFile
from portal.files.scrubbing import HiddenContent


@dataclass(frozen=True)
class Mark:
    page: int
    label: str | None
    box: tuple[float, float]
    picture: bytes = b""


def mirror(data: bytes, *, marks: list[Mark], depth: float = 1.0) -> tuple[Mark, ...]:
    return tuple(Mark(mark.page + 1, mark.label, mark.box, data) for mark in marks)


def told(data: bytes) -> dict[str, int | bool]:
    open_files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    return {"files": open_files, "leads_a_session": os.getsid(0) == os.getpid()}


def refuse(data: bytes, *, hidden: bool) -> str:
    if hidden:
        raise HiddenContent(("隐藏的工作表“甲”", "批注"))
    raise UnreadableFile("读不出来，请重新上传。")


def spin(data: bytes) -> None:
    while True:
        pass


def sleep(data: bytes) -> None:
    time.sleep(600)


def hoard(data: bytes) -> int:
    return len([bytearray(1024 * 1024) for _ in range(100_000)])


def shout(data: bytes) -> bytes:
    return bytes(8 * 1024 * 1024)


def fill_disk(data: bytes, *, path: str) -> None:
    with open(path, "wb") as file:  # noqa: PTH123
        for _ in range(64):
            file.write(bytes(1024 * 1024))


def leave_children(data: bytes, *, path: str) -> None:
    if os.fork():
        time.sleep(600)
    with open(path, "w") as file:  # noqa: PTH123
        file.write(str(os.getpid()))
    time.sleep(600)


def die(data: bytes) -> None:
    os.abort()


def quit_early(data: bytes) -> None:
    os._exit(0)


def quit_once(data: bytes, *, path: str) -> str:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return "done"
    os._exit(1)


def break_down(data: bytes) -> None:
    raise RuntimeError("李四 110101199003071234")


def dig(data: bytes) -> int:
    return dig(data) + 1


def lie(data: bytes) -> int:
    return "not a number"


def babble(data: bytes) -> None:
    for number in range(3, 64):
        try:
            os.write(number, b"\xff" * 64)
        except OSError:
            continue
    os._exit(0)


def kill_nursery(data: bytes) -> None:
    os.kill(os.getppid(), 9)
    time.sleep(600)


HOSTILE: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        mirror, told, refuse, spin, sleep, hoard, shout, fill_disk, leave_children, die,
        quit_early, quit_once, break_down, dig, lie, babble, kill_nursery,
    )
}  # fmt: skip

if __name__ == "__main__":
    tasks.TASKS = {**tasks.TASKS, **HOSTILE}
    child.main()
