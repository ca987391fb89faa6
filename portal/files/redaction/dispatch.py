"""redact and verify: hand the bytes to whoever knows their kind."""

from collections.abc import Callable, Sequence

from portal.files.redaction.images import redact_image, verify_image
from portal.files.redaction.marks import Mark, Unredactable, boxes_by_page, words_of
from portal.files.redaction.office import redact_office, verify_office
from portal.files.redaction.pages import redact_pdf
from portal.files.redaction.proof import verify_pdf

_Redact = Callable[[bytes, Sequence[Mark]], bytes]
_Verify = Callable[[bytes, bytes, Sequence[Mark]], tuple[str, ...]]

_TOOLS: dict[str, tuple[_Redact, _Verify]] = {
    "pdf": (redact_pdf, verify_pdf),
    "png": (redact_image, verify_image),
    "jpeg": (redact_image, verify_image),
    "docx": (redact_office, verify_office),
    "xlsx": (redact_office, verify_office),
}


def redact(data: bytes, *, kind: str, marks: Sequence[Mark]) -> bytes:
    """The file without what is marked, rewritten as a whole.

    Raises Unredactable for other kinds, for marks that do not fit and for files that cannot be
    opened. The result has still to pass ``verify``.
    """
    if not boxes_by_page(marks) and not words_of(marks):
        raise Unredactable("没有标出要遮盖的内容。")
    return _tool(kind)[0](data, marks)


def verify(before: bytes, after: bytes, *, kind: str, marks: Sequence[Mark]) -> tuple[str, ...]:
    """What is wrong with a redacted file, in Chinese; empty when it is good.

    Good means: nothing marked can be read from text, pictures, structure or earlier versions,
    and nothing else has changed.
    """
    return _tool(kind)[1](before, after, marks)


def _tool(kind: str) -> tuple[_Redact, _Verify]:
    if kind not in _TOOLS:
        raise Unredactable(f"不能遮盖 {kind} 文件，请另存为 PDF 后再遮盖。")
    return _TOOLS[kind]
