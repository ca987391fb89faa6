"""Sets a document as a 公文: Word file and pages. Pure: a `Sheet` in, bytes out."""

from portal.papers.typesetting.pages import pdf_bytes
from portal.papers.typesetting.sheet import LetterSheet, Sheet
from portal.papers.typesetting.word import docx_bytes

__all__ = ["LetterSheet", "Sheet", "docx_bytes", "pdf_bytes"]
