"""Papers that people hand in: a closed list of kinds, looked at before any is unpacked."""

import hashlib
from dataclasses import dataclass, replace

from portal.files.formats.kinds import BY_EXTENSION
from portal.files.formats.limits import PAPERS, Limits
from portal.files.formats.pictures import picture_end, pixels
from portal.files.inspection.structure import TOO_MANY_PIXELS
from portal.files.inspection.upload import Inspected, RejectedFile, check_name, inspect_data

PAPER_KINDS = frozenset({"jpeg", "png", "pdf"})
_KINDS = "只接受 JPG、PNG 图片和 PDF 文件，请拍照、扫描或另存为其中一种后再上传。"


@dataclass(frozen=True, slots=True)
class Taken:
    """A paper that may be kept: what it is, and its bytes as far as the picture goes."""

    found: Inspected
    data: bytes


def glance(data: bytes, *, name: str, limits: Limits = PAPERS) -> int:
    """The pixels a paper says it has; nothing is unpacked, a header costs nothing to read.

    Raises RejectedFile for a kind that is not taken, and for too many pixels.
    """
    if BY_EXTENSION[check_name(name, limits)].kind not in PAPER_KINDS:
        raise RejectedFile("extension", _KINDS)
    said = pixels(data)
    if said > limits.max_pixels:
        raise RejectedFile("pixels", TOO_MANY_PIXELS)
    return said


def take_in(data: bytes, *, name: str, limits: Limits = PAPERS) -> Taken:
    """Check one paper and cut off what stands behind the end of a picture. Raises RejectedFile."""
    found = inspect_data(data, name=name, limits=limits)
    if found.kind not in PAPER_KINDS:
        raise RejectedFile("extension", _KINDS)
    kept = data[: picture_end(data)]
    digest = hashlib.sha256(kept).hexdigest()
    return Taken(replace(found, size=len(kept), sha256=digest), kept)
