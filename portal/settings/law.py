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
# Months for which personal data of a closed message are kept; its channel says which of the two.
MESSAGE_RETENTION_MONTHS: dict[str, int] = {
    "short": env.int("KEEP_MESSAGES_MONTHS", 12),
    "long": env.int("KEEP_MESSAGES_LONG_MONTHS", 36),
    "withdrawn": env.int("KEEP_WITHDRAWN_MESSAGES_MONTHS", 6),
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

# 发布一件、对应集成推送一件: within so many working days; the city's 工作要点 name no number.
COLLECTION_INCLUDE_DAYS = env.int("COLLECTION_INCLUDE_DAYS", 1)
# Days for which what is past, or off, stays in the calendars that people add to their own.
CALENDAR_PAST_DAYS = env.int("CALENDAR_PAST_DAYS", 60)
# Days before the last day of a document when those who follow it are told.
ENDING_NOTICE_DAYS = env.int("ENDING_NOTICE_DAYS", 30)
# 回应关切: hours from when a concern is noticed to authoritative information and to a press
# conference on a serious emergency, and to the answer to any other; second-hand numbers, printed as
# 内部时限 only. 热点问题: the least number of times that something is shown.
CONCERN_INFORMATION_HOURS = env.int("CONCERN_INFORMATION_HOURS", 5)
CONCERN_PRESS_HOURS = env.int("CONCERN_PRESS_HOURS", 24)
CONCERN_OTHER_HOURS = env.int("CONCERN_OTHER_HOURS", 48)
HOT_QUESTIONS_LEAST = env.int("HOT_QUESTIONS_LEAST", 5)
# 事项目录: the month and day by which it is told of every item what became of it (年终总公开). Some
# places do so at the end of the year; no rule that was read names a day.
CATALOGUE_ACCOUNT_DAY = env("CATALOGUE_ACCOUNT_DAY", default="12-31")
# 重大行政决策: the steps that a simplified procedure for an emergency may leave out; no rule that
# was read names them.
DECISION_SIMPLIFIED_WITHOUT = env.list(
    "DECISION_SIMPLIFIED_WITHOUT", default=["taking_part", "experts", "risk"]
)
# 开放活动: days before a session by which it should be announced, of which the desk only warns;
# days after one in which whoever came may make suggestions; the month of 政府开放月; months for
# which personal data of a sign-up are kept after the session. No rule that was read names one
# (docs/decisions.md).
EVENT_NOTICE_DAYS = env.int("EVENT_NOTICE_DAYS", 15)
EVENT_SUGGESTION_DAYS = env.int("EVENT_SUGGESTION_DAYS", 14)
EVENT_OPEN_MONTH = env.int("EVENT_OPEN_MONTH", 8)
EVENT_RETENTION_MONTHS: dict[str, int] = {"signups": env.int("KEEP_EVENT_SIGNUPS_MONTHS", 6)}
# 意见征集: from how many opinions on the same a refusal must be explained to all; months for which
# it is kept who wrote. No rule that was read names a number.
CONSULTATION_CONCENTRATED_LEAST = env.int("CONSULTATION_CONCENTRATED_LEAST", 10)
OPINION_RETENTION_MONTHS: dict[str, int] = {
    "settled": env.int("KEEP_OPINIONS_MONTHS", 12),
    "withdrawn": env.int("KEEP_WITHDRAWN_OPINIONS_MONTHS", 6),
}
# 公众代表列席: working days for objections to a published list, hours to answer an invitation, how
# often a year by the kind of organ, months for which personal data of an application are kept after
# its end. Cities' 工作要点 name the times a year; nothing that was read names the rest
# (docs/decisions.md).
SEATS_OBJECTION_DAYS = env.int("SEATS_OBJECTION_DAYS", 3)
SEATS_ANSWER_HOURS = env.int("SEATS_ANSWER_HOURS", 24)
SEATS_PER_YEAR: dict[str, int] = {
    "district": env.int("SEATS_PER_YEAR_DISTRICT", 4),
    "department": env.int("SEATS_PER_YEAR_DEPARTMENT", 4),
    "town": env.int("SEATS_PER_YEAR_TOWN", 1),
}
SEATS_RETENTION_MONTHS: dict[str, int] = {"applicants": env.int("KEEP_SEATS_APPLICANTS_MONTHS", 12)}
# 征集: months for which what somebody proposed, and who, is kept after it was answered.
PROPOSAL_RETENTION_MONTHS: dict[str, int] = {"proposals": env.int("KEEP_PROPOSALS_MONTHS", 12)}
# 好解读评选: days before an end at which those are told who have not done their part; no rule names
# a number.
SELECTION_REMIND_DAYS = env.int("SELECTION_REMIND_DAYS", 3)
# 问卷: groups of fewer are not shown in a result, nor what they could be reckoned from; never fewer
# than five. No rule that was read names a number.
SURVEYS_SMALLEST_GROUP = env.int("SURVEYS_SMALLEST_GROUP", 10)
# Months for which what people wrote in their own words is kept after a questionnaire is over.
SURVEYS_TEXTS_MONTHS = env.int("KEEP_SURVEY_TEXTS_MONTHS", 12)
# 政策解读: working days after its policy by which an interpretation that is not released with it
# should come, and within which it is filed; the share of its letters that may stand in the policy,
# in percent, and from how many letters in a row they count. Working points of several places name
# the first two, no source the others (docs/policies.md).
INTERPRETATION_DAYS = env.int("INTERPRETATION_DAYS", 3)
INTERPRETATION_FILING_DAYS = env.int("INTERPRETATION_FILING_DAYS", 5)
INTERPRETATION_FORMS_PERCENT = env.int("INTERPRETATION_FORMS_PERCENT", 60)
COPIED_WINDOW = env.int("COPIED_WINDOW", 13)
COPIED_PERCENT = env.int("COPIED_PERCENT", 30)
COPIED_QUOTES_APART = env.bool("COPIED_QUOTES_APART", True)
# 精准推送: groups of fewer people are told to nobody as a number. 线下接力: working days in which a
# relay says that it has a task, and reports; months for which the contact of a relay is kept after
# it ended. No rule names any of these numbers.
PUSH_SMALL_GROUP = env.int("PUSH_SMALL_GROUP", 5)
RELAY_RECEIVE_DAYS = env.int("RELAY_RECEIVE_DAYS", 2)
RELAY_REPORT_DAYS = env.int("RELAY_REPORT_DAYS", 10)
RELAY_CONTACT_MONTHS = env.int("RELAY_CONTACT_MONTHS", 6)
# 政务服务事项: the states of the exchange table under which one can be applied for. The table's
# own list of codes is not published with it; an installation names the codes it receives.
SERVICE_STATES_OFFERED: list[str] = env.list("SERVICE_STATES_OFFERED", ["1", "在用"])
# 阅办联动: working days after publication within which a policy is linked to its items.
SERVICE_LINK_DAYS = env.int("SERVICE_LINK_DAYS", 5)

# 搜索词: whether questions are counted at all; how many askers must have written one within a
# stretch of days before anybody may read it, never fewer than two; days for which it is kept then.
# No rule that was read names a number.
SEARCH_LOG = env.bool("SEARCH_LOG", True)
SEARCH_LOG_LEAST_ASKERS = env.int("SEARCH_LOG_LEAST_ASKERS", 5)
SEARCH_LOG_STRETCH_DAYS = env.int("SEARCH_LOG_STRETCH_DAYS", 1)
SEARCH_LOG_KEEP_DAYS = env.int("SEARCH_LOG_KEEP_DAYS", 180)

# 人工智能生成合成内容的标识: the label in the metadata of files, as others are known to write it;
# the standard itself was not read. {organ} and {number} are filled in: whose file it is, and its
# number.
AI_LABEL_FIELD = env.str("AI_LABEL_FIELD", "AIGC")
AI_LABEL_NAMESPACE = env.str("AI_LABEL_NAMESPACE", "http://www.tc260.org.cn/ns/AIGC/1.0/")
AI_LABEL_VALUES: dict[str, str] = env.json(  # type: ignore[assignment]
    "AI_LABEL_VALUES",
    {
        "Label": "1",
        "ContentProducer": "{organ}",
        "ProduceID": "{number}",
        "ReservedCode1": "",
        "ContentPropagator": "{organ}",
        "PropagateID": "{number}",
        "ReservedCode2": "",
    },
)
