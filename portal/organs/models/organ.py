"""An organ (机关) in the tree city > district > department / street / town / park."""

from django.db import models
from treebeard.mp_tree import MP_Node

from portal.organs.choices import EditorShown, OrganKind, OrganLevel
from portal.organs.querysets import OrganManager


class Organ(MP_Node):
    """One organ. Trees have several roots: each city, and the State Council above them."""

    code = models.CharField("代码", max_length=64, unique=True)
    level = models.CharField("层级", max_length=16, choices=OrganLevel)
    kind = models.CharField("性质", max_length=16, choices=OrganKind)
    name = models.CharField("全称", max_length=200, unique=True)
    short_name = models.CharField("简称", max_length=100)
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, help_text="用于编制索引号；为空时用机关代码"
    )
    region_code = models.CharField("行政区划代码", max_length=12, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    website = models.URLField("网址", blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    office_hours = models.CharField("办公时间", max_length=200, blank=True)
    review_organ = models.ForeignKey(
        "self",
        verbose_name="复议机关",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    review_url = models.URLField(
        "网上申请行政复议的网址",
        blank=True,
        help_text="作为复议机关时填写；告知书和答复页面写明这个网址（行政复议法第二十二条）",
    )
    court = models.CharField(
        "管辖法院",
        max_length=100,
        blank=True,
        help_text="对本机关提起行政诉讼由哪个人民法院管辖；告知书写明法院的名称",
    )
    editor_shown = models.CharField(
        "责任编辑的署法",
        max_length=8,
        choices=EditorShown,
        default=EditorShown.UNIT,
        help_text="写在此后公开的文件页末；已经公开的不变",
    )
    editor_unit = models.CharField(
        "责任编辑部门", max_length=100, blank=True, help_text="如：政务公开科；为空时用本机关的简称"
    )
    requires_second_factor = models.BooleanField("要求两步验证", default=False)
    is_active = models.BooleanField("在用", default=True)

    node_order_by = ["code"]
    objects = OrganManager()

    class Meta:
        verbose_name = "机关"
        verbose_name_plural = "机关"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=OrganLevel.values), name="organ_level_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganKind.values), name="organ_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reach(self) -> str:
        """The beginning of the paths of all organs it sees to: those of the government whose office
        it is, else its own and all below.
        """
        is_office = self.kind == OrganKind.OFFICE and self.depth > 1
        return self.path[: -self.steplen] if is_office else self.path

    @property
    def root_path(self) -> str:
        """The path of the city (or other root) this organ belongs to."""
        return self.path[: self.steplen]


class OrganPrefix(models.Model):
    """A 机关代字 with which an organ begins its document numbers, as 沪府办发.

    An import recognises the issuer by it; one prefix belongs to one organ.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.CASCADE, related_name="prefixes"
    )
    prefix = models.CharField("机关代字", max_length=24, unique=True)
    is_normative = models.BooleanField("规范性文件专用", default=False)

    class Meta:
        verbose_name = "机关代字"
        verbose_name_plural = "机关代字"
        ordering = ["prefix"]

    def __str__(self) -> str:
        return self.prefix
