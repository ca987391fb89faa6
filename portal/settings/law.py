"""Numbers and readings that the law leaves to an organ; each says which article leaves it open."""

import datetime as dt

from portal.settings.environment import env

# Working days before the answer is due by which it is drafted, and judged: an organ's own terms.
DRAFT_DAYS_BEFORE = env.int("DRAFT_DAYS_BEFORE", 8)
REVIEW_DAYS_BEFORE = env.int("REVIEW_DAYS_BEFORE", 3)
# The days an applicant is given to correct; 第三十条 says 合理 and no number.
CORRECTION_PERIOD_DAYS = env.int("CORRECTION_PERIOD_DAYS", 10)
# Working days another organ is given to help; 第十一条 names none.
ASSISTANCE_DAYS = env.int("ASSISTANCE_DAYS", 5)
# Working days for a correction of records about oneself; 第四十一条 names none.
RECORD_CORRECTION_DAYS = env.int("RECORD_CORRECTION_DAYS", 20)
# Months for which personal data of a closed application are kept, by class: the organ's choice.
REQUEST_RETENTION_MONTHS: dict[str, int] = {
    "answered": env.int("KEEP_ANSWERED_MONTHS", 60),
    "withdrawn": env.int("KEEP_WITHDRAWN_MONTHS", 24),
    "lapsed": env.int("KEEP_LAPSED_MONTHS", 24),
}
# Days after which papers uploaded for an opinion that was never sent are deleted; more than the
# 15 working days of 第三十二条 with the longest holidays.
UNSENT_OPINION_DAYS = env.int("UNSENT_OPINION_DAYS", 60)
# Ways of applying an organ has not announced; 当面 and 邮寄 stay open whatever is written here.
# An address for e-mail has to be announced first, so that way is closed until somebody opens it.
CLOSED_REQUEST_CHANNELS: list[str] = env.list("CLOSED_REQUEST_CHANNELS", ["email"])
# Readings of the clock that no verified rule settles: see docs/clock.md.
REQUEST_CLOCK_READINGS: dict[str, bool] = dict(env.json("REQUEST_CLOCK_READINGS", {}))
# Remedies of outcomes for which no verified rule says whether a review has to come first, by code:
# {"3.3.8": "review_first"}; without an entry the applicant chooses.
OUTCOME_REMEDIES: dict[str, str] = dict(env.json("OUTCOME_REMEDIES", {}))
# How often what was not opened is looked at again: 第十八条 says 定期, no number.
OPENNESS_REVIEW_MONTHS = env.int("OPENNESS_REVIEW_MONTHS", 12)
# 历史公文: came out before this day, when the library opened; None asks no more than that it was
# before it was taken in. How many are looked at before a step for a whole batch, and how many
# documents one press takes (docs/library.md); no rule names the numbers.
_OPENED = env("LIBRARY_OPENED_ON", default="")
LIBRARY_OPENED_ON: dt.date | None = dt.date.fromisoformat(_OPENED) if _OPENED else None
HISTORICAL_SAMPLE_LEAST = env.int("HISTORICAL_SAMPLE_LEAST", 5)
HISTORICAL_SAMPLE_PERCENT = env.int("HISTORICAL_SAMPLE_PERCENT", 10)
HISTORICAL_RUN_SIZE = env.int("HISTORICAL_RUN_SIZE", 50)
# Days before the end of a period at which the issuing organ is reminded; no rule names them.
EXPIRY_REMINDER_DAYS: list[int] = [
    int(days) for days in env.list("EXPIRY_REMINDER_DAYS", ["180", "60", "30"])
]
# Working days after which somebody asks what became of a letter, a notice, an answer on its way, or
# a doubtful day of arrival; no rule names them.
WAITING_DAYS: dict[str, int] = {
    "service": env.int("WAIT_SERVICE_DAYS", 5),
    "fee_service": env.int("WAIT_FEE_SERVICE_DAYS", 5),
    "delivery": env.int("WAIT_DELIVERY_DAYS", 3),
    "receipt": env.int("WAIT_RECEIPT_DAYS", 10),
    "arrival": env.int("WAIT_ARRIVAL_DAYS", 1),
}
# Days between arrival and registration beyond which whoever registers is asked about the year.
ARRIVAL_LOOKBACK_DAYS = env.int("ARRIVAL_LOOKBACK_DAYS", 30)
# Days before the end of the working calendar at which those who load it are told; the State
# Council's notice for a year usually comes in November of the one before.
CALENDAR_END_DAYS: list[int] = [
    int(days) for days in env.list("CALENDAR_END_DAYS", ["60", "30", "14", "7", "1"])
]
