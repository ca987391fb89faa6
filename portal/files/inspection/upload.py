"""inspect_upload: size, content, structure; everything else is refused with a way out."""

import hashlib
import io
import re
import tempfile
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from portal.files.formats.archive import BadArchive
from portal.files.formats.contents import Content, sniff
from portal.files.formats.kinds import BY_EXTENSION, FORMATS, extension_of
from portal.files.formats.limits import DEFAULT_LIMITS, MIB, Limits
from portal.files.inspection.structure import check_structure

_CHUNK = 64 * 1024
_SPOOL = 4 * MIB
# Control characters, and the marks that turn "fdp.exe" into "exe.pdf" on screen.
_DECEPTIVE = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ACCEPTED = "docx、xlsx、pdf、ofd、doc、wps、xls、txt、csv、jsonl、html、png、jpg"
_REFUSALS = {
    "archive": ("archive", "不接受压缩包，请解压后把里面的文件逐个上传。"),
    "encrypted": ("encrypted", "文件设置了打开密码，请在 Office 或 WPS 中取消密码后重新上传。"),
    "executable": ("executable", "这是可执行程序，不能上传。"),
    "macro": ("macros", "文件带有宏，请另存为不含宏的 docx 或 xlsx 后再上传。"),
    "script": ("executable", "这是脚本程序，不能上传。"),
    "slides": ("unsupported", "不接受演示文稿，请另存为 PDF 后再上传。"),
    "svg": ("active_content", "SVG 图形可以夹带脚本，不能上传，请转换为 PNG 图片后再上传。"),
    "template": ("unsupported", "这是 Office 模板，请另存为 docx 或 xlsx 后再上传。"),
    "rtf": ("mismatch", "这其实是 RTF 文档，请用 Word 或 WPS 另存为 docx 后再上传。"),
    "mhtml": ("mismatch", "这其实是单个文件网页（MHTML），请另存为 docx 或 PDF 后再上传。"),
}


class RejectedFile(Exception):
    """An upload that is not taken. ``code`` is stable; ``message`` tells the uploader what to do.

    Codes: name, extension, empty, too_large, truncated, damaged, mismatch, encoding, encrypted,
    macros, active_content, executable, archive, nested_archive, path_traversal, zip_bomb,
    unsupported, pixels.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be stored: ``size`` in bytes, ``sha256`` in lower-case hex."""

    kind: str
    media_type: str
    extension: str
    size: int
    sha256: str


def inspect_upload(stream: BinaryIO, *, name: str, limits: Limits = DEFAULT_LIMITS) -> Inspected:
    """Check an upload read from ``stream`` and say what it is.

    The stream is read once, in chunks, from where it stands, and no further than one chunk past
    the size limit; at most 4 MiB are held in memory, the rest in an anonymous temporary file. The
    caller rewinds its stream to store it. Raises RejectedFile.
    """
    extension = check_name(name, limits)
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spool:
        size, digest = _copy(stream, spool, limits)
        return _judged(cast("BinaryIO", spool), extension, limits, size, digest)


def inspect_data(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> Inspected:
    """Check an upload that is in memory already, as :func:`inspect_upload` does."""
    extension = check_name(name, limits)
    _check_size(len(data), limits)
    digest = hashlib.sha256(data).hexdigest()
    return _judged(io.BytesIO(data), extension, limits, len(data), digest)


def too_large(max_bytes: int) -> str:
    """The sentence for a file above the limit, for callers that know the size beforehand."""
    return f"文件超过 {max_bytes / MIB:g} MB，请压缩图片或拆分后再上传。"


def check_name(name: str, limits: Limits) -> str:
    """The extension of an acceptable file name. Raises RejectedFile."""
    if not name.strip() or len(name) > limits.max_name or _DECEPTIVE.search(name):
        raise RejectedFile(
            "name",
            f"文件名为空、过长（超过 {limits.max_name} 字）或含有不可见字符，请改名后再上传。",
        )
    extension = extension_of(name)
    if extension in ("docm", "xlsm", "dotm", "xltm", "xlam"):
        raise RejectedFile(*_REFUSALS["macro"])
    if extension == "svg":
        raise RejectedFile(*_REFUSALS["svg"])
    if extension not in BY_EXTENSION:
        shown = f"“.{extension}”" if extension else "没有扩展名的"
        raise RejectedFile("extension", f"不接受{shown}文件，请另存为下列格式之一：{_ACCEPTED}。")
    return extension


def _copy(stream: BinaryIO, spool: IO[bytes], limits: Limits) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        _check_size(size, limits)
        digest.update(chunk)
        spool.write(chunk)
    _check_size(size, limits)
    return size, digest.hexdigest()


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.max_bytes:
        raise RejectedFile("too_large", too_large(limits.max_bytes))
    if not size:
        raise RejectedFile("empty", "文件是空的，请确认内容已保存后重新上传。")


def _judged(copy: BinaryIO, extension: str, limits: Limits, size: int, digest: str) -> Inspected:
    try:
        content = sniff(copy, extension, limits)
        _check_agreement(content, extension)
        check_structure(copy, content.kind, limits)
    except BadArchive as problem:
        raise RejectedFile(problem.code, problem.message) from problem
    row = FORMATS[content.kind]
    return Inspected(row.kind, row.media_type, extension, size, digest)


def _check_agreement(content: Content, extension: str) -> None:
    if content.kind in _REFUSALS:
        raise RejectedFile(*_REFUSALS[content.kind])
    claimed = BY_EXTENSION[extension]
    if content.kind == claimed.kind:
        return
    if content.kind == "unknown" and claimed.kind in ("txt", "csv", "jsonl", "html"):
        raise RejectedFile(
            "encoding",
            "文件含有无法识别的字节，不是可读的文本。请用记事本打开，另存为 UTF-8 编码后再上传。",
        )
    if content.kind in FORMATS:
        right = FORMATS[content.kind].extensions[0]
        way_out = f"请把扩展名改为“.{right}”，或另存为{claimed.label}后再上传。"
    else:
        way_out = f"请用相应软件打开，另存为{claimed.label}后再上传。"
    raise RejectedFile(
        "mismatch", f"扩展名是“.{extension}”，但文件实际是{content.label}。{way_out}"
    )
