"""The head of the chain, kept where the database cannot reach: file, system log, mail.

Whoever cuts off the tail of the chain, or has the keys and writes it anew, contradicts an anchor.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from portal.audit.chain import digest
from portal.audit.keys import all_keys, current_key

_LOG = logging.getLogger(__name__)
_ALGORITHM = "sha256"
_AUTH_INFO = 4 * 8 + 6  # facility and severity, RFC 5424


class HeadBehind(Exception):
    """The head of the chain stands before one that was kept: its tail was cut."""


class AnchorLost(Exception):
    """A place did not take the head; the message names the place."""


@dataclass(frozen=True)
class Anchor:
    """The last entry at a moment: its number and its hash."""

    sequence: int
    hash: str
    at: dt.datetime

    def line(self) -> str:
        """As it is kept: one line of JSON, sealed by the chain's key."""
        key = current_key()
        content = self._content()
        return json.dumps({**content, "key": key.id, "mac": _mac(content, key.id)})

    def _content(self) -> dict[str, object]:
        return {"sequence": self.sequence, "hash": self.hash, "at": self.at.isoformat()}


def read_line(line: str) -> Anchor | None:
    """An anchor from its line; None when it is none, or not sealed by a key of ours."""
    try:
        row = json.loads(line)
        content = {name: row[name] for name in ("sequence", "hash", "at")}
        if row["key"] not in all_keys() or row["mac"] != _mac(content, row["key"]):
            return None
        return Anchor(int(row["sequence"]), str(row["hash"]), dt.datetime.fromisoformat(row["at"]))
    except (ValueError, RecursionError, KeyError, TypeError):
        return None


def kept_anchors() -> Iterator[tuple[int, Anchor | None]]:
    """The lines of the file with their numbers; None for one that somebody else wrote."""
    path = settings.AUDIT_ANCHOR_FILE
    if not path or not Path(path).exists():
        return
    with Path(path).open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, read_line(line)


def keep(anchor: Anchor) -> None:
    """Write it to every place of the settings. Raises AnchorLost after all were tried."""
    places = (
        (settings.AUDIT_ANCHOR_FILE, "文件", _to_file),
        (settings.AUDIT_ANCHOR_SYSLOG, "系统日志", _to_syslog),
        (settings.AUDIT_ANCHOR_MAIL, "邮件", _to_mail),
    )
    lost = []
    for place, label, write in places:
        if not place:
            continue
        try:
            write(anchor)
        except OSError:  # SMTP's errors are among them
            _LOG.exception("审计链末端没有写到%s", label)
            lost.append(label)
    if lost:
        raise AnchorLost("、".join(lost))


def _to_file(anchor: Anchor) -> None:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    file = os.open(settings.AUDIT_ANCHOR_FILE, flags, 0o640)
    try:
        os.write(file, f"{anchor.line()}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)


def _to_syslog(anchor: Anchor) -> None:
    host, _, port = settings.AUDIT_ANCHOR_SYSLOG.rpartition(":")
    message = f"<{_AUTH_INFO}>portal-audit: {anchor.line()}".encode()
    if port.isdecimal():
        family, address = socket.AF_INET6 if ":" in host else socket.AF_INET, (host, int(port))
        with socket.socket(family, socket.SOCK_DGRAM) as log:
            log.sendto(message, address)
    else:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
            log.sendto(message, settings.AUDIT_ANCHOR_SYSLOG)


def _to_mail(anchor: Anchor) -> None:
    send_mail(
        f"审计链末端：第{anchor.sequence}条",
        f"{anchor.at.isoformat()} 审计链末端为第{anchor.sequence}条，哈希 {anchor.hash}。\n\n"
        f"请保存此信。核对：manage.py audit verify --anchor {anchor.sequence}:{anchor.hash}\n\n"
        f"{anchor.line()}\n",
        settings.DEFAULT_FROM_EMAIL,
        list(settings.AUDIT_ANCHOR_MAIL),
    )


def _mac(content: dict[str, object], key_id: str) -> str:
    key = all_keys()[key_id]
    return digest(algorithm=_ALGORITHM, previous="anchor", content=content, key=key)
