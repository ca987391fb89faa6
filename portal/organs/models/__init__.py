from portal.organs.models.organ import Organ, OrganPrefix
from portal.organs.models.site_profile import SiteProfile

__all__ = ["Organ", "OrganPrefix", "SiteProfile"]
