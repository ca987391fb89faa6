"""Levels and kinds of organs."""

from django.db.models import TextChoices


class OrganLevel(TextChoices):
    """Where an organ stands in the three levels a city publishes over."""

    STATE = "state", "国家"
    CITY = "city", "市级"
    DISTRICT = "district", "区级"
    TOWN = "town", "街镇"


class EditorShown(TextChoices):
    """What readers are told of who is editor in charge (责任编辑) of a document."""

    UNIT = "unit", "只写部门"
    NAME = "name", "写姓名"
    NUMBER = "number", "写工号"
    NOBODY = "nobody", "不写"


class OrganKind(TextChoices):
    """What an organ is."""

    GOVERNMENT = "government", "人民政府"
    OFFICE = "office", "政府办公室"
    DEPARTMENT = "department", "部门"
    STREET = "street", "街道办事处"
    TOWN = "town", "镇乡人民政府"
    PARK = "park", "园区管理机构"
