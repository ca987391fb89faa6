from decisions.surveys.models.answers import Answer, SurveyDraft, Token
from decisions.surveys.models.paper import PaperBatch, PaperSheet
from decisions.surveys.models.survey import Survey, SurveyAct, SurveyVersion

__all__ = [
    "Answer",
    "PaperBatch",
    "PaperSheet",
    "Survey",
    "SurveyAct",
    "SurveyDraft",
    "SurveyVersion",
    "Token",
]
