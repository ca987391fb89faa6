"""Forms of the back office."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.accounts.permissions import may_grant_role
from portal.accounts.validators import policy
from portal.common.forms import SaidTexts


class PersonForm(SaidTexts, forms.ModelForm):  # type: ignore[type-arg]
    """A person's name and address; passwords and roles have their own acts."""

    class Meta:
        model = User
        fields = ["username", "full_name", "staff_number", "email"]
        help_texts: ClassVar[dict[str, str]] = {
            "email": "变更已有账号的电子邮箱，须经安全管理员确认才生效，并告知原来的邮箱。"
        }

    def _post_clean(self) -> None:
        """The address waits for the second office: the row keeps the one it has."""
        kept = self.instance.email
        super()._post_clean()  # type: ignore[misc]  # Django's own, which the stubs leave out
        if self.instance.pk:
            self.instance.email = kept


class NewPersonForm(PersonForm):
    """A new account for work, with a first password to be changed at the first sign-in."""

    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="首次登录时须由本人更换。",
    )

    def clean_password(self) -> str:
        """Hold the first password to the policy as well."""
        password: str = self.cleaned_data["password"]
        person = User(
            username=self.cleaned_data.get("username", ""),
            full_name=self.cleaned_data.get("full_name", ""),
            email=self.cleaned_data.get("email", ""),
        )
        password_validation.validate_password(password, person)
        return password

    def clean_username(self) -> str:
        """Names differ by more than capitals, because people sign in with either."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError("已有同名账号，请换一个用户名。")
        return username

    # The password comes last so that it can be compared with the names before it.
    field_order = ["username", "full_name", "email", "password"]


class VerifiedResetForm(SaidTexts, ResetPasswordForm):
    """A link for a new password goes only to an address whose owner has proved it is theirs, and
    only for the account where they did: whoever else wrote it there gains nothing by it.
    """

    def clean_email(self) -> str:
        email: str = super().clean_email()
        proved = EmailAddress.objects.filter(email__iexact=email, verified=True)
        owners = set(proved.values_list("user_id", flat=True))
        self.users: list[User] = [user for user in self.users if user.pk in owners]
        return email


class _OneSentence:
    """The policy of passwords beside the field, in a sentence instead of a list of prohibitions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = policy()  # type: ignore[attr-defined]  # a form's


class PolicySignupForm(SaidTexts, _OneSentence, SignupForm):
    """Registration."""


class PolicyChangeForm(_OneSentence, ChangePasswordForm):
    """A new password in place of the old one."""


class PolicySetForm(_OneSentence, SetPasswordForm):
    """A first password."""


class PolicyResetForm(_OneSentence, ResetPasswordKeyForm):
    """A new password by the link in a mail."""


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role for a person in an organ."""

    by: User

    class Meta:
        model = Membership
        fields = ["user", "organ", "role"]

    def clean(self) -> dict[str, Any]:
        """Say beforehand, in the form, why the act would be refused."""
        cleaned = super().clean() or self.cleaned_data
        if {"user", "organ", "role"} <= cleaned.keys():
            verdict = may_grant_role(
                self.by, cleaned["user"], cleaned["organ"], Role(cleaned["role"])
            )
            if not verdict:
                raise ValidationError(verdict.reason)
        return cleaned
