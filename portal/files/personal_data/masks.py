"""How much of a value may be shown."""

import re
from collections.abc import Callable

from portal.files.personal_data.kinds import Kind
from portal.files.personal_data.names import is_name
from portal.files.personal_data.normal import digits_of, drawn, normalise

_ROAD = re.compile(r"^(\D*(?:路|街|大道|公路|巷|新村|村|镇|里|坊))")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}")
_AREA = re.compile(r"010|02\d|0[3-9]\d{2}")
_EXTENSION = re.compile(r"(?<=\d{7})(?:-|转|转分机)\d{1,6}$")
_PLATE_SEPARATORS = re.compile(r"[\s·•.\-]")
_NOT_SIGNS = re.compile(r"[^0-9A-Za-z]")
_ID_SEPARATORS = re.compile(r"[^0-9Xx]")


def mask(kind: Kind | str, value: str) -> str:
    """A value with only what may be shown left.

    Identity numbers keep 3 + 4 characters (the stricter practice), mobiles 3 + 4, landlines the
    area code and the last 4, bank cards the last 4, addresses everything up to the road, names the
    family name. An unknown kind raises ValueError.
    """
    return _MASKS[Kind(kind)](value)


def _id_card(value: str) -> str:
    plain = normalise(value)
    return _middle(_ID_SEPARATORS.sub("", drawn(plain) or plain).upper(), 3, 4)


def _bank_card(value: str) -> str:
    plain = normalise(value)
    return _middle(digits_of(drawn(plain) or plain), 0, 4)


def _mobile(value: str) -> str:
    plain = normalise(value)
    return _middle(digits_of(drawn(plain) or plain)[-11:], 3, 4)


def _email(value: str) -> str:
    user, _, host = normalise(value).partition("@")
    return f"{user[:1]}***@{host}"


def _plate(value: str) -> str:
    plain = _PLATE_SEPARATORS.sub("", normalise(value))
    return plain[:2] + "*" * (len(plain) - 2)


def _address(value: str) -> str:
    road = _ROAD.match(value)
    return f"{road[1] if road else value[:2]}****"


def _name_list(value: str) -> str:
    return _NAME.sub(lambda found: _name(found[0]), value)


def _middle(value: str, head: int, tail: int) -> str:
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def _landline(value: str) -> str:
    number = _EXTENSION.sub("", normalise(value))
    digits = digits_of(number)
    area = _AREA.match(digits) if len(digits) > 8 else None
    if area is None:
        return _middle(digits, 0, 4)
    return f"{area[0]}-{_middle(digits[area.end() :], 0, 4)}"


def _name(value: str) -> str:
    return value[0] + "*" * min(len(value) - 1, 2) if is_name(value) else value


def _ends(value: str) -> str:
    plain = _NOT_SIGNS.sub("", normalise(value)).upper()
    return _middle(plain, 1, 2)


def _account(value: str) -> str:
    return _middle(digits_of(normalise(value)), 0, 4)


def _hidden(value: str) -> str:
    return "*" * min(len(value), 8)


_MASKS: dict[Kind, Callable[[str], str]] = {
    Kind.ID_CARD: _id_card,
    Kind.BANK_CARD: _bank_card,
    Kind.MOBILE: _mobile,
    Kind.LANDLINE: _landline,
    Kind.EMAIL: _email,
    Kind.PLATE: _plate,
    Kind.ADDRESS: _address,
    Kind.NAME_LIST: _name_list,
    Kind.NAME: _name_list,
    Kind.FAMILY: _name_list,
    Kind.PASSPORT: _ends,
    Kind.SOCIAL_SECURITY: _ends,
    Kind.BANK_ACCOUNT: _account,
    Kind.HEALTH: _hidden,
    Kind.MINOR: _hidden,
    Kind.COORDINATES: _hidden,
}
