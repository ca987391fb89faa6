"""confined: ask a process of its own for one piece of work, wait no longer than its budget."""

import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from portal.files.confinement import tasks
from portal.files.confinement.frames import packed, unpacked
from portal.files.confinement.nursery import NURSERY
from portal.files.confinement.orders import End, Order
from portal.files.confinement.problems import Crashed, OverBudget
from portal.files.confinement.shapes import Misshapen, arguments_of, flat, shaped
from portal.files.formats.limits import Budget

# Beyond its budget: what a nursery needs to start on a busy machine. It ends the process in time;
# this is for the case that the nursery itself stands still.
_GRACE_SECONDS: Final = 30.0
_CHUNK: Final = 1024 * 1024
_ATTEMPTS: Final = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What the task returned, in ``seconds`` of the wall clock and ``memory`` MiB at the most."""

    value: Any
    seconds: float
    memory: float


class _Unanswered(Exception):
    """The process went without a word that the file could have caused: the nursery was killed, or
    the process ended before it began. The work is tried once more.
    """


def confined(task: str, data: bytes, *, budget: Budget, **arguments: Any) -> Answer:
    """Do a task of `tasks.TASKS` with bytes of a stranger's, in a process of its own.

    ``arguments`` are the task's own keywords. Raises what the task refuses (`tasks.REFUSALS`),
    OverBudget when it would cost more than it may, Crashed when the process ended otherwise.
    """
    begun = time.monotonic()
    raw = [data]
    pieces = packed({"task": task, "arguments": flat(arguments, raw)}, raw)
    for attempt in range(_ATTEMPTS):
        try:
            text, got, end = _exchange(pieces, budget)
        except _Unanswered as lost:
            if attempt + 1 == _ATTEMPTS:
                raise Crashed(str(lost)) from lost
            continue
        try:
            value = _outcome(text, got, arguments_of(tasks.TASKS[task])["return"])
        except Misshapen as error:
            raise Crashed("no answer") from error
        return Answer(value, time.monotonic() - begun, end.memory)
    raise AssertionError("unreachable")


def _exchange(pieces: list[bytes], budget: Budget) -> tuple[dict[str, Any], list[bytes], End]:
    link, ended = NURSERY.order(Order(budget.seconds, budget.memory, budget.output))
    with link:
        try:
            conversation = _Conversation(link, ended, budget)
            conversation.say(pieces)
            text, got = conversation.hear()
            return text, got, conversation.end()
        finally:
            os.close(ended)


class _Conversation:
    """One exchange with a process that may die, stall, or say too much at any moment."""

    def __init__(self, link: socket.socket, ended: int, budget: Budget) -> None:
        self._link = link
        self._ended = ended
        self._budget = budget
        self._deadline = time.monotonic() + budget.seconds + _GRACE_SECONDS
        self._heard = 0

    def say(self, pieces: list[bytes]) -> None:
        """Send everything; a process that died meanwhile is told of by its end."""
        try:
            for piece in pieces:
                self._link.settimeout(self._left())
                self._link.sendall(piece)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self._refuse_end()

    def hear(self) -> tuple[dict[str, Any], list[bytes]]:
        """The whole answer. Raises OverBudget and Crashed."""
        try:
            return unpacked(self._read)
        except Misshapen as error:
            raise Crashed("no answer") from error

    def end(self) -> End:
        """How the process ended. Raises _Unanswered when nobody is there to tell."""
        waiting = select.poll()
        waiting.register(self._ended, select.POLLIN)
        if not waiting.poll(self._left() * 1000):
            raise OverBudget("seconds")
        data = os.read(self._ended, End.SIZE)
        if len(data) < End.SIZE:
            raise _Unanswered("nursery lost")
        return End.unpacked(data)

    def _read(self, length: int) -> bytes:
        self._heard += length
        if self._heard > self._budget.output:
            raise OverBudget("output")
        data = bytearray()
        while len(data) < length:
            self._link.settimeout(self._left())
            try:
                chunk = self._link.recv(min(_CHUNK, length - len(data)))
            except TimeoutError as error:
                raise OverBudget("seconds") from error
            except ConnectionResetError:
                chunk = b""
            if not chunk:
                self._refuse_end()
            data += chunk
        return bytes(data)

    def _refuse_end(self) -> NoReturn:
        """Say why there is no answer. Raises OverBudget, Crashed or _Unanswered, always."""
        end = self.end()
        if end.late or end.signal == signal.SIGXCPU:
            raise OverBudget("seconds")
        if end.signal == signal.SIGKILL:  # not by us: the system was short of memory
            raise OverBudget("memory")
        if end.signal:
            raise Crashed(f"signal {end.signal}")
        raise _Unanswered("no answer")

    def _left(self) -> float:
        return max(0.001, self._deadline - time.monotonic())


def _outcome(text: dict[str, Any], got: list[bytes], shape: Any) -> Any:
    """What the task returned. Raises what it refused."""
    match text:
        case {"value": value}:
            return shaped(shape, value, got)
        case {"over": "seconds" | "memory" | "output" | "nesting" as cause}:
            raise OverBudget(cause)
        case {"refused": str(name), "values": dict(values)}:
            for refusal, fields in tasks.REFUSALS.items():
                if refusal.__name__ == name:
                    raise refusal(
                        *(shaped(kind, values[each], got) for each, kind in fields.items())
                    )
        case {"crashed": str(place)}:
            raise Crashed(place[:200])
    raise Misshapen("no answer")
