"""The vocabulary of collections."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """A theme gathers documents; a pack says what one audience can get, and how."""

    THEME = "theme", "专题"
    PACK = "pack", "政策服务包"


class Settled(TextChoices):
    """What became of a document that bears a tag of the collection."""

    OPEN = "open", "待编辑"
    INCLUDED = "included", "已编入"
    DECLINED = "declined", "不编入"
    GONE = "gone", "文件已撤下"
