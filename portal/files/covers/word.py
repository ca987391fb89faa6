"""docx: text in the colour of its ground, hidden, tiny, blacked out, or under a drawn shape."""

import io
from collections.abc import Iterator
from typing import Any

from portal.files.covers.colours import BLACK, WHITE, alike
from portal.files.covers.cover import NO_PLACE, Cover
from portal.files.formats.archive import check_contents, open_archive
from portal.files.formats.wordml import W, child, is_off, is_on
from portal.files.formats.xml import edit_xml, local_name

BLACKED_OUT = "黑色突出显示遮盖"
SAME_COLOUR = "与底色相同的文字"
HIDDEN = "设为隐藏的文字"
TINY = "小到看不清的文字"
SHAPE = "浮在文字上方的实心图形（可能盖住文字）"

_TINY = 4  # half-points: below 2 points
_EMU = 12_700  # a point
_LEAST = 8 * _EMU  # thinner is a rule between paragraphs
_SOLID = frozenset({"rect", "roundRect", "ellipse", "flowChartProcess"})
_HIGHLIGHTS = {
    "black": BLACK, "white": WHITE, "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
    "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "darkBlue": "000080",
    "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_UNKNOWN = "unknown"  # a ground that a style or a theme decides


def covers_of_docx(data: bytes) -> tuple[Cover, ...]:
    """Covers in all parts with text. Raises BadArchive or one of XML_ERRORS."""
    with open_archive(io.BytesIO(data)) as archive:
        check_contents(archive)
        parts = {
            name: edit_xml(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }
    styles = _Styles(parts.get("word/styles.xml"))
    found: list[Cover] = []
    for name, root in parts.items():
        if name not in ("word/styles.xml", "word/settings.xml", "word/numbering.xml"):
            found += _hidden_text(root, styles)
            found += [Cover(0, NO_PLACE, SHAPE, "") for _ in range(_floating_shapes(root))]
    return tuple(found)


class _Styles:
    """What the styles of a document say of a run, following ``basedOn``."""

    def __init__(self, root: Any | None) -> None:
        rows = [] if root is None else [row for row in root if local_name(row) == "style"]
        self._rows = {row.get(W + "styleId"): row for row in rows}
        default = [row for row in rows if row.get(W + "default") in ("1", "true")]
        self._paragraph = next(
            (r.get(W + "styleId") for r in default if r.get(W + "type") == "paragraph"), ""
        )
        self._defaults = child(root, "docDefaults", "rPrDefault", "rPr")

    def properties(self, run: Any, paragraph: Any) -> list[Any]:
        """The sets of run properties that apply, the strongest first."""
        own = child(run, "rPr")
        named = child(own, "rStyle")
        style = child(paragraph, "pPr", "pStyle")
        chains = [
            *self._chain(named.get(W + "val") if named is not None else ""),
            *self._chain(style.get(W + "val") if style is not None else self._paragraph),
        ]
        found = [own, *(child(row, "rPr") for row in chains), self._defaults]
        return [each for each in found if each is not None]

    def shades_tables(self, name: str) -> bool:
        """Whether a table style gives cells a ground of their own."""
        return any(next(row.iter(W + "shd"), None) is not None for row in self._chain(name))

    def _chain(self, name: str) -> list[Any]:
        found: list[Any] = []
        while name in self._rows and self._rows[name] not in found:
            found.append(self._rows[name])
            parent = child(self._rows[name], "basedOn")
            name = parent.get(W + "val", "") if parent is not None else ""
        return found


def _hidden_text(root: Any, styles: _Styles) -> Iterator[Cover]:
    """One cover for neighbouring runs hidden alike."""
    label, text = "", ""
    for paragraph in root.iter(W + "p"):
        for run in (run for run in paragraph.iter(W + "r") if _paragraph_of(run) is paragraph):
            said = "".join(part.text or "" for part in run.iter(W + "t"))
            if not said.strip():
                continue
            reason = _reason(run, paragraph, styles)
            if label and reason != label:
                yield Cover(0, NO_PLACE, label, text)
                text = ""
            label, text = reason, text + said if reason else ""
        if label:
            yield Cover(0, NO_PLACE, label, text)
        label, text = "", ""


def _paragraph_of(run: Any) -> Any:
    return next(run.iterancestors(W + "p"), None)


def _reason(run: Any, paragraph: Any, styles: _Styles) -> str:
    properties = styles.properties(run, paragraph)
    for each in properties:
        if is_on(each, "vanish"):
            return HIDDEN
        if is_off(each, "vanish"):
            break
    size = _value(properties, "sz")
    if size.isdigit() and int(size) < _TINY:
        return TINY
    colour = _value(properties, "color") or "auto"
    own = _own_ground(properties)
    if own == BLACK and alike(BLACK if colour == "auto" else colour, BLACK):
        return BLACKED_OUT
    if colour == "auto":
        return ""  # turns white on a dark ground
    return SAME_COLOUR if alike(colour, own or _ground(paragraph, styles)) else ""


def _value(properties: list[Any], name: str) -> str:
    for each in properties:
        found = child(each, name)
        if found is not None:
            return str(found.get(W + "val", ""))
    return ""


def _own_ground(properties: list[Any]) -> str:
    """The ground of the run itself, empty where it has none."""
    highlight = _value(properties, "highlight")
    if highlight in _HIGHLIGHTS:
        return _HIGHLIGHTS[highlight]
    return next((fill for each in properties if (fill := _fill(child(each, "shd")))), "")


def _fill(shade: Any | None) -> str:
    fill = shade.get(W + "fill", "") if shade is not None else ""
    return "" if fill in ("auto", "") else fill.upper()


def _ground(paragraph: Any, styles: _Styles) -> str:
    """What a run without a ground of its own stands on."""
    shade = _fill(child(paragraph, "pPr", "shd"))
    if shade:
        return shade
    for element in paragraph.iterancestors():
        name = local_name(element)
        if name == "tc" and (fill := _fill(child(element, "tcPr", "shd"))):
            return fill
        if name == "tbl":
            style = child(element, "tblPr", "tblStyle")
            if style is not None and styles.shades_tables(style.get(W + "val", "")):
                return _UNKNOWN
        if name in ("wsp", "rect", "shape", "roundrect"):
            return _shape_ground(element)
    page = child(paragraph.getroottree().getroot(), "background")
    return str(page.get(W + "color", WHITE)).upper() if page is not None else WHITE


def _shape_ground(shape: Any) -> str:
    fill = shape.find("{*}spPr/{*}solidFill/{*}srgbClr")
    return str(fill.get("val", _UNKNOWN)).upper() if fill is not None else _UNKNOWN


def _floating_shapes(root: Any) -> int:
    """Shapes with a fill and without words that float in front of the text.

    Where the text lies is known only once the pages are set; the old drawing of the same shape
    for old programs is left out.
    """
    return sum(_is_covering(anchor) for anchor in root.iter("{*}anchor")) + sum(
        _is_covering_vml(shape)
        for name in ("rect", "roundrect", "oval")
        for shape in root.iter(f"{{urn:schemas-microsoft-com:vml}}{name}")
    )


def _is_covering(anchor: Any) -> bool:
    extent = anchor.find("{*}extent")
    in_front = anchor.get("behindDoc", "0") in ("0", "false")
    if not in_front or anchor.find("{*}wrapNone") is None or extent is None:
        return False
    if min(int(extent.get("cx", 0)), int(extent.get("cy", 0))) < _LEAST:
        return False
    return any(
        shape.find("{*}spPr/{*}solidFill") is not None
        and shape.find("{*}spPr/{*}solidFill//{*}alpha") is None
        and _form(shape) in _SOLID
        and not any((text.text or "").strip() for text in shape.iter(W + "t"))
        for shape in anchor.iter("{*}wsp")
    )


def _form(shape: Any) -> str:
    form = shape.find("{*}spPr/{*}prstGeom")
    return str(form.get("prst", "")) if form is not None else ""


def _is_covering_vml(shape: Any) -> bool:
    if any(local_name(each) == "Fallback" for each in shape.iterancestors()):
        return False
    style = dict(
        part.strip().split(":", 1) for part in shape.get("style", "").split(";") if ":" in part
    )
    behind = style.get("z-index", "").strip().startswith("-")
    filled = shape.get("filled", "t") not in ("f", "false")
    worded = any((text.text or "").strip() for text in shape.iter(W + "t"))
    sizes = [_points(style.get(name, "")) for name in ("width", "height")]
    return (
        style.get("position") == "absolute"
        and filled
        and not behind
        and not worded
        and min(sizes) * _EMU >= _LEAST
    )


def _points(measure: str) -> float:
    digits = measure.strip().removesuffix("pt")
    try:
        return float(digits)
    except ValueError:
        return 0.0
