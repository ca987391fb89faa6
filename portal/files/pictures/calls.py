"""Handing pictures to the process that reads them, and waiting no longer than they are worth."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TypeVar

from portal.files.pictures.line import Line
from portal.files.pictures.page import ScannedPage

_Shape = TypeVar("_Shape")
_LOG = logging.getLogger(__name__)
SECONDS: Final = 90.0  # for one picture, the start of the process included
_ROOT: Final = Path(__file__).resolve().parents[3]
_MODULE: Final = "portal.files.pictures.worker"
# Neither keys nor addresses of ours: the process works on what strangers sent.
_TOLD: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")

_LATE: Final = "图片内容过于复杂，在限定时间内没有读完，请由人查看。"
_BROKEN: Final = "图片无法识别文字（已损坏、过大或格式不支持），请由人查看。"


class UnreadPicture(Exception):
    """The picture could not be read: a person has to look; ``message`` says why, in Chinese."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def read_picture(data: bytes, *, seconds: float = SECONDS) -> tuple[Line, ...]:
    """What a PNG or JPEG shows, from top to bottom; empty when there is no text in it.

    Raises UnreadPicture. Several pictures are read faster by one `Reader`.
    """
    with Reader(seconds=seconds) as reader:
        return reader.read(data)


class Reader:
    """One process for several pictures; begun with the first, ended with the block."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, data: bytes) -> tuple[Line, ...]:
        """As `read_picture`. After a failure the next picture gets a new process."""
        return self._answer(b"L", data, lambda plain: tuple(Line.from_plain(row) for row in plain))

    def page(self, data: bytes, number: int) -> ScannedPage:
        """A scanned page, made legible first: upright, without red over its words. Raises as
        `read_picture`.
        """
        return self._answer(b"P", data, lambda plain: ScannedPage.from_plain(plain, number))

    def _answer(self, asked: bytes, data: bytes, shaped: Callable[[Any], _Shape]) -> _Shape:
        process = self._process = self._process or _started()
        with _deadline(process, self._seconds) as passed:
            answer = _asked(process, asked, data)
        try:
            plain = json.loads(answer)
            if plain is None:
                raise UnreadPicture(_BROKEN)
            return shaped(plain)
        except (ValueError, TypeError, KeyError) as error:
            self._end()
            _LOG.warning("reading a picture ended without an answer: %s", process.returncode)
            raise UnreadPicture(_LATE if passed.is_set() else _BROKEN) from error

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _started() -> subprocess.Popen[bytes]:
    told = {name: os.environ[name] for name in _TOLD if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", _MODULE],
        cwd=_ROOT,
        env={**told, "PYTHONPATH": str(_ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def _deadline(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    passed = threading.Event()

    def end() -> None:
        passed.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield passed
    finally:
        timer.cancel()


def _asked(process: subprocess.Popen[bytes], asked: bytes, data: bytes) -> bytes:
    """The answer to one picture; empty when the process is gone."""
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(asked + len(data).to_bytes(8, "big") + data)
        process.stdin.flush()
    except OSError:
        return b""
    return process.stdout.readline()
