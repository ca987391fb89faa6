"""PDF: pages as they look, without metadata, attachments, scripts, comments or old versions."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object
from pypdfium2 import PdfiumError

from portal.files.scrubbing.covered import covered_places
from portal.files.scrubbing.image import strip_jpeg
from portal.files.scrubbing.problems import HiddenContent, UnscrubbableFile

# What may stay on a page: links, form fields and seals, text typed onto the page.
_KEPT_ANNOTATIONS = frozenset({"/Link", "/Widget", "/Stamp", "/FreeText", "/Watermark"})
_AUTHOR_KEYS = ("/T", "/Subj", "/RC", "/Popup", "/NM", "/M", "/CreationDate", "/IRT")
_SAFE_ACTIONS = frozenset({"/URI", "/GoTo", "/Named"})
_WEB = ("http://", "https://", "mailto:")
_ROOT_KEYS = (
    "/OpenAction", "/AA", "/AF", "/Collection", "/PieceInfo", "/SpiderInfo", "/Perms", "/DSS",
    "/Legal", "/Requirements",
)  # fmt: skip
_TRACE_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/AF")


def scrub_pdf(data: bytes) -> bytes:
    """Rewrite a PDF with only what its pages show.

    Form fields and signature seals become part of the page, as rewriting voids signatures anyway.
    The PDF/A claim in the metadata is kept, and nothing else of it. Raises HiddenContent for
    covers over what is still in the file (annotations that go would bring it to light) and for
    layers that are switched off; UnscrubbableFile when it cannot be opened.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            findings = (*covered_places(data, kind="pdf"), *_hidden_content(document))
            if findings:
                raise HiddenContent(findings)
            _clean_pages(document)
            _clean_root(document)
            _clean_objects(document)
            # What no page draws nobody has seen: pictures and fonts left behind by an editor.
            document.remove_unreferenced_resources()
            buffer = io.BytesIO()
            document.save(
                buffer,
                deterministic_id=True,
                encryption=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
    except pikepdf.PasswordError as error:
        raise UnscrubbableFile("PDF 设置了打开密码，请取消密码后重新上传。") from error
    except (pikepdf.PdfError, PdfiumError) as error:
        raise UnscrubbableFile("PDF 已损坏，请重新导出后上传。") from error
    return buffer.getvalue()


def _hidden_content(document: pikepdf.Pdf) -> Iterator[str]:
    form = document.Root.get("/AcroForm", Dictionary())
    if "/XFA" in form or form.get("/NeedAppearances", False):
        yield "尚未固化的表单（请打印为新的 PDF）"
    layers = document.Root.get("/OCProperties", Dictionary()).get("/D", Dictionary())
    off = [str(layer.get("/Name", "")) for layer in layers.get("/OFF", Array())]
    if off:
        yield f"关闭的图层：{'、'.join(off)}"


def _annotations(page: pikepdf.Page) -> list[Any]:
    notes = page.obj.get("/Annots", Array())
    return [note for note in notes if isinstance(note, Dictionary)]


def _subtype(note: Any) -> str:
    return str(note.get("/Subtype", ""))


def _clean_pages(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        kept = [note for note in _annotations(page) if _subtype(note) in _KEPT_ANNOTATIONS]
        for note in kept:
            if _subtype(note) != "/Widget":  # these are drawn into the page below, and go
                _clean_annotation(note)
        if kept:
            page.obj.Annots = Array(kept)
        elif "/Annots" in page.obj:
            del page.obj.Annots
    if "/AcroForm" in document.Root:
        # Draws what fields show into the page; hidden fields and their values are left behind.
        document.flatten_annotations("all")
        for page in document.pages:
            rest = [note for note in _annotations(page) if _subtype(note) != "/Widget"]
            if "/Annots" in page.obj:
                page.obj.Annots = Array(rest)


def _clean_annotation(note: Any) -> None:
    for key in (*_AUTHOR_KEYS, "/AA"):
        if key in note:
            del note[key]
    if "/A" in note and not _is_safe_action(note["/A"]):
        del note["/A"]


def _is_safe_action(action: Any) -> bool:
    if not isinstance(action, Dictionary) or "/Next" in action:
        return False
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        return str(action.get("/URI", "")).lower().startswith(_WEB)
    return kind in _SAFE_ACTIONS


def _clean_root(document: pikepdf.Pdf) -> None:
    root = document.Root
    claim = _pdfa_claim(document)
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for key in (*_ROOT_KEYS, "/Metadata", "/AcroForm"):
        if key in root:
            del root[key]
    names = root.get("/Names")
    if names is not None:
        for key in ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations", "/Renditions"):
            if key in names:
                del names[key]
    if claim:
        root.Metadata = document.make_stream(claim, Type=Name.Metadata, Subtype=Name.XML)


def _pdfa_claim(document: pikepdf.Pdf) -> bytes:
    """A minimal XMP packet that repeats the PDF/A part and level, empty when there is none."""
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        level = metadata.pdfa_status
    if not level or not level[0].isdigit():
        return b""
    part, conformance = level[0], level[1:]
    stated = f' pdfaid:conformance="{conformance}"' if conformance.isalpha() else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
        f'pdfaid:part="{part}"{stated}/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _clean_objects(document: pikepdf.Pdf) -> None:
    """Traces that any object may carry, and the metadata of embedded photographs."""
    claim = document.Root.get("/Metadata")
    for item in document.objects:
        if not isinstance(item, (Dictionary, pikepdf.Stream)):
            continue
        for key in _TRACE_KEYS:
            if key in item and not (claim is not None and item.objgen == document.Root.objgen):
                del item[key]
        # Outline entries and annotations may run scripts or start programs.
        action = item.get("/A")
        if isinstance(action, Dictionary) and "/S" in action and not _is_safe_action(action):
            del item["/A"]
        if isinstance(item, pikepdf.Stream) and item.get("/Filter") == Name.DCTDecode:
            _strip_photo(item)


def _strip_photo(image: Object) -> None:
    raw = image.read_raw_bytes()
    try:
        clean = strip_jpeg(raw)
    except ValueError:
        return  # drawn by tolerant viewers as it is; there is no segment to find metadata in
    if len(clean) < len(raw):
        image.write(clean, filter=Name.DCTDecode)
