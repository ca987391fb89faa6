from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "重大行政决策"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from decisions.catalogues import registration as catalogues
        from decisions.consultations import registration as consultations
        from decisions.dossiers import registration as dossiers
        from decisions.events import registration as events
        from decisions.participation import registration as participation
        from decisions.seats import registration as seats
        from decisions.solicitations import registration as solicitations
        from decisions.surveys import registration as surveys

        for room in (
            catalogues, dossiers, consultations, surveys, seats, events, participation,
            solicitations,
        ):  # fmt: skip
            room.register()
