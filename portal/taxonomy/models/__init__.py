from portal.taxonomy.models.category import DisclosureCategory
from portal.taxonomy.models.labels import Audience, PolicyTag, SubjectWord
from portal.taxonomy.models.theme import Theme

__all__ = ["Audience", "DisclosureCategory", "PolicyTag", "SubjectWord", "Theme"]
