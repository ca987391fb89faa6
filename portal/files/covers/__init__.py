"""What hides text that is still in the file: drawn over, painted in its ground, too small, cut off.

Pure: bytes in, :class:`Cover` rows out.
"""

from portal.files.covers.cover import Cover
from portal.files.covers.dispatch import covers

__all__ = ["Cover", "covers"]
