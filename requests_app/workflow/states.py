"""Where an application can stand, the families of its states, and whose acts they are."""

from portal.workflow import State

INTAKE = "request_intake"
HANDLER = "request_handler"
REVIEWER = "answer_reviewer"
SECRECY = "secrecy_reviewer"
SIGNER = "signer"
HEAD = "office_head"
SUPERVISOR = "supervisor"
# Not a role for an organ: whoever applied, by account or by number and code.
APPLICANT = "applicant"


class Status(State):
    """Where an application stands. What runs beside it (征求意见, 协办) are rows of their own.

    While reasons are awaited the term of the answer runs on, so it stays the handler's concern.
    """

    AWAITING_CONFIRMATION = "awaiting_confirmation", "待确认", "warning", INTAKE, True
    REGISTERED = "registered", "已登记", "warning", INTAKE, True
    HANDLING = "handling", "办理中", "info", HANDLER, True
    AWAITING_CORRECTION = "awaiting_correction", "待补正", "info", APPLICANT, True
    AWAITING_REASONS = "awaiting_reasons", "待说明理由", "info", HANDLER, True
    AWAITING_PAYMENT = "awaiting_payment", "待缴费", "info", APPLICANT, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    SECOND_REVIEW = "second_review", "待复核", "warning", REVIEWER, True
    SECRECY_REVIEW = "secrecy_review", "待保密审查", "warning", SECRECY, True
    SIGNING = "signing", "待签发", "warning", SIGNER, True
    DELIVERING = "delivering", "待送达", "warning", INTAKE, True
    ANSWERED = "answered", "已答复", "success"
    WITHDRAWN = "withdrawn", "已撤回", "danger"
    SPLIT = "split", "已拆分", "info"
    JOINED = "joined", "已并案", "info"
    ARCHIVED = "archived", "已归档", "success"


# The clock of the answer is somebody's concern.
OPEN = Status.open
# The answer is being written or judged.
IN_REVIEW = (Status.REVIEW, Status.SECOND_REVIEW, Status.SECRECY_REVIEW, Status.SIGNING)
ANSWERING = (Status.HANDLING, *IN_REVIEW)
# Not yet answered, and the applicant may still take it back.
BEFORE_DELIVERY = tuple(state for state in OPEN if state != Status.DELIVERING)
AT_WORK = (Status.REGISTERED, Status.HANDLING)
KEPT = (*OPEN, Status.ANSWERED)
# A letter that asks for an opinion may be out, and nothing is signed yet.
UNSIGNED = tuple(
    state
    for state in BEFORE_DELIVERY
    if state not in (Status.AWAITING_CONFIRMATION, Status.REGISTERED)
)
# Received, and not ended without a letter: what may be contested, and days that may be wrong.
RECEIVED = tuple(
    state
    for state in Status
    if state not in (Status.AWAITING_CONFIRMATION, Status.WITHDRAWN, Status.SPLIT, Status.JOINED)
)
CLOSED = tuple(state for state in Status if not state.is_open)
