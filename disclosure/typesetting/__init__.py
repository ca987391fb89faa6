"""Sets a document as a 公文: Word file and pages. Pure: a `Sheet` in, bytes out."""

from disclosure.typesetting.paper import pdf_bytes
from disclosure.typesetting.sheet import LetterSheet, Sheet
from disclosure.typesetting.word import docx_bytes

__all__ = ["LetterSheet", "Sheet", "docx_bytes", "pdf_bytes"]
