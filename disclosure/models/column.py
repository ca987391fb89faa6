"""A column (栏目) of the site: a filter of the library that somebody keeps fresh."""

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from disclosure.freshness import DYNAMIC, NOTICES
from portal.organs.models import Organ


class ColumnType(TextChoices):
    """The words allowed in the tag ColumnType (政府网站发展指引, 网页设计规范)."""

    HOME = "首页", "首页"
    OVERVIEW = "概况信息", "概况信息"
    FUNCTIONS = "机构职能", "机构职能"
    LEADERS = "负责人信息", "负责人信息"
    NEWS = "工作动态", "工作动态"
    POLICIES = "政策文件", "政策文件"
    GUIDE = "信息公开指南", "信息公开指南"
    CATALOGUE = "信息公开目录", "信息公开目录"
    REPORTS = "信息公开年报", "信息公开年报"
    ON_REQUEST = "依申请公开", "依申请公开"
    DATA_RELEASE = "数据发布", "数据发布"
    OPEN_DATA = "数据开放", "数据开放"
    INTERPRETATION = "政策解读", "政策解读"
    RESPONSES = "回应关切", "回应关切"
    SERVICES = "办事服务", "办事服务"
    COMPLAINTS = "咨询投诉", "咨询投诉"
    SURVEYS = "征集调查", "征集调查"
    INTERVIEWS = "在线访谈", "在线访谈"


class Rhythm(TextChoices):
    """How often something new is due; the days stand in disclosure.freshness."""

    DYNAMIC = DYNAMIC.code, "动态要闻类（两周内更新）"
    NOTICES = NOTICES.code, "通知公告、政策文件类（六个月内更新）"
    NONE = "none", "不定期"


class Column(models.Model):
    """A saved filter with a name, an address, and an organ that answers for it.

    `criteria` is the library's query string in its one spelling; only services.columns writes it.
    """

    slug = models.SlugField(
        "网址标识",
        max_length=50,
        unique=True,
        help_text="小写字母、数字和连字符，公开后请勿改动",
    )
    name = models.CharField("栏目名称", max_length=60, unique=True)
    description = models.CharField(
        "栏目说明", max_length=300, help_text="栏目的设置目的和主要内容（页面标签必备）"
    )
    keywords = models.CharField("关键词", max_length=200, help_text="以逗号分隔")
    column_type = models.CharField(
        "栏目类别", max_length=12, choices=ColumnType, default=ColumnType.POLICIES
    )
    organ = models.ForeignKey(
        Organ, verbose_name="责任机关", on_delete=models.PROTECT, related_name="columns"
    )
    criteria = models.CharField(
        "筛选条件",
        max_length=2000,
        blank=True,
        help_text="在公文库里选好条件，把网址中“?”后面的部分抄到这里；空白为公文库全部",
    )
    rhythm = models.CharField("更新要求", max_length=12, choices=Rhythm, default=Rhythm.NONE)
    position = models.PositiveSmallIntegerField("次序", default=0)
    is_listed = models.BooleanField("对外显示", default=True)

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(description="") & ~Q(keywords=""),
                name="column_has_its_tags",
            ),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                name="column_slug_is_plain",
                violation_error_message="网址标识只能用小写字母、数字和连字符，如 policy-notices。",
            ),
            models.CheckConstraint(
                condition=Q(column_type__in=ColumnType.values), name="column_type_known"
            ),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="rhythm_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("disclosure:column", kwargs={"slug": self.slug})
