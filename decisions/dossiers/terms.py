"""The codes that the rules of a decision read, and the questions of its start in words. Pure."""

from typing import Final

# What is asked of every matter at its start.
PUBLIC, EXPERTS, RISK, MARKET, ENTERPRISES = "public", "experts", "risk", "market", "enterprises"
QUESTIONS: Final = {
    PUBLIC: "须公众参与",
    EXPERTS: "专业性、技术性较强，须专家论证",
    RISK: "可能影响社会稳定、公共安全等，须风险评估",
    MARKET: "涉及经营者经济活动，须公平竞争审查",
    ENTERPRISES: "涉及经营主体，须听取企业和协会商会的意见",
}
# Forms of taking part that have rules of their own.
OPEN_CALL, HEARING = "open", "hearing"
# Units whose opinion the rules ask for.
ENTERPRISE, ASSOCIATION = "enterprise", "association"
# Who reviews for fair competition, and what a review comes to.
DRAFTER, MARKET_AND_DRAFTER = "drafter", "market_and_drafter"
EXCEPTION, FAILED = "exception", "failed"
UNLAWFUL = "unlawful"
