"""What counts as a link in a text: pure."""

from __future__ import annotations

import pytest

from portal.links.texts import links_in

HOSTS = ("shijiang.example",)
ROOTS = ("documents", "library", "files")


@pytest.mark.parametrize(
    ("text", "external"),
    [
        ("见http://a.example/x。", ["http://a.example/x"]),
        ("网址：https://a.example/x?y=1&z=,请查", ["https://a.example/x?y=1&z="]),
        ("（https://a.example/x(1)）", ["https://a.example/x(1)"]),
        ("(https://a.example/x)", ["https://a.example/x"]),
        ("HTTP://A.example/x.", ["HTTP://A.example/x"]),
        ("http://a.example/x#top和http://a.example/x", ["http://a.example/x"]),
        ("http://a.example/甲", ["http://a.example/"]),
        ("http://a.example\nhttp://b.example", ["http://a.example", "http://b.example"]),
        ("http://[", ["http://["]),
        ("http:// https://, ftp://a.example www.a.example", []),
        ("http://shijiang.example.evil.example/", ["http://shijiang.example.evil.example/"]),
    ],
)
def test_outside(text: str, external: list[str]) -> None:
    assert links_in(text, hosts=HOSTS, roots=ROOTS).external == tuple(external)


@pytest.mark.parametrize(
    ("text", "internal"),
    [
        ("见 /documents/12/。", ["/documents/12/"]),
        ("见/documents/12/和/documents/12/", ["/documents/12/"]),
        ("（/library）", ["/library"]),
        ("https://shijiang.example/documents/3/?a=1#x", ["/documents/3/"]),
        ("https://SHIJIANG.example", ["/"]),
        ("200元/documents/d", ["/documents/d"]),
        ("和/或、元/m2/d、1/2/3、km/h、/library2/、a/documents/1/", []),
        ("https://a.example/documents/5/", []),
    ],
)
def test_inside(text: str, internal: list[str]) -> None:
    assert links_in(text, hosts=HOSTS, roots=ROOTS).internal == tuple(internal)


@pytest.mark.parametrize("rest", [")" * 200_000, "/documents" * 20_000, "http://" * 30_000])
def test_a_long_text_of_almost_links_is_read(rest: str) -> None:
    found = links_in(f"http://a.example）{rest}", hosts=HOSTS, roots=ROOTS)
    assert found.external[0] == "http://a.example"


def test_brackets_after_an_address_are_not_its_own() -> None:
    found = links_in("http://a.example" + ")" * 200_000, hosts=HOSTS, roots=ROOTS)
    assert found.external == ("http://a.example",)
