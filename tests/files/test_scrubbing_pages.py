"""scrub for what is looked at page by page: PDF, OFD, pictures (T25)."""

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

from portal.files.scrubbing import UnscrubbableFile, scrub
from tests.files import samples
from tests.files.test_scrubbing import hidden_in, still_good, text_of


class TestPdf:
    @staticmethod
    def loaded(document: pikepdf.Pdf) -> None:
        """A PDF with everything that has to go."""
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["张某某"]
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
        document.docinfo["/Author"] = "张某某"
        document.attachments["secret.txt"] = b"attached"
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        document.Root.OpenAction = script
        document.Root.AA = Dictionary(WC=script)
        document.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), script]))
        page = document.pages[0].obj
        page.AA = Dictionary(O=script)
        page.PieceInfo = Dictionary(X=Dictionary(Private=String("private")))
        box = Array([0, 0, 10, 10])

        def note(subtype: Name, **keys: Any) -> Dictionary:
            return Dictionary(Type=Name.Annot, Rect=box, Subtype=subtype, **keys)

        page.Annots = Array(
            [
                note(Name.Text, Contents=String("批注内容"), T=String("张")),
                note(Name.Highlight, Contents=String("批注内容")),
                note(Name.FileAttachment, Contents=String("x")),
                note(
                    Name.Link,
                    A=Dictionary(S=Name.URI, URI=String("https://www.example.gov.cn/")),
                ),
                note(Name.Link, A=script),
                note(Name.Link, A=Dictionary(S=Name.Launch, F=String("x.exe"))),
            ]
        )

    def test_what_is_not_on_the_page_goes(self) -> None:
        before = samples.edited_pdf(self.loaded)
        after = still_good(scrub(before, kind="pdf"), "pdf")
        assert text_of(after, "pdf") == text_of(before, "pdf") == samples.SENTENCE
        with pikepdf.open(io.BytesIO(after)) as document:
            assert "/Info" not in document.trailer
            assert not document.attachments
            root = document.Root
            assert not {"/OpenAction", "/AA", "/AF", "/AcroForm"} & set(root.keys())
            assert "/JavaScript" not in root.get("/Names", Dictionary())
            notes = list(document.pages[0].obj.Annots)
            assert [str(note.Subtype) for note in notes] == ["/Link"] * 3
            assert [str(note.A.S) for note in notes if "/A" in note] == ["/URI"]
            whole = repr(list(document.objects)) + str(root.Metadata.read_bytes())
        for secret in ("批注内容", "app.alert", "private", "secret.txt", "张"):
            assert secret not in whole

    def test_pictures_no_page_draws_go(self) -> None:
        def leave_behind(document: pikepdf.Pdf) -> None:
            picture = document.make_stream(
                b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
                BitsPerComponent=8, ColorSpace=Name.DeviceGray,
            )  # fmt: skip
            document.pages[0].obj.Resources.XObject = Dictionary(Left=picture)

        cleaned = scrub(samples.edited_pdf(leave_behind), kind="pdf")
        with pikepdf.open(io.BytesIO(cleaned)) as document:
            kinds = [
                item.get("/Subtype")
                for item in document.objects
                if isinstance(item, pikepdf.Stream)
            ]
        assert Name.Image not in kinds
        assert text_of(cleaned, "pdf") == text_of(samples.pdf_bytes(), "pdf")

    def test_the_pdfa_claim_stays(self) -> None:
        after = scrub(samples.edited_pdf(self.loaded), kind="pdf")
        with pikepdf.open(io.BytesIO(after)) as document, document.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
            assert "dc:creator" not in metadata

    def test_no_metadata_without_a_claim(self) -> None:
        with pikepdf.open(io.BytesIO(scrub(samples.pdf_bytes(), kind="pdf"))) as document:
            assert "/Metadata" not in document.Root

    def test_form_fields_become_part_of_the_page(self) -> None:
        def add_field(document: pikepdf.Pdf) -> None:
            look = document.make_stream(
                b"0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 20, 20])
            )
            field = document.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("f"), F=4,
                    V=String("填写值"), Rect=Array([0, 0, 20, 20]), AP=Dictionary(N=look),
                )
            )  # fmt: skip
            document.pages[0].obj.Annots = Array([field])
            document.Root.AcroForm = Dictionary(Fields=Array([field]))

        after = scrub(samples.edited_pdf(add_field), kind="pdf")
        with pikepdf.open(io.BytesIO(after)) as document:
            assert "/AcroForm" not in document.Root
            assert not list(document.pages[0].obj.get("/Annots", Array()))
            drawn = [str(key) for key in document.pages[0].Resources.XObject]
            assert len(drawn) == 1
            assert "填写值" not in repr(list(document.objects))

    def test_unapplied_redactions_are_refused(self) -> None:
        def mark(document: pikepdf.Pdf) -> None:
            note = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=Array([0, 0, 9, 9]))
            document.pages[0].obj.Annots = Array([note])

        assert "第 1 页" in hidden_in(samples.edited_pdf(mark), "pdf")[0]

    def test_layers_switched_off_are_refused(self) -> None:
        def hide(document: pikepdf.Pdf) -> None:
            layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
            document.Root.OCProperties = Dictionary(
                OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))
            )

        assert hidden_in(samples.edited_pdf(hide), "pdf") == ("关闭的图层：底稿",)

    def test_photographs_inside_lose_their_metadata(self) -> None:
        photo = samples.image_bytes("JPEG", exif=samples.exif())

        def add(document: pikepdf.Pdf) -> None:
            picture = document.make_stream(
                photo, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=20,
                ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
            )  # fmt: skip
            picture.write(photo, filter=Name.DCTDecode)
            document.pages[0].obj.Resources.XObject = Dictionary(Im1=picture)
            document.pages[0].contents_add(document.make_stream(b"q 9 0 0 9 9 9 cm /Im1 Do Q"))

        after = scrub(samples.edited_pdf(add), kind="pdf")
        assert b"Invented" not in after
        with pikepdf.open(io.BytesIO(after)) as document:
            raw = document.pages[0].Resources.XObject.Im1.read_raw_bytes()
        assert pixels(raw) == pixels(photo)

    def test_earlier_versions_go(self) -> None:
        def rename(document: pikepdf.Pdf) -> None:
            document.Root.Old = document.make_stream(b"an older page")
            del document.Root["/Old"]

        assert b"older" not in scrub(samples.edited_pdf(rename), kind="pdf")

    def test_locked(self) -> None:
        data = samples.edited_pdf(encryption=pikepdf.Encryption(user="u", owner="o"))
        with pytest.raises(UnscrubbableFile, match="密码"):
            scrub(data, kind="pdf")


