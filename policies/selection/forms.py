"""What voters choose and experts mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from portal.common.forms import MailField

if TYPE_CHECKING:
    from policies.selection.models import MarkCriterion
    from policies.selection.selectors import Nominee

_LONGEST_ADDRESS = 254


class BallotForm(forms.Form):
    """A choice, and an address where no account stands for one. `website` is a trap: people never
    see it.
    """

    chosen = forms.TypedMultipleChoiceField(
        label="选票",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一件。",
            "invalid_choice": "您选的解读有的已经退出评选，请重新选。",
            "invalid_list": "请重新选。",
        },
    )
    email = MailField(
        label="电子邮箱",
        max_length=_LONGEST_ADDRESS,
        help_text="发一封确认信，点了确认这一票才算数。确认以后只留下认不出本人的散列，公布结果时删除。",
        error_messages={
            "required": "请填写电子邮箱，好确认一人一票。",
            "invalid": "电子邮箱的写法不对，应如 name@example.com，请检查后改正。",
            "max_length": "电子邮箱最多%(limit_value)d个字符，请检查后改正。",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(
        self, data: Any = None, *, nominees: Sequence[Nominee], most: int, by_mail: bool
    ) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["chosen"].choices = [(each.row.pk, each.title) for each in nominees]
        self.most = most
        if not by_mail:
            del self.fields["email"]

    def clean_chosen(self) -> list[int]:
        """Not more than one may choose."""
        chosen: list[int] = self.cleaned_data["chosen"]
        if len(chosen) > self.most:
            raise forms.ValidationError(
                f"每人最多选{self.most}件，现在选了{len(chosen)}件，请去掉几件。"
            )
        return chosen

    @property
    def ticked(self) -> set[str]:
        """What was chosen when the form was sent, that it stays chosen."""
        return set(map(str, self["chosen"].value() or ()))


class MarkForm(forms.Form):
    """The points of one expert: a number for each nominee and criterion; a nominee is marked by all
    criteria or not yet.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        nominees: Sequence[Nominee],
        criteria: Sequence[MarkCriterion],
        given: Mapping[tuple[int, int], int],
    ) -> None:
        super().__init__(data)
        self.nominees, self.criteria = nominees, criteria
        for nominee in nominees:
            for criterion in criteria:
                key = nominee.row.pk, criterion.pk
                self.fields[_name(*key)] = forms.IntegerField(
                    label=f"{criterion}：{nominee.title}",
                    required=False,
                    min_value=0,
                    max_value=100,
                    initial=given.get(key),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                    error_messages={
                        "invalid": f"“{nominee.title}”的{criterion.name}应为0到100的整数。",
                        "min_value": f"“{nominee.title}”的{criterion.name}至少0分。",
                        "max_value": f"“{nominee.title}”的{criterion.name}最多100分。",
                    },
                )

    def clean(self) -> dict[str, Any]:
        """A nominee that was begun is finished, and something was marked."""
        cleaned: dict[str, Any] = super().clean() or {}
        for nominee in self.nominees:
            names = [_name(nominee.row.pk, criterion.pk) for criterion in self.criteria]
            missing = [name for name in names if name in cleaned and cleaned[name] is None]
            if missing and len(missing) < len(names):
                for name in missing:
                    self.add_error(name, f"“{nominee.title}”每项标准都要打分。")
        if not self.errors and not self.points:
            raise forms.ValidationError("还没有打分。请至少给一件打分。")
        return cleaned

    @property
    def points(self) -> dict[int, dict[int, int]]:
        """By nominee the points of each criterion, of those that were marked."""
        found: dict[int, dict[int, int]] = {}
        for nominee in self.nominees:
            for criterion in self.criteria:
                number = self.cleaned_data.get(_name(nominee.row.pk, criterion.pk))
                if number is not None:
                    found.setdefault(nominee.row.pk, {})[criterion.pk] = number
        return found

    @property
    def sheets(self) -> list[tuple[Nominee, list[Any]]]:
        """Each nominee with its fields."""
        return [
            (nominee, [self[_name(nominee.row.pk, each.pk)] for each in self.criteria])
            for nominee in self.nominees
        ]


def _name(nomination: int, criterion: int) -> str:
    return f"m{nomination}-{criterion}"
