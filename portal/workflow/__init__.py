"""A kind of case as data: its states, its acts, and what is drawn from them.

Pure: no Django, no database. An app writes one `Workflow`; buttons, refusals, audit sentences,
diagrams and test matrices are read from it and from nowhere else.
"""

from portal.workflow.acts import SAME, URGE, Act, Workflow, urging
from portal.workflow.charts import diagram, lawful_path
from portal.workflow.states import State, StatesType

__all__ = [
    "SAME",
    "URGE",
    "Act",
    "State",
    "StatesType",
    "Workflow",
    "diagram",
    "lawful_path",
    "urging",
]