class TestOfd:
    INFO = (
        "<ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Author>张某某</ofd:Author>"
        "<ofd:Creator>Some Program</ofd:Creator></ofd:DocInfo>"
    )
    TEXT = samples.ofd_text(10, 10, "正文")

    def test_properties_go(self) -> None:
        after = still_good(scrub(samples.ofd_bytes(self.TEXT, body=self.INFO), kind="ofd"), "ofd")
        everything = samples.everything_in(after)
        assert "张某某" not in everything
        assert "Some Program" not in everything
        assert "<ofd:DocID>1</ofd:DocID>" in everything
        assert text_of(after, "ofd") == "正文"

    def test_a_sealed_file_keeps_its_seal(self) -> None:
        sealed = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"
        data = samples.ofd_bytes(self.TEXT, body=self.INFO + sealed)
        assert scrub(data, kind="ofd") == data

    def test_what_only_the_author_can_judge(self) -> None:
        unseen = self.TEXT.replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
        data = samples.ofd_bytes(
            self.TEXT + unseen,
            body='<ofd:Versions><ofd:Version ID="1"/></ofd:Versions>',
            attachments='<ofd:Attachment ID="1" Name="底稿.xlsx"/>',
        )
        found = hidden_in(data, "ofd")
        assert found[:2] == ("历史版本", "附件“底稿.xlsx”")
        assert "不可见的文字" in found[2]


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()


class TestPictures:
    def test_jpeg_metadata_goes_and_no_pixel_changes(self) -> None:
        data = samples.image_bytes("JPEG", exif=samples.exif(), comment=b"Invented comment")
        after = still_good(scrub(data + b"trailing secret", kind="jpeg"), "jpeg")
        assert b"Invented" not in after
        assert b"secret" not in after
        assert pixels(after) == pixels(data)

    @pytest.mark.parametrize("kind", ["jpeg", "png"])
    def test_orientation_is_applied(self, kind: str) -> None:
        data = samples.image_bytes(kind.upper(), exif=samples.exif(orientation=6))
        after = scrub(data, kind=kind)
        with Image.open(io.BytesIO(after)) as image:
            assert image.size == (20, 40)
            assert not image.getexif()
            # The blue corner, top left before, is top right after a quarter turn.
            red, _, blue = image.convert("RGB").getpixel((17, 2))  # type: ignore[misc]
            assert blue > 200 > red
        assert b"Invented" not in after

    @pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 1}])
    def test_scans_of_every_make(self, options: dict[str, Any]) -> None:
        data = samples.image_bytes("JPEG", (200, 200), exif=samples.exif(), **options)
        assert pixels(scrub(data, kind="jpeg")) == pixels(data)

    def test_png_text_goes_and_transparency_stays(self) -> None:
        image = Image.new("RGBA", (9, 9), (1, 2, 3, 4))
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "Invented")
        notes.add_itxt("XML:com.adobe.xmp", "<x>Invented</x>", zip=False)
        buffer = io.BytesIO()
        image.save(buffer, "PNG", pnginfo=notes, exif=samples.exif())
        after = scrub(buffer.getvalue() + b"Invented", kind="png")
        assert b"Invented" not in after
        with Image.open(io.BytesIO(after)) as clean:
            assert clean.getpixel((0, 0)) == (1, 2, 3, 4)
            assert not {"Author", "exif"} & set(clean.info)
