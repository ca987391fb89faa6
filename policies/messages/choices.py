"""The vocabulary of messages."""

from django.db.models import TextChoices


class Category(TextChoices):
    """What somebody wants with a message."""

    CONSULT = "consult", "咨询"
    SUGGEST = "suggest", "建议"
    COMPLAIN = "complain", "投诉"
    HELP = "help", "求助"
    ERROR = "error", "纠错"
    PRAISE = "praise", "表扬"


class Routing(TextChoices):
    """To whom a message of a channel goes first."""

    DRAFTER = "drafter", "制定该政策的机关"
    SUBJECT = "subject", "按主题的分工"
    OFFICE = "office", "分办机关"


class Entrance(TextChoices):
    """Who writes into a channel."""

    EVERYONE = "everyone", "任何人，可以不登录"
    ACCOUNTS = "accounts", "登录的人"
    STAFF = "staff", "由工作人员登记"
    BASE = "base", "由知识库的反馈转入"


# Into these citizens write by themselves.
BY_CITIZENS = (Entrance.EVERYONE, Entrance.ACCOUNTS)


class Publication(TextChoices):
    """Whether what comes through a channel may be published."""

    SELECTED = "selected", "同意公开的，可以选登"
    NEVER = "never", "不公开"


class Keeping(TextChoices):
    """How long personal data are kept after a message is closed; the months are settings."""

    SHORT = "short", "短期"
    LONG = "long", "长期"


class Outcome(TextChoices):
    """What came of it."""

    ANSWERED = "answered", "已答复"
    SOLVED = "solved", "已解决"
    ADOPTED = "adopted", "已采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳，说明理由"
    NOT_ACCEPTED = "not_accepted", "不予受理，说明理由和去处"


class Door(TextChoices):
    """Where a matter belongs that a message cannot settle."""

    PETITION = "petition", "信访"
    DISCLOSURE = "disclosure", "申请政府信息公开"
    REMEDY = "remedy", "行政复议、行政诉讼"
    HOTLINE = "hotline", "12345热线"
    EMERGENCY = "emergency", "紧急求助"


class Said(TextChoices):
    """What was said between question and answer."""

    QUESTION = "question", "请您补充"
    SUPPLEMENT = "supplement", "补充"
    FURTHER = "further", "追问"


class Score(TextChoices):
    """How the writer rates an answer."""

    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    BAD = "bad", "不满意"


class Revisited(TextChoices):
    """What a call afterwards found."""

    CONTENT = "content", "已经落实，满意"
    PARTLY = "partly", "部分落实"
    DISCONTENT = "discontent", "没有落实，不满意"
    UNREACHED = "unreached", "没有联系上"
