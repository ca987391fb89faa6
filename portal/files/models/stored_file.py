"""An uploaded file as received, and the cleaned copy that may be published."""

import uuid

import pgtrigger
from django.db import models
from django.db.models.fields.files import FieldFile

from portal.files.choices import Recognition
from portal.organs.models import Organ


def received_path(stored: "StoredFile", _name: str) -> str:
    """Where the file is kept as received: never served."""
    return f"received/{stored.sha256[:2]}/{stored.public_id}.{stored.extension}"


def cleaned_path(stored: "StoredFile", _name: str) -> str:
    """Where the cleaned copy is kept: served when the owner is public."""
    return f"clean/{stored.cleaned_sha256[:2]}/{stored.public_id}.{stored.extension}"


class StoredFile(models.Model):
    """A checked upload. It belongs to whatever row points at it, never the other way round."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=8)
    media_type = models.CharField("媒体类型", max_length=100)
    extension = models.CharField("扩展名", max_length=8)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    received = models.FileField("原件", upload_to=received_path, max_length=200)
    cleaned = models.FileField("公开副本", upload_to=cleaned_path, max_length=200, blank=True)
    cleaned_size = models.PositiveBigIntegerField("公开副本字节数", default=0)
    cleaned_sha256 = models.CharField("公开副本 SHA-256", max_length=64, blank=True)
    text = models.TextField("提取的文本", blank=True)
    text_error = models.CharField("未能提取的原因", max_length=300, blank=True)
    # {"what", "blocks", "page", "box"}, as in extraction.Doubt; what says nothing is left out.
    doubts = models.JSONField("提取时的疑点", default=list, blank=True)
    recognition = models.CharField(
        "文字识别", max_length=8, choices=Recognition, blank=True, default=""
    )
    made_by_ai = models.BooleanField("人工智能生成", default=False, editable=False)
    uploaded_at = models.DateTimeField("上传时间")
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)
    uploaded_by_id = models.BigIntegerField("上传人编号")

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        triggers = [
            pgtrigger.Trigger(
                name="label_of_machines_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__made_by_ai=True, new__made_by_ai=False),
                func="RAISE EXCEPTION 'the label of what machines made stays';",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> FieldFile:
        """What the public copy is made from: the newest redacted file, else the one received."""
        newest = self.redactions.last()
        return newest.content if newest is not None else self.received

    @property
    def is_recognised(self) -> bool:
        """Whether its text is 识别文字: read from pictures, and named so wherever it is shown."""
        return self.recognition == Recognition.DONE

    @property
    def sights_folder(self) -> str:
        """Where the pictures of its pages are kept (`portal.files.originals`): never served."""
        return f"sights/{self.public_id}"

    def sights(self) -> list[str]:
        """The names of the pictures of its pages, which go when it may not be seen any more."""
        storage = self.received.storage
        if not storage.exists(self.sights_folder):
            return []
        return [f"{self.sights_folder}/{name}" for name in storage.listdir(self.sights_folder)[1]]
