"""Indexes of pairs of neighbouring signs, by which the search of a list finds every substring."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import F, Func, TextField


class TextPairs(Func):
    """The pairs in the text of several columns, as the database's function `text_pairs` has them.
    A column that may be NULL stands alone: nothing is found beside one.
    """

    function = "text_pairs"
    arg_joiner = " || ' ' || "
    output_field = ArrayField(TextField())


def pairs_index(*columns: str, name: str) -> GinIndex:
    """The index of a model's columns, in the order in which `portal.desk.text_search.TextIndex`
    names them.
    """
    return GinIndex(TextPairs(*map(F, columns)), name=name)
