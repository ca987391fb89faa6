"""Getting at what was taken out of a file, by every way a stranger has; nothing of ours is used."""

import io
import zipfile
from collections.abc import Iterator

import pikepdf
import pypdfium2
from PIL import Image

_CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def recovered(data: bytes, kind: str, secrets: tuple[str, ...]) -> list[str]:
    """How each secret can still be got at; empty when none can."""
    said = []
    for way, content in _ways(data, kind):
        for secret in secrets:
            coded = [secret.encode(coding) for coding in _CODINGS]
            coded += [each.hex().encode() for each in coded]
            if any(each in content for each in coded) or secret in _plain(content):
                said.append(f"{way}: {secret}")
    return said


def _plain(content: bytes) -> str:
    return "".join(content.decode("utf-8", "replace").split())


def _ways(data: bytes, kind: str) -> Iterator[tuple[str, bytes]]:
    yield "bytes", data
    if kind == "pdf":
        yield from _pdf_ways(data)
    elif kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                yield f"part {name}", content
                if name.endswith(".xml"):
                    root = _without_tags(content)
                    yield f"text of {name}", root.encode()
    else:
        with Image.open(io.BytesIO(data)) as image:
            yield "metadata", repr((image.info, dict(image.getexif()))).encode()


def _without_tags(content: bytes) -> str:
    """The characters of an XML part without its marks."""
    inside, kept = False, []
    for char in content.decode("utf-8"):
        if char in "<>":
            inside = char == "<"
        elif not inside:
            kept.append(char)
    return "".join(kept)


def _pdf_ways(data: bytes) -> Iterator[tuple[str, bytes]]:
    # Every point at which the file may once have ended, opened as the file it was then.
    end = data.find(b"%%EOF")
    while end >= 0:
        yield from _one_version(data[: end + 6], f"version to {end}")
        end = data.find(b"%%EOF", end + 1)
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, start=1):
        layer = page.get_textpage()
        yield f"text of page {number}", layer.get_text_range().encode()
        layer.close()
        page.close()
    document.close()


def _one_version(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:
        return
    with document:
        for item in document.objects:
            yield (
                f"{name}, object",
                item.unparse(resolved=True)
                if not isinstance(item, pikepdf.Stream)
                else repr(item).encode(),
            )
            for text in _strings(item, 8):
                yield f"{name}, string", text.encode()
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                yield f"{name}, stream", item.read_bytes()


def _strings(item: object, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        for each in list(item):
            yield from _strings(each, depth - 1)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in item.keys():  # noqa: SIM118
            if key not in ("/Parent", "/P", "/Pg", "/Prev", "/Next"):
                yield from _strings(item[key], depth - 1)


def pictures_left(before: bytes, after: bytes) -> int:
    """How many pictures of a PDF are still in it as they were, whatever points to them."""
    return len(_pictures(before) & _pictures(after))


def _pictures(data: bytes) -> set[bytes]:
    with pikepdf.open(io.BytesIO(data)) as document:
        return {
            item.read_raw_bytes()
            for item in document.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        }
