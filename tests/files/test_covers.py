"""Text that is still in a file though its reader does not see it."""

import pytest

from portal.files.covers import covers
from portal.files.scrubbing import HiddenContent, scrub
from tests.files import covered_ofd, samples
from tests.files.covered import (
    HARMLESS,
    HARMLESS_WORDS,
    HIDING,
    NOTES,
    WORDS,
    add_text_layer,
    low_line,
    noted,
    scan,
    sheet,
)
from tests.growth import LINEAR, growth_factor


@pytest.mark.parametrize("name", HIDING)
def test_hidden_text_is_found_and_not_published(name: str) -> None:
    make, word, hidden = HIDING[name]
    data = make()
    found = [cover for cover in covers(data, kind="pdf") if not cover.lawful]
    assert found
    assert all(cover.page == 1 and word in cover.label for cover in found), found
    assert hidden in "".join(cover.hidden for cover in found)
    with pytest.raises(HiddenContent, match=r"第 1 页有遮盖.*重新扫描") as refusal:
        scrub(data, kind="pdf")
    assert not hidden or hidden not in refusal.value.message


@pytest.mark.parametrize("subtype", NOTES)
def test_every_kind_of_annotation_that_covers(subtype: str) -> None:
    """The scrubber takes annotations away: what they covered would be published openly."""
    (found,) = covers(samples.edited_pdf(noted(subtype), low_line()), kind="pdf")
    assert NOTES[subtype] in found.label
    assert "张某某" in found.hidden
    left, top, right, bottom = found.box
    assert 65 < left < 80
    assert 90 < top < bottom < 130
    assert right < 275


@pytest.mark.parametrize("name", HARMLESS)
def test_what_hides_nothing_is_left_alone(name: str) -> None:
    data = HARMLESS[name]()
    assert covers(data, kind="pdf") == ()
    assert scrub(data, kind="pdf").startswith(b"%PDF")


def test_the_text_layer_of_a_scan_is_lawful_and_known() -> None:
    data = samples.edited_pdf(add_text_layer, scan())
    (found,) = covers(data, kind="pdf")
    assert found.lawful
    assert "张某某" in found.hidden
    assert scrub(data, kind="pdf").startswith(b"%PDF")


@pytest.mark.parametrize("name", WORDS)
def test_hidden_words_in_word_files(name: str) -> None:
    make, label = WORDS[name]
    (found,) = covers(make(), kind="docx")
    assert label in found.label
    assert found.hidden in ("张某某", "表头文字")
    with pytest.raises(HiddenContent, match="遮盖"):
        scrub(make(), kind="docx")


@pytest.mark.parametrize("name", HARMLESS_WORDS)
def test_harmless_words(name: str) -> None:
    assert covers(HARMLESS_WORDS[name](), kind="docx") == ()


def test_cells() -> None:
    hiding = {
        "底色": {"colour": "FFFFFFFF"},
        "与底色": {"colour": "FF102030", "ground": "FF102030"},
        "小到": {"size": 1},
        "数字格式": {"form": ";;;"},
    }
    for label, options in hiding.items():
        (found,) = covers(sheet(**options), kind="xlsx")
        assert label in found.label
        assert "B2" in found.label
        assert found.hidden == "138"
        with pytest.raises(HiddenContent, match="遮盖"):
            scrub(sheet(**options), kind="xlsx")
    assert covers(sheet(), kind="xlsx") == ()
    assert covers(sheet(colour="FFFFFFFF", ground="FF1A3D7C"), kind="xlsx") == ()


@pytest.mark.parametrize("name", covered_ofd.HIDING)
def test_hidden_text_in_ofd(name: str) -> None:
    make, label = covered_ofd.HIDING[name]
    found = covers(make(), kind="ofd")
    assert found
    assert all(label in cover.label and cover.page == 1 and not cover.lawful for cover in found)
    assert "张某某" in "".join(cover.hidden for cover in found)
    with pytest.raises(HiddenContent, match=r"第 1 页有遮盖.*重新扫描") as refusal:
        scrub(make(), kind="ofd")
    assert "张某某" not in refusal.value.message


def test_a_cover_in_ofd_is_found_where_it_lies() -> None:
    make, _ = covered_ofd.HIDING["a filled box"]
    (found,) = covers(make(), kind="ofd")
    left, top, right, bottom = (side * 25.4 / 72 for side in found.box)
    assert (round(left), round(right)) == (20, 20 + 4 * len(covered_ofd.LINE))
    assert 49 < top < 52 < bottom < 56
    assert found.hidden == covered_ofd.LINE


@pytest.mark.parametrize("name", covered_ofd.HARMLESS)
def test_what_hides_nothing_in_ofd(name: str) -> None:
    data = covered_ofd.HARMLESS[name]()
    assert covers(data, kind="ofd") == ()
    assert scrub(data, kind="ofd").startswith(b"PK")


def test_the_text_layer_of_a_scanned_ofd_is_lawful() -> None:
    data = covered_ofd.scan_with_text_layer()
    (found,) = covers(data, kind="ofd")
    assert found.lawful
    assert found.hidden == covered_ofd.LINE
    assert scrub(data, kind="ofd").startswith(b"PK")


def test_many_shapes_over_much_text_take_no_more_than_their_share() -> None:
    def crowded(number: int) -> bytes:
        rows = [covered_ofd.written(at=(20, 2.0 * n)) for n in range(number)]
        boxes = [covered_ofd.filled((18, 2.0 * n, 1, 1)) for n in range(number)]
        return samples.ofd_bytes("".join(rows + boxes))

    work = lambda data: covers(data, kind="ofd")  # noqa: E731
    assert growth_factor(work, crowded, start=64, most=1 << 9) < LINEAR


def test_kinds_that_hide_nothing() -> None:
    assert covers(b"text", kind="txt") == ()
    assert covers(samples.image_bytes(), kind="png") == ()
