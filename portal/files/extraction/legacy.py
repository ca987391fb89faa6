"""doc, wps and xls: converted by LibreOffice where it is installed, refused elsewhere."""

import dataclasses
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from portal.files.extraction.result import ExtractedText, UnreadableFile

TIMEOUT_SECONDS = 60.0
_TARGETS = {"doc": "docx", "wps": "docx", "xls": "xlsx"}
_ADVICE = "请另存为 docx 或 PDF 后再上传。"
_SHEET_ADVICE = "请另存为 xlsx 后再上传。"


def from_legacy(data: bytes, kind: str, read: Callable[[bytes], ExtractedText]) -> ExtractedText:
    """Convert with ``soffice --headless`` and read the result with ``read``.

    Raises UnreadableFile when LibreOffice is absent, fails or takes over TIMEOUT_SECONDS.
    """
    advice = _SHEET_ADVICE if kind == "xls" else _ADVICE
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadableFile(f"本系统不能读取旧版 {kind} 文件的文字，{advice}")
    with tempfile.TemporaryDirectory(prefix="convert-") as folder:
        converted = _convert(office, data, kind, Path(folder))
    if converted is None:
        raise UnreadableFile(f"{kind} 文件转换失败，{advice}")
    return dataclasses.replace(read(converted), kind=kind)


def _convert(office: str, data: bytes, kind: str, folder: Path) -> bytes | None:
    source = folder / f"source.{kind}"
    source.write_bytes(data)
    target = folder / "out" / f"source.{_TARGETS[kind]}"
    command = [
        office,
        # A profile of its own: conversions may run side by side, and macros stay off by default.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        _TARGETS[kind],
        "--outdir",
        str(target.parent),
        str(source),
    ]
    # The launcher starts a child of its own; a session lets a timeout end both.
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
    return target.read_bytes() if process.returncode == 0 and target.is_file() else None
