"""A document as people name it: by its number, its index number, its address or its whole title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django import forms

from disclosure.models import Document
from portal.organs.docnumbers import parse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

NAMED: Final = "发文字号、索引号、网址，或完整标题"
_ADDRESS = re.compile(r"/document(?:s|/)(?:/)?(\d{1,15})/")
_MOST = 5


def named_document(text: str, *, reader: User | AnonymousUser) -> Document:
    """The one document meant; what the reader may not read is not found. Raises ValidationError
    for none and for several.
    """
    text = text.strip()
    seen = Document.objects.readable_by(reader) | Document.objects.of_own_organs(reader)
    number = parse(text)
    if address := _ADDRESS.search(text):
        found = seen.filter(pk=int(address[1]))
    elif number:
        found = seen.filter(doc_number_key=number.key)
    else:
        found = seen.filter(index_no=text) | seen.filter(title=text)
    rows: list[Document] = list(found.distinct()[:_MOST])
    if not rows:
        raise forms.ValidationError("没有找到这份文件，请核对发文字号、索引号、网址或标题。")
    if len(rows) > 1:
        raise forms.ValidationError("有几份文件与此相符，请改填它的网址或索引号。")
    return rows[0]
