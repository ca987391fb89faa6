"""OFD pages whose text is covered or only looks so. Names and addresses are invented."""

import io
from collections.abc import Callable, Mapping

from PIL import Image

from tests.files.samples import members_of, ofd_bytes, with_members

LINE = "姓名张某某住云栖路十二号"
_SIZE = 4.0
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_DOCUMENT = "Doc_0/Document.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def written(
    text: str = LINE, *, at: tuple[float, float] = (20, 50), more: str = "", inner: str = ""
) -> str:
    """A line of text, its upper left corner in millimetres."""
    x, y = at
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 120 6" Font="1" Size="{_SIZE}" {more}>{inner}'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(text) - 1} {_SIZE}">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def filled(
    box: tuple[float, float, float, float] = (18, 49, 130, 8),
    colour: str = "0 0 0",
    *,
    alpha: int = 255,
    drawn: str = "",
    more: str = 'Fill="true" Stroke="false"',
) -> str:
    """A filled rectangle, or another outline within its box: left, top, width, height."""
    left, top, width, height = box
    outline = drawn or f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    return (
        f'<ofd:PathObject ID="2" Boundary="{left} {top} {width} {height}" {more}>'
        f'<ofd:FillColor Value="{colour}" Alpha="{alpha}"/>'
        f"<ofd:AbbreviatedData>{outline}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def pictured(box: str = "18 49 130 8") -> str:
    return f'<ofd:ImageObject ID="3" Boundary="{box}" ResourceID="77"/>'


def _with(data: bytes, place: str, members: Mapping[str, bytes | str]) -> bytes:
    """The file with more members, and with an entry in its document that points to them."""
    document = members_of(data)[_DOCUMENT]
    pointing = document.replace(b"<ofd:Pages>", place.encode() + b"<ofd:Pages>")
    return with_members(data, {**members, _DOCUMENT: pointing})


def with_picture(image: Image.Image, *objects: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    listed = (
        f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="77" '
        'Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
        "</ofd:Res>"
    )
    return _with(
        ofd_bytes("".join(objects)),
        "<ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>",
        {"Doc_0/DocumentRes.xml": listed, "Doc_0/Res/a.png": buffer.getvalue()},
    )


def noted(*objects: str, shown: bool = True) -> bytes:
    """A page with the line, and a note whose appearance is painted over it."""
    visible = "" if shown else ' Visible="false"'
    note = (
        f'{_HEAD}<ofd:PageAnnot {_SPACE}><ofd:Annot ID="9" Type="Path"{visible}>'
        f'<ofd:Appearance Boundary="18 49 130 8">{"".join(objects)}</ofd:Appearance>'
        "</ofd:Annot></ofd:PageAnnot>"
    )
    listed = (
        f'{_HEAD}<ofd:Annotations {_SPACE}><ofd:Page PageID="0">'
        "<ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"
    )
    return _with(
        ofd_bytes(written()),
        "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        {"Doc_0/Annots/Annotations.xml": listed, "Doc_0/Annots/Page_0/Annotation.xml": note},
    )


def _scan(
    *, blot: tuple[int, ...] | None = None, colour: tuple[int, ...] = (0, 0, 0)
) -> Image.Image:
    """A page of 210 × 297 mm at two dots a millimetre; something is written everywhere."""
    image = Image.new("RGB", (420, 594), "white")
    for across in range(0, 420, 3):
        image.paste((30, 30, 30), (across, 0, across + 1, 594))
    if blot:
        image.paste(colour, blot)
    return image


_WHITE = '<ofd:FillColor Value="255 255 255"/>'
_ON_THE_LINE = (20, 96, 420, 116)
HIDING: dict[str, tuple[Callable[[], bytes], str]] = {
    "a filled box": (lambda: ofd_bytes(written() + filled()), "图形遮盖"),
    "a white box": (lambda: ofd_bytes(written() + filled(colour="255 255 255")), "图形遮盖"),
    "in grey": (lambda: ofd_bytes(written() + filled(colour="90")), "图形遮盖"),
    "a box of curves": (
        lambda: ofd_bytes(
            written() + filled(drawn="M 0 0 Q 65 0 130 0 B 130 2 130 5 130 8 L 0 8 C")
        ),
        "图形遮盖",
    ),
    "a broad stroke": (
        lambda: ofd_bytes(written() + filled(more='LineWidth="9"', drawn="M 0 4 L 130 4")),
        "图形遮盖",
    ),
    "a box in a later layer": (
        lambda: ofd_bytes(
            filled() + '</ofd:Layer><ofd:Layer ID="5" Type="Background">' + written()
        ),
        "图形遮盖",
    ),
    "a template in front": (
        lambda: with_members(
            ofd_bytes(written(), template="x"),
            {
                "Doc_0/Tpls/Tpl_0/Content.xml": f"{_HEAD}<ofd:Page {_SPACE}><ofd:Content>"
                f'<ofd:Layer ID="6">{filled()}</ofd:Layer></ofd:Content></ofd:Page>',
                "Doc_0/Pages/Page_0/Content.xml": f"{_HEAD}<ofd:Page {_SPACE}>"
                '<ofd:Template TemplateID="9" ZOrder="Foreground"/><ofd:Content>'
                f'<ofd:Layer ID="2">{written()}</ofd:Layer></ofd:Content></ofd:Page>',
            },
        ),
        "图形遮盖",
    ),
    "a picture": (
        lambda: with_picture(Image.new("RGB", (60, 8), "black"), written(), pictured()),
        "图片遮盖",
    ),
    "a note": (lambda: noted(filled((0, 0, 130, 8))), "批注遮盖"),
    "white on paper": (lambda: ofd_bytes(written(inner=_WHITE)), "与底色相同"),
    "black on black": (lambda: ofd_bytes(filled() + written()), "与底色相同"),
    "with no colour at all": (lambda: ofd_bytes(written(more='Alpha="0"')), "隐形"),
    "neither filled nor drawn": (lambda: ofd_bytes(written(more='Fill="false"')), "隐形"),
    "beside the page": (lambda: ofd_bytes(written(at=(400, 50))), "裁切区以外"),
    "too small": (lambda: ofd_bytes(written(more='CTM="0.1 0 0 0.1 0 0"')), "小到看不清"),
    "blacked out in the scan": (
        lambda: with_picture(
            _scan(blot=_ON_THE_LINE), pictured("0 0 210 297"), written(more='Alpha="0"')
        ),
        "文字层里仍有",
    ),
    "whitened out in the scan": (
        lambda: with_picture(
            _scan(blot=_ON_THE_LINE, colour=(255, 255, 255)), written(), pictured("0 0 210 297")
        ),
        "文字层里仍有",
    ),
}  # fmt: skip


def _seal() -> Image.Image:
    """A ring on nothing, as seals are."""
    seal = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    for side in range(100):
        seal.putpixel((side, 0), (255, 0, 0, 255))
    return seal


HARMLESS: dict[str, Callable[[], bytes]] = {
    "the line alone": lambda: ofd_bytes(written()),
    "on a light ground": lambda: ofd_bytes(filled(colour="230 240 250") + written()),
    "white on a dark ground": lambda: ofd_bytes(filled(colour="20 40 90") + written(inner=_WHITE)),
    "white on a picture": lambda: with_picture(
        Image.new("RGB", (60, 8), "navy"), pictured(), written(inner=_WHITE)
    ),
    "marked in colour": lambda: ofd_bytes(written() + filled(colour="255 255 0", alpha=120)),
    "in a frame": lambda: ofd_bytes(written() + filled(more='Fill="false"')),
    "underlined": lambda: ofd_bytes(written() + filled((18, 54.5, 130, 0.4))),
    "struck through": lambda: ofd_bytes(written() + filled((18, 52, 130, 0.5))),
    "beside a box": lambda: ofd_bytes(written() + filled((18, 70, 130, 8))),
    "beside a triangle": lambda: ofd_bytes(
        written() + filled((0, 0, 210, 297), drawn="M 210 0 L 210 297 L 0 297 C")
    ),
    "in a filled ring": lambda: ofd_bytes(
        written()
        + filled(drawn="M -2 -2 L 132 -2 L 132 10 L -2 10 C M 0 0 L 0 8 L 130 8 L 130 0 C")
    ),
    "in a ring of even and odd": lambda: ofd_bytes(
        written()
        + filled(
            drawn="M -2 -2 L 132 -2 L 132 10 L -2 10 C M 0 0 L 130 0 L 130 8 L 0 8 C",
            more='Fill="true" Stroke="false" Rule="Even-Odd"',
        )
    ),
    "under a seal": lambda: with_picture(_seal(), written(), pictured()),
    "under a note that is not shown": lambda: noted(filled((0, 0, 130, 8)), shown=False),
    "of a colour named elsewhere": lambda: ofd_bytes(written(more='DrawParam="4"')),
    "in a gradient": lambda: ofd_bytes(
        written(
            inner='<ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="1 1"/></ofd:FillColor>'
        )
    ),
}  # fmt: skip


def scan_with_text_layer() -> bytes:
    return with_picture(_scan(), pictured("0 0 210 297"), written(more='Alpha="0"'))
