"""Where an application can stand, the families of its states, and whose acts they are."""

AWAITING_CONFIRMATION = "awaiting_confirmation"
REGISTERED = "registered"
HANDLING = "handling"
AWAITING_CORRECTION = "awaiting_correction"
AWAITING_REASONS = "awaiting_reasons"
AWAITING_PAYMENT = "awaiting_payment"
REVIEW = "review"
SECOND_REVIEW = "second_review"
SECRECY_REVIEW = "secrecy_review"
SIGNING = "signing"
DELIVERING = "delivering"
ANSWERED = "answered"
WITHDRAWN = "withdrawn"
SPLIT = "split"
JOINED = "joined"
ARCHIVED = "archived"

STATES = (
    AWAITING_CONFIRMATION,
    REGISTERED,
    HANDLING,
    AWAITING_CORRECTION,
    AWAITING_REASONS,
    AWAITING_PAYMENT,
    REVIEW,
    SECOND_REVIEW,
    SECRECY_REVIEW,
    SIGNING,
    DELIVERING,
    ANSWERED,
    WITHDRAWN,
    SPLIT,
    JOINED,
    ARCHIVED,
)
# Not yet answered, and the applicant may still take it back.
BEFORE_DELIVERY = (
    AWAITING_CONFIRMATION,
    REGISTERED,
    HANDLING,
    AWAITING_CORRECTION,
    AWAITING_REASONS,
    AWAITING_PAYMENT,
    REVIEW,
    SECOND_REVIEW,
    SECRECY_REVIEW,
    SIGNING,
)
AT_WORK = (REGISTERED, HANDLING)
KEPT = (*BEFORE_DELIVERY, DELIVERING, ANSWERED)
# The answer is being written or judged.
ANSWERING = (HANDLING, REVIEW, SECOND_REVIEW, SECRECY_REVIEW, SIGNING)
# A letter that asks for an opinion may be out, and nothing is signed yet.
UNSIGNED = tuple(s for s in BEFORE_DELIVERY if s not in (AWAITING_CONFIRMATION, REGISTERED))
# Received, and not ended without a letter: what may be contested, and days that may be wrong.
RECEIVED = tuple(s for s in STATES if s not in (AWAITING_CONFIRMATION, WITHDRAWN, SPLIT, JOINED))

INTAKE = "request_intake"
HANDLER = "request_handler"
REVIEWER = "answer_reviewer"
SECRECY = "secrecy_reviewer"
SIGNER = "signer"
HEAD = "office_head"
SUPERVISOR = "supervisor"
# Not a role for an organ: whoever applied, by account or by number and code.
APPLICANT = "applicant"
