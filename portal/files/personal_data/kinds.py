"""What can be found, and how grave it is."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of personal information the publishing gate looks for."""

    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    EMAIL = "email"
    PLATE = "plate"
    ADDRESS = "address"
    NAME_LIST = "name_list"
    NAME = "name"
    PASSPORT = "passport"
    SOCIAL_SECURITY = "social_security"
    BANK_ACCOUNT = "bank_account"
    HEALTH = "health"
    MINOR = "minor"
    FAMILY = "family"
    COORDINATES = "coordinates"

    @property
    def label(self) -> str:
        """The kind in Chinese, for messages."""
        return _LABELS[self]


class Severity(StrEnum):
    """``block`` stops publication, ``warn`` asks a person to look."""

    BLOCK = "block"
    WARN = "warn"


_LABELS = {
    Kind.ID_CARD: "身份证号",
    Kind.BANK_CARD: "银行卡号",
    Kind.MOBILE: "手机号",
    Kind.LANDLINE: "固定电话",
    Kind.EMAIL: "电子邮箱",
    Kind.PLATE: "车牌号",
    Kind.ADDRESS: "详细住址",
    Kind.NAME_LIST: "人员名单",
    Kind.NAME: "个人姓名",
    Kind.PASSPORT: "护照、通行证等证件号",
    Kind.SOCIAL_SECURITY: "社会保障号",
    Kind.BANK_ACCOUNT: "银行账号",
    Kind.HEALTH: "健康状况",
    Kind.MINOR: "未成年人信息",
    Kind.FAMILY: "家庭成员",
    Kind.COORDINATES: "住处坐标",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something was found: ``text[start:end]`` of the scanned text.

    Only the masked value is kept, so findings may be logged and shown. ``evidence`` says in one
    sentence why it was found; ``overridable``, whether a person may publish it with a reason.
    """

    kind: Kind
    start: int
    end: int
    excerpt_masked: str
    severity: Severity
    evidence: str = ""
    overridable: bool = True
