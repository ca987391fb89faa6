"""Settings of the version before, without what it installed and the present one no longer needs.

Nothing of ours is left out: only packages of others that are not there.
"""

from importlib.util import find_spec

from portal.settings.testing import *  # noqa: F403
from portal.settings.testing import INSTALLED_APPS as _APPS
from portal.settings.testing import MIDDLEWARE as _MIDDLEWARE


def _is_there(name: str) -> bool:
    package = name.split(".", maxsplit=1)[0]
    # unfold's part for a package that is gone goes with it.
    gone = "import_export" in name and find_spec("import_export") is None
    return find_spec(package) is not None and not gone


INSTALLED_APPS = [name for name in _APPS if _is_there(name)]
MIDDLEWARE = [name for name in _MIDDLEWARE if _is_there(name)]
