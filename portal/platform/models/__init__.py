from portal.platform.models.guide import GuideAct, GuideVersion
from portal.platform.models.rule import RuleEntry

__all__ = ["GuideAct", "GuideVersion", "RuleEntry"]
