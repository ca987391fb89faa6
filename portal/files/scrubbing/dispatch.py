"""scrub: hand the bytes to the scrubber of their kind."""

from collections.abc import Callable

from portal.files.extraction import UnreadableFile
from portal.files.formats.archive import BadArchive
from portal.files.formats.films import BadFilm, scrub_film, scrub_sound
from portal.files.formats.xml import XML_ERRORS
from portal.files.scrubbing.image import scrub_jpeg, scrub_png
from portal.files.scrubbing.ofd import scrub_ofd
from portal.files.scrubbing.pdf import scrub_pdf
from portal.files.scrubbing.problems import HiddenContent, UnscrubbableFile
from portal.files.scrubbing.sheet import scrub_xlsx
from portal.files.scrubbing.word import scrub_docx

_SCRUBBERS: dict[str, Callable[[bytes], bytes]] = {
    "docx": scrub_docx,
    "xlsx": scrub_xlsx,
    "pdf": scrub_pdf,
    "ofd": scrub_ofd,
    "jpeg": scrub_jpeg,
    "png": scrub_png,
    "mp4": scrub_film,
    "m4a": scrub_film,
    "mp3": scrub_sound,
}
# Nothing can hide in these: what is in the file is what the reader gets.
_PLAIN = frozenset({"txt", "csv", "jsonl"})


def scrub(data: bytes, *, kind: str) -> bytes:
    """The same document without metadata, tracked changes, comments or hidden parts.

    ``kind`` is the kind found by ``inspect_upload``. Text kinds come back unchanged. Raises
    HiddenContent where only the author can decide (hidden sheets, unapplied redactions), and
    UnscrubbableFile for damaged files and for kinds that cannot be cleaned (doc, xls, wps,
    html): those must not be published as they are.
    """
    if kind in _PLAIN:
        return data
    if kind not in _SCRUBBERS:
        raise UnscrubbableFile(
            f"无法清除 {kind} 文件中的隐藏信息，请另存为 docx、xlsx 或 PDF 后再上传。"
        )
    try:
        return _SCRUBBERS[kind](data)
    except BadArchive as problem:
        raise UnscrubbableFile(problem.message) from problem
    except UnreadableFile as problem:
        raise UnscrubbableFile(problem.message) from problem
    except BadFilm as problem:
        raise UnscrubbableFile(str(problem)) from problem
    except HiddenContent:
        raise
    except (*XML_ERRORS, OSError, SyntaxError, KeyError) as error:
        raise UnscrubbableFile("文件已损坏，无法清除隐藏信息，请重新保存后上传。") from error
