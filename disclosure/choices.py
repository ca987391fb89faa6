"""Vocabulary of published documents."""

from django.db.models import TextChoices


class Openness(TextChoices):
    """公开属性, fixed at drafting and approved with the text."""

    OPEN = "open", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    CLOSED = "closed", "不予公开"


class Reach(TextChoices):
    """Whom a published document is for: everyone, or only those it is addressed to."""

    EVERYONE = "everyone", "面向社会公开"
    ADDRESSED = "addressed", "定点定向公开"


class Language(TextChoices):
    """The language of a text, by its BCP 47 tag."""

    CHINESE = "zh-Hans", "中文"
    ENGLISH = "en", "英文"
    JAPANESE = "ja", "日文"
    KOREAN = "ko", "韩文"
    FRENCH = "fr", "法文"
    GERMAN = "de", "德文"
    SPANISH = "es", "西班牙文"
    RUSSIAN = "ru", "俄文"
    ARABIC = "ar", "阿拉伯文"


class Validity(TextChoices):
    """有效性 as printed on every page."""

    NOT_YET = "not_yet", "尚未施行"
    IN_FORCE = "in_force", "现行有效"
    AMENDED = "amended", "已修改"
    SUPERSEDED = "superseded", "旧文本"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"
    TO_VERIFY = "to_verify", "待核实"


# What holds no longer, or no longer as it did.
ENDED_STATES = (Validity.AMENDED, Validity.SUPERSEDED, Validity.EXPIRED, Validity.REPEALED)


class Turning(TextChoices):
    """What those who follow a document are told of its days."""

    ENDING = "ending", "有效期将满"
    CHANGED = "changed", "有效性变了"


# What holds today.
HOLDING = (Validity.IN_FORCE, Validity.AMENDED)


class DocumentType(TextChoices):
    """The 15 文种 (党政机关公文处理工作条例 第八条)."""

    RESOLUTION = "决议", "决议"
    DECISION = "决定", "决定"
    ORDER = "命令（令）", "命令（令）"
    COMMUNIQUE = "公报", "公报"
    PROCLAMATION = "公告", "公告"
    NOTIFICATION = "通告", "通告"
    OPINION = "意见", "意见"
    NOTICE = "通知", "通知"
    CIRCULAR = "通报", "通报"
    REPORT = "报告", "报告"
    REQUEST = "请示", "请示"
    REPLY = "批复", "批复"
    PROPOSAL = "议案", "议案"
    LETTER = "函", "函"
    MINUTES = "纪要", "纪要"


class Kind(TextChoices):
    """What is published: an official document, or something beside it."""

    OFFICIAL = "official", "公文"
    NOTICE = "notice", "通知通告"
    ANNOUNCEMENT = "announcement", "公告公示"
    PLAN = "plan", "规划计划"
    BUDGET = "budget", "财政预决算"
    LIST = "list", "清单目录"


# 附件型信息: what may say everything in its attachments (docs/library.md).
ATTACHED = (Kind.BUDGET, Kind.LIST, Kind.PLAN)


class SampleVerdict(TextChoices):
    """What a reviewer found in one document of a sample."""

    GOOD = "good", "合格"
    BAD = "bad", "不合格"


class RelationKind(TextChoices):
    """How one document bears on another; read from source to target."""

    BASIS = "basis", "依据"
    SUPPORTS = "supports", "配套"
    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    REPLACES = "replaces", "替代"
    REVISES = "revises", "新文本"
    EXTENDS = "extends", "延长有效期"
    EXPLAINS = "explains", "解读"
    ANNEXES = "annexes", "附件"
    TRANSLATES = "translates", "译本"


# Kinds that change what holds from a day on; each needs that day.
DATED_RELATIONS = (
    RelationKind.AMENDS,
    RelationKind.REPEALS,
    RelationKind.REPLACES,
    RelationKind.REVISES,
    RelationKind.EXTENDS,
)


class TextRole(TextChoices):
    """How a text of a regulation came about."""

    ORIGINAL = "original", "最初的文本"
    AMENDED = "amended", "修正文本"
    REVISED = "revised", "修订文本"


class CompanionRole(TextChoices):
    """What a document is to a regulation of which it is no text."""

    AMENDING = "amending", "修改决定"
    REPEALING = "repealing", "废止决定"
    TRANSLATION = "translation", "译本"
    EXPLANATION = "explanation", "解读"


# What decides on a regulation, and has its place on the line of its texts.
DECIDING = (CompanionRole.AMENDING, CompanionRole.REPEALING)


class EditionChange(TextChoices):
    """By what an edition came to be shown."""

    FIRST = "first", "首次公开"
    FORM = "form", "形式更正"
    CONTENT = "content", "内容更正"
    ELEMENTS = "elements", "要素更正"
    AGAIN = "again", "重新公开"


class ImportState(TextChoices):
    """Where one file of an import stands."""

    PENDING = "pending", "等待读取"
    FILED = "filed", "已录入"
    DUPLICATE = "duplicate", "已有同一文件"
    FAILED = "failed", "未能读取"
    OFFERED = "offered", "可载入草稿"
    DISCARDED = "discarded", "草稿已废弃"


class ErrorReportState(TextChoices):
    """Where a reader's report of an error stands."""

    OPEN = "open", "待处理"
    HANDLED = "handled", "已处理"
