from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.accounts.registry import register_teller
        from portal.audit.registry import register_alarm
        from portal.common.registry import Part, register_part
        from portal.notifications.choices import Channel
        from portal.notifications.registry import NoticeKind, register
        from portal.notifications.selectors import followed_by, inbox_of
        from portal.notifications.services.account_notices import ACCOUNT, tell_of_account
        from portal.notifications.services.announcements import NEWS, NEWS_INSIDE
        from portal.notifications.services.audit_alarm import TRAIL_BROKEN, tell_auditors
        from portal.notifications.services.calendar_end import KIND
        from portal.notifications.services.endpoints import SWITCHED_OFF
        from portal.notifications.services.subscriptions import CONFIRMATION

        both = (Channel.INBOX, Channel.MAIL)
        register(NoticeKind(CONFIRMATION, "确认邮件订阅", (Channel.MAIL,)))
        register(NoticeKind(NEWS, "订阅的新文件", both))
        register(NoticeKind(NEWS_INSIDE, "订阅的新文件（仅站内信）"))
        register(NoticeKind(ACCOUNT, "账号安全", both))
        register_teller(tell_of_account)
        register(NoticeKind(TRAIL_BROKEN, "审计链异常", both))
        register_alarm(tell_auditors)
        register(NoticeKind(KIND, "工作日历将到期"))
        register(NoticeKind(SWITCHED_OFF, "推送接口自动停用", both))
        register_part(Part("inbox", 30, "notifications/inbox_part.html", inbox_of))
        register_part(Part("followed", 40, "notifications/followed_part.html", followed_by))
        # Known in every process, so that a poke is the task itself and not only its name.
        from portal.notifications import tasks  # noqa: F401
