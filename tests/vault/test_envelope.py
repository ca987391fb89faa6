"""Sealed values: published vectors, a frozen form, and nothing opens that was touched."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault.ciphers import AES_256, SM4, Algorithm, decrypt, encrypt
from portal.vault.envelope import Head, context_of, head_of, seal, unseal
from portal.vault.errors import BadKeys, DoesNotOpen, Malformed, NotAuthentic, UnknownKey
from portal.vault.keyring import KeyRing, parse_ring
from tests.vault.conftest import INDEX, NEW, OLD, entry

HERE = context_of("requests.person.name", UUID(int=7))
NAMES = ("aes256gcm", "sm4gcm")
SECRET = "祝余年 000000190001010000"


def ring(*entries: str, algorithm: str = "aes256gcm") -> KeyRing:
    return parse_ring(",".join([*(entries or [OLD]), INDEX]), algorithm=algorithm)


# Test case 16 of the GCM specification, and appendix A.1 of RFC 8998.
VECTORS = [
    (
        AES_256,
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
    (
        SM4,
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec",
    ),
]


@pytest.mark.parametrize(("algorithm", "key", "nonce", "plaintext", "sealed"), VECTORS)
def test_published_vectors(
    algorithm: Algorithm, key: str, nonce: str, plaintext: str, sealed: str
) -> None:
    given_ = {
        "key": bytes.fromhex(key),
        "nonce": bytes.fromhex(nonce),
        "bound_to": bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    }
    assert encrypt(algorithm, plaintext=bytes.fromhex(plaintext), **given_).hex() == sealed
    assert decrypt(algorithm, sealed=bytes.fromhex(sealed), **given_).hex() == plaintext


# Written once by the first version; whatever is changed later must still open them.
FROZEN = {
    "aes256gcm": (
        "v1.aes256gcm.old.lTlyKLRHAx5VRU2N.FSCh6ZqNJ3gMXG5EceGp3K-J-DR9bTGZTF73HcMjXF20"
        "en_XsHawrDe4OtE"
    ),
    "sm4gcm": (
        "v1.sm4gcm.old.CoVsgrZP7OveWHUA.pdOZ4-r5wjph3MPLDdS5nNKc62CQsaJhCyh3uQDDugrc_B6HC9nroY5UomU"
    ),
}


@pytest.mark.parametrize("algorithm", NAMES)
def test_what_the_first_version_sealed_still_opens(algorithm: str) -> None:
    assert unseal(FROZEN[algorithm], ring=ring(), context=HERE).decode() == SECRET
    assert head_of(FROZEN[algorithm]) == Head(algorithm, "old")


@pytest.mark.parametrize("algorithm", NAMES)
@given(plaintext=st.binary(max_size=300), label=st.text(max_size=20), row=st.uuids())
def test_what_is_sealed_opens_at_its_place(
    algorithm: str, plaintext: bytes, label: str, row: UUID
) -> None:
    keys, place = ring(algorithm=algorithm), context_of(label, row)
    assert unseal(seal(plaintext, ring=keys, context=place), ring=keys, context=place) == plaintext


@given(
    places=st.lists(st.tuples(st.text(max_size=9), st.uuids()), min_size=2, max_size=2, unique=True)
)
def test_it_opens_at_no_other_place(places: list[tuple[str, UUID]]) -> None:
    sealed = seal(b"value", ring=ring(), context=context_of(*places[0]))
    with pytest.raises(NotAuthentic):
        unseal(sealed, ring=ring(), context=context_of(*places[1]))


@pytest.mark.parametrize("algorithm", NAMES)
def test_no_character_can_be_changed_left_out_or_added(algorithm: str) -> None:
    keys = ring(OLD, NEW, algorithm=algorithm)
    sealed = seal(SECRET.encode(), ring=keys, context=HERE)
    for at, letter in enumerate(sealed):
        other = "B" if letter == "A" else "A"
        for forged in (
            sealed[:at] + other + sealed[at + 1 :],
            sealed[:at] + sealed[at + 1 :],
            sealed[:at] + other + sealed[at:],
            sealed[:at],
        ):
            with pytest.raises(DoesNotOpen):
                unseal(forged, ring=keys, context=HERE)


def test_another_spelling_of_the_same_bytes_is_refused() -> None:
    sealed = seal(b"12", ring=ring(), context=HERE)  # 18 bytes: no bits to spare
    spare = seal(b"1", ring=ring(), context=HERE)  # 17 bytes: four spare bits at the end
    assert unseal(sealed, ring=ring(), context=HERE) == b"12"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = spare[:-1] + alphabet[alphabet.index(spare[-1]) + 1]
    with pytest.raises(Malformed):
        unseal(twin, ring=ring(), context=HERE)
    with pytest.raises(Malformed):
        unseal(sealed + "=", ring=ring(), context=HERE)


def test_the_head_cannot_be_exchanged() -> None:
    keys = parse_ring(f"{OLD},{NEW},{INDEX}", algorithm="aes256gcm")
    sealed = seal(b"value", ring=keys, context=HERE)
    for forged in (sealed.replace(".old.", ".new."), sealed.replace("aes256gcm", "sm4gcm")):
        with pytest.raises(NotAuthentic):
            unseal(forged, ring=keys, context=HERE)


def test_the_same_value_never_looks_the_same() -> None:
    sealed = {seal(b"value", ring=ring(), context=HERE) for _ in range(50)}
    assert len(sealed) == len({text.split(".")[3] for text in sealed}) == 50


def test_an_unknown_key_is_named_and_another_key_of_that_name_does_not_open() -> None:
    sealed = seal(SECRET.encode(), ring=ring(OLD), context=HERE)
    with pytest.raises(UnknownKey, match="“old”"):
        unseal(sealed, ring=ring(NEW), context=HERE)
    with pytest.raises(NotAuthentic):
        unseal(sealed, ring=ring(entry("old", 9)), context=HERE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "祝余年",
        "v1.aes256gcm.old.AAAA",
        "v2.aes256gcm.old.AAAA.AAAA",
        "v1.des.old.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA",
        "v1.aes256gcm.old.AAAAAAAAAAAAAAAA.AAAA",
    ],
)
def test_what_was_never_sealed_is_told_apart(text: str) -> None:
    with pytest.raises(Malformed):
        unseal(text, ring=ring(), context=HERE)


def test_errors_and_rings_show_nothing() -> None:
    sealed = seal(SECRET.encode(), ring=ring(), context=HERE)
    problems = []
    for keys, text in ((ring(), sealed[:-1]), (ring(NEW), sealed), (ring(entry("old", 9)), sealed)):
        with pytest.raises(DoesNotOpen) as caught:
            unseal(text, ring=keys, context=HERE)
        problems.append(f"{caught.value!r} {caught.value.__cause__!r}")
    shown = "".join(problems) + repr(ring())
    for secret in ("祝余年", "000000", sealed[-20:], str(UUID(int=7)), repr(bytes([1]) * 4)[2:-1]):
        assert secret not in shown


@pytest.mark.parametrize(
    ("text", "algorithm", "told"),
    [
        ("", "aes256gcm", "没有密钥"),
        (INDEX, "aes256gcm", "没有密钥"),
        (OLD, "aes256gcm", "缺少名为“index”"),
        (f"{OLD},{INDEX}", "des", "aes256gcm、sm4gcm"),
        (f"{OLD},{OLD},{INDEX}", "aes256gcm", "同名"),
        (f"{OLD},{entry('twin', 1)},{INDEX}", "aes256gcm", "内容相同"),
        (f"{OLD},{entry('index', 1)}", "aes256gcm", "内容相同"),
        (f"{OLD},a.b:AAAA,{INDEX}", "aes256gcm", "第2项的名称"),
        (f"{OLD},short:AAAA,{INDEX}", "aes256gcm", "第2项不是32字节"),
        (f"{OLD},odd:%%%%,{INDEX}", "aes256gcm", "第2项不是32字节"),
    ],
)
def test_keys_that_cannot_be_used_say_which_entry(text: str, algorithm: str, told: str) -> None:
    with pytest.raises(BadKeys, match=told) as caught:
        parse_ring(text, algorithm=algorithm)
    assert "AQEB" not in str(caught.value)


def test_keys_may_stand_on_lines_of_a_file() -> None:
    found = parse_ring(f"{NEW}\n{OLD}\n\n{INDEX}\n", algorithm="sm4gcm")
    assert [key.id for key in found.keys] == ["new", "old"]
    assert found.current.id == "new"
