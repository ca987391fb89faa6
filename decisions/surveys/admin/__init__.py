from decisions.surveys.admin.surveys import SurveyAdmin

__all__ = ["SurveyAdmin"]
