from django.apps import AppConfig

from portal.files import registry as files
from portal.notifications import registry as notices
from portal.search import registry as search


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "主动公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from disclosure.searching import may_read_file, visible_ids

        search.register("document", visible_ids)
        files.register("disclosure", may_read_file)
        notices.register(notices.NoticeKind("disclosure.publication_due", "公开期限提醒"))
