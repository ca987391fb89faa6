"""The parts of WordprocessingML that extraction and scrubbing must read alike."""

from typing import Any

from portal.files.formats.xml import local_name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")

# Content that a reader of the final document does not see.
DELETED = frozenset({"del", "moveFrom"})
# Wrappers around content that a reader does see.
INSERTED = frozenset({"ins", "moveTo"})


def child(element: Any, *path: str) -> Any | None:
    """The first descendant along a path of local names in the main namespace, or None."""
    for name in path:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def is_on(properties: Any | None, name: str) -> bool:
    """Whether a toggle property such as ``vanish`` is set among the given properties."""
    toggle = child(properties, name) if properties is not None else None
    return toggle is not None and toggle.get(W + "val", "1") not in _OFF


def is_off(properties: Any | None, name: str) -> bool:
    """Whether a toggle property is explicitly switched off (it then overrides the style)."""
    toggle = child(properties, name) if properties is not None else None
    return toggle is not None and toggle.get(W + "val", "1") in _OFF


def hidden_styles(styles: Any | None) -> frozenset[str]:
    """Ids of styles that hide their text, following ``basedOn``."""
    if styles is None or next(styles.iter(W + "vanish"), None) is None:
        return frozenset()
    rows = {s.get(W + "styleId"): s for s in styles if local_name(s) == "style"}
    return frozenset(name for name in rows if name and _hides(name, rows))


def _hides(name: str, rows: dict[str, Any]) -> bool:
    seen: set[str] = set()
    while name in rows and name not in seen:
        seen.add(name)
        properties = child(rows[name], "rPr")
        if is_on(properties, "vanish"):
            return True
        if is_off(properties, "vanish"):
            return False
        parent = child(rows[name], "basedOn")
        name = parent.get(W + "val", "") if parent is not None else ""
    return False


def is_hidden_run(run: Any, hidden: frozenset[str], paragraph_style: str = "") -> bool:
    """Whether a run is hidden text, by itself, its character style or its paragraph's style."""
    properties = child(run, "rPr")
    if is_on(properties, "vanish"):
        return True
    if not hidden or is_off(properties, "vanish"):
        return False
    style = child(properties, "rStyle") if properties is not None else None
    return paragraph_style in hidden or (style is not None and style.get(W + "val") in hidden)


def paragraph_style(paragraph: Any) -> str:
    """The style id of a paragraph, empty for the default style."""
    style = child(paragraph, "pPr", "pStyle")
    return style.get(W + "val", "") if style is not None else ""
