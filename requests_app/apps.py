from django.apps import AppConfig

from portal.audit.registry import register_former
from portal.common import registry as front
from portal.desk import agenda, today
from portal.notifications import registry as notices


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = "依申请公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.notifications.services.party_notices import register_party

        register_former("requests_app.Rectification", "requests_app.RecordCorrection")
        notices.register(notices.NoticeKind("requests.due", "申请办理期限提醒"))
        notices.register(notices.NoticeKind("requests.redated", "答复期限变动"))
        notices.register(notices.NoticeKind("requests.consulted", "其他机关征求意见"))
        notices.register(notices.NoticeKind("requests.opinion", "收到征求的意见"))
        notices.register(notices.NoticeKind("requests.taken_over", "承接撤销机关的案件"))
        from requests_app import checks  # noqa: F401  registers the checks of the settings
        from requests_app.admin.next_case import APPLICATIONS, RECTIFICATIONS
        from requests_app.models import InformationRequest
        from requests_app.queues.day import case_queues, tools_of
        from requests_app.queues.own import own_cases
        from requests_app.rectification.models import Rectification
        from requests_app.rectification.services import notices as rectification_notices
        from requests_app.services import notices as notices_of

        register_party(notices_of.PARTY, "申请办理进展", InformationRequest)
        register_party(rectification_notices.PARTY, "更正申请办理进展", Rectification)
        front.register_part(front.Part("requests", 10, "requests/own.html", own_cases))
        today.register(
            today.Panel("requests", 1, "admin/requests_app/today.html", case_queues, tools_of)
        )
        agenda.register(APPLICATIONS.source("requests"))
        agenda.register(RECTIFICATIONS.source("rectifications"))
