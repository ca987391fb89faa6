"""What is read from files as blocks is what they were made from."""

import pytest

from portal.files.extraction import extract_text
from portal.text.serial import dump, load
from portal.text.vocabulary import problems
from tests.files.made import Made, made_files


@pytest.mark.parametrize("made", made_files(), ids=lambda made: f"{made.kind}-{made.name}")
def test_the_structure_read_is_the_one_made(made: Made) -> None:
    found = extract_text(made.data, name=made.name, pictures=True)
    assert found.structure == made.text
    assert tuple(part.data for part in found.parts) == made.pictures
    assert load(dump(found.structure)) == found.structure


@pytest.mark.parametrize("made", made_files(), ids=lambda made: f"{made.kind}-{made.name}")
def test_every_line_knows_its_block(made: Made) -> None:
    found = extract_text(made.data, name=made.name)
    lines = found.text.split("\n")
    assert len(found.origins) == len(lines)
    assert all(
        (origin < 0) == (not line)
        for line, origin in zip(lines, found.origins, strict=True)
        if made.kind != "脚注"
    )
    assert all(origin < len(found.structure.blocks) for origin in found.origins)
    assert found.parts == ()
    if not made.pictures:
        assert list(problems(found.structure)) == []
