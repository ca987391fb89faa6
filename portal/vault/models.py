"""What a model with sealed fields inherits."""

import uuid

from django.db import models


class SealedModel(models.Model):
    """A row whose sealed values are bound to its own identifier, known before it is inserted."""

    seal_id = models.UUIDField("加密编号", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
