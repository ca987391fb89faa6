"""The editor of a text: where it has pasted text read, and where its pictures are."""

from __future__ import annotations

from django.urls import reverse

from portal.text.forms import ANY_FILE, TextEditor


def addressed(editor: TextEditor, rows: str, pk: int | None) -> None:
    """Give the editor the addresses of one of the `rows` ("disclosure_document"); one that is not
    saved yet has nowhere to put pictures.
    """
    editor.clean_address = reverse("admin:disclosure_document_pasted")
    if pk is not None:
        editor.upload_address = reverse(f"admin:{rows}_pictures", args=[pk])
        editor.picture_address = reverse(f"admin:{rows}_picture", args=[pk, ANY_FILE])
