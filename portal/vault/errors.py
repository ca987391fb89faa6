"""What can go wrong with sealed values. No message ever holds a value, a key or a context."""


class VaultError(Exception):
    """Something sealed was handled wrongly or cannot be read; the message says what to do."""


class BadKeys(VaultError):
    """The keys in the settings cannot be used."""


class DoesNotOpen(VaultError):
    """A sealed value or file does not open."""


class Malformed(DoesNotOpen):
    """It is cut short or was never sealed."""


class UnknownKey(DoesNotOpen):
    """It was sealed under a key that is not in the ring."""


class NotAuthentic(DoesNotOpen):
    """It was changed, or it belongs to another row, field or file."""


class TooLarge(VaultError):
    """The file is larger than may be sealed."""


class NotPossible(VaultError):
    """What was asked cannot be done with a sealed field or file: searching, a public address."""
