"""Levels of the catalogue of 制度."""

from django.db.models import TextChoices


class RuleLevel(TextChoices):
    """Who laid it down, as the platform groups it; the higher first."""

    STATE = "state", "国家"
    CITY = "city", "市"
    DISTRICT = "district", "区"
