"""Words of the columns of consultations and opinions."""

from typing import Final

from django.db import models

from decisions.consultations import terms
from decisions.ledgers import terms as outcomes

# As what it stands in the one place for taking part.
OFFERED: Final = "consultations"


class Way(models.TextChoices):
    """How opinions come in (《重大行政决策程序暂行条例》第十四、十五条)."""

    ONLINE = terms.ONLINE, "网上"
    LETTER = terms.LETTER, "信函"
    MAIL = terms.MAIL, "电子邮件"
    SEMINAR = terms.SEMINAR, "座谈会"
    HEARING = terms.HEARING, "听证会"
    VISIT = terms.VISIT, "实地走访"
    SURVEY = terms.SURVEY, "问卷"


class Stance(models.TextChoices):
    """Where the writer stands, in the writer's own word."""

    FOR = "for", "支持"
    AGAINST = "against", "反对"
    CHANGE = "change", "建议修改"
    OTHER = "other", "其他意见"


class Result(models.TextChoices):
    """What became of an opinion."""

    ADOPTED = outcomes.ADOPTED, "采纳"
    PARTLY = outcomes.PARTLY, "部分采纳"
    DECLINED = outcomes.DECLINED, "不采纳"
    OUTSIDE = outcomes.OUTSIDE, "不属于本次征集范围"


class Showing(models.TextChoices):
    """Whether opinions are shown one by one: always masked, and only with their writer's word."""

    EACH = "each", "经本人同意逐条公开"
    SUMMARY = "summary", "只公布汇总"


class Placing(models.TextChoices):
    """Where an opinion stands in the newest draft."""

    WHOLE = terms.WHOLE, "对全文"
    HERE = terms.HERE, "对该条"
    MOVED = terms.MOVED, "条文未改，随条文移动"
    WAITING = terms.WAITING, "条文有改，等待对应"
    FORMER = terms.FORMER, "条文已删去"
