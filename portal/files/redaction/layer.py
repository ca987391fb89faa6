"""The invisible text of a page that became a picture: what can still be read on it."""

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from portal.files.formats.pdfium import Character

_ASCENT = 0.86  # of the height of a line


def text_layer(
    document: pikepdf.Pdf, text: list[Character], height: float
) -> tuple[bytes, pikepdf.Object]:
    """Content that sets each character invisibly in its place, and its font; empty for no text.

    ``height`` is that of the page in points.
    """
    font = _font(document)
    if not text:
        return b"", font
    rows = [b"BT 3 Tr"]
    size = 0.0
    for one in text:
        left, top, right, bottom = one.line
        high = round(max(bottom - top, 1.0), 2)
        if high != size:
            rows.append(f"/F0 {high} Tf".encode())
            size = high
        stretch = round(100 * max(right - left, 0.1) / high, 1)
        base = round(height - top - _ASCENT * high, 2)
        code = one.text.encode("utf-16-be", "replace").hex()
        rows.append(f"{stretch} Tz 1 0 0 1 {round(left, 2)} {base} Tm <{code}> Tj".encode())
    rows.append(b"ET")
    return b"\n".join(rows), font


def _font(document: pikepdf.Pdf) -> pikepdf.Object:
    """A font of which only the character table is used, known to every reader of Chinese PDFs."""
    look = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.SimSun, Flags=4, ItalicAngle=0, Ascent=859,
        FontBBox=Array([0, -141, 1000, 859]), Descent=-141, CapHeight=683, StemV=80,
    )  # fmt: skip
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.SimSun, DW=1000,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=5),
        FontDescriptor=document.make_indirect(look),
    )  # fmt: skip
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.SimSun,
            Encoding=Name("/UniGB-UTF16-H"), DescendantFonts=Array([document.make_indirect(inner)]),
        )
    )  # fmt: skip
