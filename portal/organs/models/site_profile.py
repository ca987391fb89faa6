"""What the head and foot of every page say of the site (政府网站发展指引)."""

from django.core.validators import RegexValidator
from django.db import models

from portal.organs.models.organ import Organ

SITE_ID_CODE = RegexValidator(r"^(?:bm\d{8}|\d{10})$", "网站标识码是10位数字，或 bm 加8位数字。")
POLICE_RECORD = RegexValidator(r"^\d{14}$", "公安备案号是14位数字。")
POSTCODE = RegexValidator(r"^\d{6}$", "邮政编码是6位数字。")


class SiteProfile(models.Model):
    """The elements of the site's masthead and footer; a missing one fails the deploy check."""

    organ = models.OneToOneField(
        Organ, verbose_name="主办单位", on_delete=models.PROTECT, related_name="site_profile"
    )
    name = models.CharField("网站名称", max_length=100)
    tagline = models.CharField("副题", max_length=100, blank=True)
    domain = models.CharField("域名", max_length=200)
    id_code = models.CharField("网站标识码", max_length=10, validators=[SITE_ID_CODE])
    operator = models.CharField("承办单位", max_length=200)
    address = models.CharField("地址", max_length=200)
    phone = models.CharField("联系电话", max_length=60)
    hotline = models.CharField("服务热线", max_length=30, default="12345")
    postcode = models.CharField("邮政编码", max_length=6, validators=[POSTCODE])
    icp_number = models.CharField("ICP备案编号", max_length=60)
    police_number = models.CharField("公安备案号", max_length=14, validators=[POLICE_RECORD])
    is_demo = models.BooleanField(
        "演示站点", default=False, help_text="演示站点在每页标明“演示”，不显示党政机关标识"
    )
    is_current = models.BooleanField("本站使用", default=False)

    class Meta:
        verbose_name = "站点信息"
        verbose_name_plural = "站点信息"
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_current_site_profile",
            )
        ]

    def __str__(self) -> str:
        return self.name
