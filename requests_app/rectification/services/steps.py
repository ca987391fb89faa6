"""The steps of a request for rectification: its letters, the notice to the applicant."""

from __future__ import annotations

from portal.acts.steps import Steps
from requests_app.rectification.models import Rectification, RectificationAct
from requests_app.rectification.permissions import RULES
from requests_app.rectification.services.letters import issue_rectification_letter
from requests_app.rectification.services.notices import tell_of_rectification
from requests_app.rectification.services.obstacles import OBSTACLES

STEPS = Steps(
    model=Rectification,
    rows=RectificationAct,
    owner="rectification",
    prefix="records",
    rules=RULES,
    obstacles=OBSTACLES,
    has_organ=True,
    issue=issue_rectification_letter,
    tell=tell_of_rectification,
)
