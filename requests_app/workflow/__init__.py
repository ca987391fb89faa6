"""The handling of an application, as data: from 待确认 to 归档.

Each act names the states it leaves, the state it reaches, whose it is, who may not do it too,
and its article. What runs beside the answer (征求意见, 协办, 联系记录) changes no state. The
diagram, the buttons, the refusals, the audit sentences and the test matrix are all drawn from
this table.
"""

from portal.workflow import Workflow
from requests_app.workflow.groups import GROUPS
from requests_app.workflow.side_acts import BESIDE, IN_BULK
from requests_app.workflow.states import APPLICANT, Status
from requests_app.workflow.transitions import RETURNS, TRANSITIONS

WORKFLOW = Workflow(
    Status,
    Status.AWAITING_CONFIRMATION,
    (*TRANSITIONS, *BESIDE),
    in_bulk=IN_BULK,
    party=APPLICANT,
    groups=GROUPS,
    openings={"submit": "提交申请", "part": "由一件申请拆分而成"},
)

__all__ = ["RETURNS", "WORKFLOW", "Status"]
