"""The two ciphers, each as authenticated encryption in Galois/counter mode. Pure, no Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.modes import GCM

from portal.vault.errors import NotAuthentic

NONCE_BYTES = 12
TAG_BYTES = 16


@dataclass(frozen=True)
class Algorithm:
    """A cipher by the name that sealed values carry."""

    name: str
    key_bytes: int
    block_cipher: Callable[[bytes], BlockCipherAlgorithm]


AES_256 = Algorithm("aes256gcm", 32, algorithms.AES)
SM4 = Algorithm("sm4gcm", 16, algorithms.SM4)
ALGORITHMS: Mapping[str, Algorithm] = {each.name: each for each in (AES_256, SM4)}


def encrypt(
    algorithm: Algorithm, *, key: bytes, nonce: bytes, plaintext: bytes, bound_to: bytes
) -> bytes:
    """The ciphertext with its tag behind it. A nonce serves a key only once."""
    machine = Cipher(algorithm.block_cipher(key), GCM(nonce)).encryptor()
    machine.authenticate_additional_data(bound_to)
    return machine.update(plaintext) + machine.finalize() + machine.tag


def decrypt(
    algorithm: Algorithm, *, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes
) -> bytes:
    """The plaintext, given out only once its tag has been verified. Raises NotAuthentic."""
    ciphertext, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    machine = Cipher(algorithm.block_cipher(key), GCM(nonce, tag)).decryptor()
    machine.authenticate_additional_data(bound_to)
    plaintext = machine.update(ciphertext)
    try:
        machine.finalize()
    except InvalidTag:
        raise NotAuthentic(
            "密文已被改动，或不属于这一行、这一项。请从备份恢复，并查明原因。"
        ) from None
    return plaintext
