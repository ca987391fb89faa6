"""Formulas in the one form in which they may stand in a page."""

from __future__ import annotations

import pytest

from portal.text.mathml import MalformedFormula, letters, read, write

ROOT = "<math><msqrt><mi>a</mi></msqrt></math>"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (ROOT, ROOT),
        (
            '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML" onclick="x"><m:mi style="y" '
            'mathvariant="normal">P</m:mi></m:math>',
            '<math><mi mathvariant="normal">P</mi></math>',
        ),
        (
            "<math><semantics><mrow><mn>1</mn></mrow><annotation>x</annotation></semantics></math>",
            "<math><mrow><mn>1</mn></mrow></math>",
        ),
        ("<math><mstyle><mo>&lt;</mo></mstyle></math>", "<math><mrow><mo>&lt;</mo></mrow></math>"),
        (
            '<math><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac></math>',
            '<math><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac></math>',
        ),
    ],
)
def test_what_is_kept(given: str, kept: str) -> None:
    assert write(read(given)) == kept
    assert write(read(kept)) == kept


@pytest.mark.parametrize(
    "given",
    [
        "<math><script>x</script></math>",
        "<math><mi>a</math>",
        '<!DOCTYPE math [<!ENTITY x "y">]><math>&x;</math>',
        "<math><maction><mi>a</mi></maction></math>",
        "<math>" + "<mrow>" * 60 + "</mrow>" * 60 + "</math>",
        "<math>" + "<mi>a</mi>" * 3001 + "</math>",
        "",
    ],
)
def test_what_is_refused(given: str) -> None:
    with pytest.raises(MalformedFormula):
        read(given)


def test_every_letter_is_told() -> None:
    assert letters(read("<math><mfrac><mtext>电话</mtext><mn>2</mn></mfrac></math>")) == "电话2"
