"""The terms an organ sets itself, with their words. None of them is the law's."""

from __future__ import annotations

from dataclasses import dataclass

from portal.desk.organ_settings import days

# Beyond the term of an answer (20 working days) a day before its end would lie before its start.
LONGEST_LEAD = 19
LONGEST_PERIOD = 120
NOTE = "本机关内部期限，不是法定期限。"


@dataclass(frozen=True)
class Terms:
    """Working days, each an organ's own choice and a column of `OrganTerms`."""

    draft_days_before: int = days(
        "答复期限前拟出答复", "拟出答复", LONGEST_LEAD, "DRAFT_DAYS_BEFORE",
        help_text="到期提醒承办人。法定答复期限照常计算。", before="答复期限",
    )  # fmt: skip
    review_days_before: int = days(
        "答复期限前审核完毕", "审核完毕", LONGEST_LEAD, "REVIEW_DAYS_BEFORE",
        help_text="到期提醒审核人员。应小于上一项。", before="答复期限",
    )  # fmt: skip
    assistance_days: int = days(
        "协办", "协办", LONGEST_PERIOD, "ASSISTANCE_DAYS",
        help_text="请求其他机关协办时先填的天数，可以逐件改。",
    )  # fmt: skip
    correction_days: int = days(
        "补正", "补正", LONGEST_PERIOD, "CORRECTION_PERIOD_DAYS",
        help_text="条例第三十条要求“合理的补正期限”，没有规定天数。不逐件填写的，按这里计算。",
    )  # fmt: skip
    record_correction_days: int = days(
        "更正申请的办理", "更正申请", LONGEST_PERIOD, "RECORD_CORRECTION_DAYS",
        help_text="条例第四十一条没有规定天数。对以后收到的适用。",
    )  # fmt: skip
