from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "政策解读与互动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from policies.answers import registration as answers
        from policies.audiences import registration as audiences
        from policies.collections import registration as collections
        from policies.concerns import registration as concerns
        from policies.inquiries import registration as inquiries
        from policies.interpretations import registration as interpretations
        from policies.messages import registration as messages
        from policies.relays import registration as relays
        from policies.selection import registration as selection
        from policies.service_items import registration as service_items

        explaining = (interpretations, answers, service_items, collections)
        asking = (messages, inquiries, concerns, selection)
        for room in (*explaining, *asking, audiences, relays):
            room.register()
