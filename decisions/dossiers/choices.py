"""Words of the columns of a decision and of what is put on record about it."""

from django.db import models

from decisions.dossiers import terms


class Origin(models.TextChoices):
    """Whose proposal it goes back to (第十条)."""

    LEADER = "leader", "决策机关领导人员"
    ORGAN = "organ", "所属部门或者下级政府"
    DEPUTY = "deputy", "人大代表、政协委员的议案、建议、提案"
    PUBLIC = "public", "公民、法人或者其他组织的书面建议"


class Question(models.TextChoices):
    """What is asked of every matter at its start; a no is never without its reason."""

    PUBLIC = terms.PUBLIC, terms.QUESTIONS[terms.PUBLIC]
    EXPERTS = terms.EXPERTS, terms.QUESTIONS[terms.EXPERTS]
    RISK = terms.RISK, terms.QUESTIONS[terms.RISK]
    MARKET = terms.MARKET, terms.QUESTIONS[terms.MARKET]
    ENTERPRISES = terms.ENTERPRISES, terms.QUESTIONS[terms.ENTERPRISES]


class Way(models.TextChoices):
    """The forms of taking part (第十四条)."""

    OPEN = terms.OPEN_CALL, "向社会公开征求意见"
    SEMINAR = "seminar", "座谈会"
    HEARING = terms.HEARING, "听证会"
    VISIT = "visit", "实地走访"
    WRITTEN = "written", "书面征求意见"
    SURVEY = "survey", "问卷调查"
    POLL = "poll", "民意调查"


class UnitKind(models.TextChoices):
    """Who was asked in writing."""

    ENTERPRISE = terms.ENTERPRISE, "企业"
    ASSOCIATION = terms.ASSOCIATION, "行业协会商会"
    ORGAN = "organ", "机关单位"
    OTHER = "other", "其他组织"


class Reply(models.TextChoices):
    """What became of the question; silence is kept as silence."""

    WAITING = "waiting", "尚未回复"
    OPINIONS = "opinions", "提出了意见"
    NONE = "none", "回复没有意见"
    SILENT = "silent", "到期没有回复"


class Danger(models.TextChoices):
    """What a risk assessment comes to."""

    LOW = "low", "低风险"
    MIDDLE = "middle", "中风险"
    HIGH = "high", "高风险"


class Reviewer(models.TextChoices):
    """Who reviews for fair competition (《公平竞争审查条例》第十三、十四条)."""

    DRAFTER = terms.DRAFTER, "起草单位"
    MARKET_AND_DRAFTER = terms.MARKET_AND_DRAFTER, "市场监管部门会同起草单位"


class Competition(models.TextChoices):
    """What a review for fair competition comes to."""

    FREE = "free", "不影响公平竞争"
    CHANGED = "changed", "有影响，已经修改"
    EXCEPTION = terms.EXCEPTION, "适用例外规定"
    FAILED = terms.FAILED, "不得出台"


class Exception12(models.TextChoices):
    """The four grounds of an exception (《公平竞争审查条例》第十二条)."""

    SECURITY = "security", "维护国家安全、发展利益"
    SCIENCE = "science", "促进科学技术进步、增强国家自主创新能力"
    PUBLIC = "public", "实现节约能源、保护环境、救灾救助等社会公共利益"
    OTHER = "other", "法律、行政法规规定的其他情形"


class Legality(models.TextChoices):
    """What a review of legality comes to."""

    LAWFUL = "lawful", "合法"
    AFTER_CHANGE = "after_change", "按意见修改后合法"
    UNLAWFUL = terms.UNLAWFUL, "不合法"


class Sitting(models.TextChoices):
    """Where it is discussed (《重大行政决策程序暂行条例》第三十条)."""

    STANDING = "standing", "常务会议"
    FULL = "full", "全体会议"
    OFFICE = "office", "办公会议（部门、乡镇、街道）"


class Trigger(models.TextChoices):
    """Why a decision in force is evaluated (第三十六条)."""

    SHORT = "short", "实施结果明显未达到预期效果"
    OPINIONS = "opinions", "公民、法人或者其他组织提出较多意见"
    NEEDED = "needed", "决策机关认为有必要"
    YEARLY = "yearly", "涉企政策年度评估"


class Upshot(models.TextChoices):
    """What follows from an evaluation."""

    CONTINUE = "continue", "继续执行"
    ADJUST = "adjust", "调整"
    END = "end", "终止"
