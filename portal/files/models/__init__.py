"""Models of uploaded files."""

from portal.files.models.file_reading import FileReading
from portal.files.models.file_structure import FileStructure
from portal.files.models.redaction import Redaction
from portal.files.models.stored_file import StoredFile

__all__ = ["FileReading", "FileStructure", "Redaction", "StoredFile"]
