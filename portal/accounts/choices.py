"""Roles a person can hold for an organ."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person may do for an organ; each act names the role it needs."""

    CLERK = "clerk", "录入"
    OPENNESS_REVIEWER = "openness_reviewer", "公开审查"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查"
    SIGNER = "signer", "签发"
    REQUEST_INTAKE = "request_intake", "申请受理"
    REQUEST_HANDLER = "request_handler", "承办"
    ANSWER_REVIEWER = "answer_reviewer", "答复审核"
    OFFICE_HEAD = "office_head", "公开工作机构负责人"
    MESSAGE_DESK = "message_desk", "留言分办"
    MESSAGE_RESPONDER = "message_responder", "留言答复"
    DECISION_HANDLER = "decision_handler", "决策承办"
    DECISION_REVIEWER = "decision_reviewer", "决策审核"
    PARTICIPATION = "participation", "公众参与"
    SUPERVISOR = "supervisor", "监督"
    SYSTEM_ADMIN = "system_admin", "系统管理"
    SECURITY_ADMIN = "security_admin", "安全管理"
    AUDITOR = "auditor", "审计"

    @property
    def holders(self) -> str:
        """Those who hold it, in words."""
        return self.label if self.label.endswith("人") else f"{self.label}人员"


# 三员分立 (GB/T 22239-2019): nobody holds two of these.
EXCLUSIVE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


class SignInData(TextChoices):
    """What a sign-in rests on and somebody else may ask to change; the value is on record."""

    ADDRESS = "address", "电子邮箱"
    PASSWORD = "password", "密码"
    SECOND_FACTOR = "second_factor", "两步验证"


class ChangeState(TextChoices):
    """How a change of sign-in data stands."""

    PENDING = "pending", "待安全管理员确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "未予确认"
    REPLACED = "replaced", "已另行提出"
