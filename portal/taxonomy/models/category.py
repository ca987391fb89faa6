"""法定主动公开内容: the items of Art. 20 of the Regulation."""

from django.db import models

from portal.statute import Article


class DisclosureCategory(models.Model):
    """One item of Art. 20, or of what Art. 21 adds for districts and towns."""

    article = models.PositiveSmallIntegerField("条")
    item = models.PositiveSmallIntegerField("项")
    name = models.CharField("名称", max_length=60)
    wording = models.CharField("法定表述", max_length=200)

    class Meta:
        verbose_name = "法定主动公开类别"
        verbose_name_plural = "法定主动公开类别"
        ordering = ["article", "item"]
        constraints = [
            models.UniqueConstraint(fields=["article", "item"], name="category_item_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def basis(self) -> Article:
        """The article and item this category stands in."""
        return Article(self.article, paragraph=1, item=self.item)
