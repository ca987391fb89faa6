"""Model fields whose column holds only sealed text.

A value is bound to its field and its row, so it can be sealed only where the row is known: by
`save` and `bulk_create`. A loaded row holds ciphertext; reading the attribute opens it each time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.checks import CheckMessage, Error
from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.db.models.query_utils import DeferredAttribute

from portal.vault.envelope import context_of, head_of, seal, unseal
from portal.vault.errors import NotPossible
from portal.vault.keys import current_ring
from portal.vault.models import SealedModel

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression

_LABEL = re.compile(r"\A[a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_]+")


@dataclass(frozen=True)
class Sealed:
    """A value as it stands in the column; only its row's attribute opens it."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return "（已加密）"


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is read; the instance itself keeps what the column holds."""

    field: SealedField

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return self.field.opened(instance, value) if isinstance(value, Sealed) else value

    # With a setter Python asks this class also for what the instance already holds.
    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value

    def __delete__(self, instance: models.Model) -> None:
        del instance.__dict__[self.field.attname]


class SealedField(models.TextField[Any, Any]):
    """What sealed fields share. Empty values stay empty: they may be set for many rows at once.

    `bound_to` keeps values readable after the model or the field has been renamed: it names the
    label under which they were sealed, `app.model.field`.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, bound_to: str = "", **kwargs: Any) -> None:
        self.bound_to = bound_to
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.bound_to:
            kwargs["bound_to"] = self.bound_to
        return name, path, args, kwargs

    @property
    def label(self) -> str:
        """The field's part in the context of its values."""
        return self.bound_to or f"{self.model._meta.label_lower}.{self.name}"

    def encoded(self, value: Any) -> bytes:
        """The bytes that are sealed for a value."""
        raise NotImplementedError

    def decoded(self, data: bytes) -> Any:
        """The value of the bytes that were sealed."""
        raise NotImplementedError

    def sealed(self, value: Any, *, seal_id: UUID) -> Sealed:
        """Seal a value for one row, e.g. for an `update()` of that row alone."""
        context = context_of(self.label, seal_id)
        return Sealed(seal(self.encoded(value), ring=current_ring(), context=context))

    def opened(self, instance: Any, sealed: Sealed) -> Any:
        """The value sealed for this row. Raises DoesNotOpen."""
        context = context_of(self.label, instance.seal_id)
        return self.decoded(unseal(sealed.text, ring=current_ring(), context=context))

    def held(self, instance: models.Model) -> Any:
        """What the instance holds, unopened: loaded values are `Sealed` or empty."""
        return instance.__dict__.get(self.attname)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002
        """Seal what is new or sealed the old way; nothing is written that would not open."""
        held = self.held(model_instance)
        if hasattr(held, "resolve_expression"):
            raise NotPossible(f"加密字段{self.label}只能赋值，不能用数据库表达式。")
        value = self.to_python(getattr(model_instance, self.attname))
        if not value:
            return value
        if not (isinstance(held, Sealed) and head_of(held.text).is_current(current_ring())):
            held = self.sealed(value, seal_id=model_instance.seal_id)  # type: ignore[attr-defined]
            setattr(model_instance, self.attname, held)
        return held

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, Sealed):
            return value.text
        if value is None:
            return None
        if not value:
            return ""
        raise NotPossible(
            f"加密字段{self.label}的值与所在行绑定：请用 save 或 bulk_create 保存，"
            "不能用 update、bulk_update 成批写入。"
        )

    def from_db_value(
        self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> Any:
        return Sealed(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise NotPossible(
            f"加密字段{self.label}不能用来查找（{lookup_name}），"
            "需要查找相同的值时请另设一列保存 blind_index。"
        )

    def get_transform(self, lookup_name: str) -> Any:
        return self.get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002
        raise NotPossible(f"加密字段{self.label}不能用 dumpdata 导出，请用 pg_dump 备份。")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return [*super().check(**kwargs), *self._check_row(), *self._check_options()]

    def _check_row(self) -> list[CheckMessage]:
        if issubclass(self.model, SealedModel):
            return []
        hint = "让模型继承 portal.vault.models.SealedModel。"
        return [Error("有加密字段的模型没有加密编号。", hint=hint, obj=self, id="vault.E001")]

    def _check_options(self) -> list[CheckMessage]:
        wrong = [name for name in ("primary_key", "unique", "db_index") if getattr(self, name)]
        if self.db_default is not NOT_PROVIDED:
            wrong.append("db_default")
        if self.has_default() and self.default:
            wrong.append("default")
        if self.choices:
            wrong.append("choices")
        meta = self.model._meta
        named = {name.lstrip("-") for name in meta.ordering or () if isinstance(name, str)}
        named.update(name for group in meta.unique_together for name in group)
        for rule in (*meta.indexes, *meta.constraints):
            named.update(getattr(rule, "fields", ()))
        if self.name in named:
            wrong.append("Meta")
        if self.bound_to and not _LABEL.fullmatch(self.bound_to):
            wrong.append("bound_to")
        hint = "密文每次都不同，不能排序、索引、设为唯一或有默认值；bound_to 写成 app.model.field。"
        return [
            Error(f"加密字段不能这样设置：{name}。", hint=hint, obj=self, id="vault.E002")
            for name in wrong
        ]


class SealedTextField(SealedField):
    """Text, sealed in its column."""

    def encoded(self, value: str) -> bytes:
        return value.encode()

    def decoded(self, data: bytes) -> str:
        return data.decode()
