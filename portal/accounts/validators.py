"""The password policy beyond what Django brings."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.services.passwords import REMEMBERED, remember_password


class LengthValidator(MinimumLengthValidator):
    """Django's own check; its message has lost its Chinese translation in 5.2."""

    def get_error_message(self) -> str:
        return f"密码太短，至少要有{self.min_length}个字符。"


class CharacterClassesValidator:
    """At least so many of: small letters, capitals, digits, everything else."""

    def __init__(self, min_classes: int = 3) -> None:
        self.min_classes = min_classes

    def validate(self, password: str, _user: AbstractBaseUser | None = None) -> None:
        """Raise when the password mixes too few classes."""
        ascii_letters = [char for char in password if char.isascii() and char.isalpha()]
        classes = (
            any(char.islower() for char in ascii_letters),
            any(char.isupper() for char in ascii_letters),
            any(char.isdigit() for char in password),
            any(not char.isdigit() and char not in ascii_letters for char in password),
        )
        if sum(classes) < self.min_classes:
            raise ValidationError(self.get_help_text(), code="password_too_few_classes")

    def get_help_text(self) -> str:
        return f"密码须包含大写字母、小写字母、数字、符号中的至少{self.min_classes}种。"


def policy() -> str:
    """Everything the password policy asks, in one sentence beside the field."""
    longest = next(
        each.min_length
        for each in password_validation.get_default_password_validators()
        if isinstance(each, LengthValidator)
    )
    return (
        f"至少{longest}个字符，大写字母、小写字母、数字、符号中用三种；"
        f"不要用常见的密码、与用户名或者姓名相近的密码、最近{REMEMBERED}次用过的密码。"
    )


class ReuseValidator:
    """None of the latest passwords again. Django tells it of each password that is saved."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise when one of the person's latest passwords was the same."""
        if not isinstance(user, User) or user.pk is None:
            return
        latest = user.password_history.values_list("password", flat=True)[:REMEMBERED]
        if any(check_password(password, hashed) for hashed in latest):
            raise ValidationError(self.get_help_text(), code="password_reused")

    def password_changed(self, _password: str, user: AbstractBaseUser | None = None) -> None:
        """Called by Django after any save of a new password, from a form or a command."""
        if isinstance(user, User):
            remember_password(user=user, at=timezone.now())

    def get_help_text(self) -> str:
        return f"密码不能与最近{REMEMBERED}次使用过的相同。"
