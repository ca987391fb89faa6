"""The portal behind gunicorn with two workers, and a client that asks it one thing at a time."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def served(database: str, folders: Mapping[str, str]) -> Iterator[int]:
    """The port of a server on a database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **os.environ,
        **folders,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "benchmarks.performance.settings",
    }
    command = [
        sys.executable, "-m", "gunicorn", "portal.wsgi", "--workers", "2", "--bind",
        f"127.0.0.1:{port}", "--log-level", "error", "--timeout", "120", "--graceful-timeout", "3",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        for _ in range(300):
            try:
                ask(port, "/hello/")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str, bytes]:
    """Status, ETag and body of one answer."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("GET", path, headers=dict(headers or {}))
        answer = link.getresponse()
        return answer.status, answer.getheader("ETag", ""), answer.read()
    finally:
        link.close()
