from policies.interpretations.models.guide import FilledElement, GuideElement
from policies.interpretations.models.in_step import InStep, StepException
from policies.interpretations.models.interpretation import (
    Interpretation,
    InterpretationAct,
    Series,
)
from policies.interpretations.models.parts import Contrast, Part, Picture, Plan
from policies.interpretations.models.policies import ExplainedPassage, ExplainedPolicy
from policies.interpretations.models.rating import Rating
from policies.interpretations.models.review import Clearance

__all__ = [
    "Clearance",
    "Contrast",
    "ExplainedPassage",
    "ExplainedPolicy",
    "FilledElement",
    "GuideElement",
    "InStep",
    "Interpretation",
    "InterpretationAct",
    "Part",
    "Picture",
    "Plan",
    "Rating",
    "Series",
    "StepException",
]
