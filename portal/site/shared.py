"""Which public pages are the same for everybody, and what each depends on: declared here alone.

Not here, and so made anew for each reader: whatever holds a form with its token, whatever a code
or an account opens, downloads, interfaces and feeds (which have tags of their own), the dossier
with its proof from the trail, and pages whose words change by the hour. A page that reads a table
it does not declare is not kept, and `tests/journeys/test_shared_pages.py` fails.
"""

from __future__ import annotations

from typing import Final

from portal.pages.registry import Page
from portal.site.preferences import Preferences

_FRAME: Final = frozenset({"organs.Organ", "organs.SiteProfile"})
_ROWS: Final = _FRAME | {
    "disclosure.Document", "disclosure.DocumentAttachment", "disclosure.DocumentIssuer",
    "disclosure.DocumentRelation", "disclosure.Work", "disclosure.WorkCompanion",
    "disclosure.WorkText", "taxonomy.Theme",
}  # fmt: skip
_LIBRARY: Final = _ROWS | {
    "disclosure.Column", "search.SearchEntry", "taxonomy.DisclosureCategory",
}  # fmt: skip
_TEXT: Final = _ROWS | {
    "disclosure.Document_audiences", "disclosure.Document_subject_words",
    "disclosure.Document_tags", "disclosure.Edition", "disclosure.EditionClosure",
    "files.StoredFile", "taxonomy.Audience",
    "taxonomy.DisclosureCategory", "taxonomy.PolicyTag", "taxonomy.SubjectWord",
}  # fmt: skip
_ASIDES: Final = frozenset({
    "decisions.Decision", "decisions.PublicationRecord", "policies.Basis", "policies.Concern",
    "policies.ConcernStatement", "policies.ConcernStatement_policies", "policies.Entry",
    "policies.EntryVersion", "policies.ExplainedPassage", "policies.ExplainedPolicy",
    "policies.Interpretation", "policies.ItemOfPolicy", "policies.MessageChannel",
    "policies.Part", "policies.PublishedMessage", "policies.ServiceItem", "policies.Vote",
})  # fmt: skip
_FOUND: Final = _ROWS | {
    "decisions.Consultation", "decisions.Decision", "decisions.Catalogue",
    "decisions.CatalogueItem", "policies.Basis", "policies.Concern", "policies.Entry",
    "policies.EntryVersion", "policies.ExplainedPolicy", "policies.Inquiry",
    "policies.Interpretation", "policies.PolicyCollection", "policies.PublishedMessage",
    "policies.ServiceItem", "search.SearchEntry",
}  # fmt: skip
_ANSWERS: Final = _FRAME | {
    "disclosure.Document", "policies.Basis", "policies.Entry", "policies.EntryVersion",
    "policies.Vote", "search.SearchEntry", "taxonomy.Theme",
}  # fmt: skip
_EXPLAINED: Final = _FRAME | {
    "disclosure.Document", "disclosure.Work", "disclosure.WorkText", "files.StoredFile",
    "policies.Contrast", "policies.ExplainedPassage", "policies.ExplainedPolicy",
    "policies.FilledElement", "policies.GuideElement", "policies.Interpretation",
    "policies.Part", "policies.Picture", "policies.Series", "search.SearchEntry",
    "taxonomy.Theme",
}  # fmt: skip
_GATHERED: Final = _FRAME | {
    "disclosure.Document", "disclosure.DocumentRelation", "policies.CollectionGroup",
    "policies.CollectionMember", "policies.CollectionVersion", "policies.PackCondition",
    "policies.PolicyCollection", "policies.PolicyCollection_tags", "taxonomy.Audience",
    "taxonomy.PolicyTag",
}  # fmt: skip
_CONCERNS: Final = _FRAME | {
    "disclosure.Document", "policies.Basis", "policies.Concern", "policies.ConcernStatement",
    "policies.ConcernStatement_messages", "policies.ConcernStatement_policies", "policies.Entry",
    "policies.EntryVersion", "policies.HotLine", "policies.HotList", "policies.PublishedMessage",
    "search.SearchEntry", "taxonomy.Theme",
}  # fmt: skip
_MESSAGES: Final = _FRAME | {
    "accounts.Membership", "disclosure.Document", "policies.Inquiry", "policies.Inquiry_messages",
    "policies.Message", "policies.MessageChannel", "policies.PublishedMessage", "taxonomy.Theme",
}  # fmt: skip
_SERVICES: Final = _FRAME | {
    "disclosure.Document", "policies.ItemOfPolicy", "policies.ServiceItem", "search.SearchEntry",
    "taxonomy.Theme",
}  # fmt: skip
_CATALOGUE: Final = _FRAME | {
    "decisions.Adjustment", "decisions.Catalogue", "decisions.CatalogueItem",
    "decisions.CatalogueTerm", "decisions.Completion", "decisions.Decision",
    "decisions.ItemEdition", "decisions.ItemEdition_joint", "disclosure.Document",
}  # fmt: skip
_DECISION: Final = _FRAME | {
    "decisions.Catalogue", "decisions.CatalogueItem", "decisions.CompetitionRecord",
    "decisions.Consultation", "decisions.Decision", "decisions.Decision_joint",
    "decisions.DraftRecord", "decisions.EvaluationRecord", "decisions.ExecutionRecord",
    "decisions.ExpertRecord", "decisions.LegalityRecord", "decisions.MeetingRecord",
    "decisions.Opinion", "decisions.ParticipationRecord", "decisions.PublicationRecord",
    "decisions.RiskRecord", "decisions.SimplifiedRecord", "decisions.Sitting", "decisions.Survey",
    "disclosure.Document", "search.SearchEntry",
}  # fmt: skip
_ASKED: Final = _FRAME | {
    "decisions.ChannelRecord", "decisions.Consultation", "decisions.Decision",
    "decisions.DraftClause", "decisions.DraftVersion", "decisions.Extension", "decisions.Opinion",
    "decisions.OpinionGroup",
}  # fmt: skip
_TAKING_PART: Final = ("decisions.Consultation.opens_at", "decisions.Consultation.closes_at")
_SURVEYS: Final = ("decisions.Survey.opens_at", "decisions.Survey.closes_at")
_SITTINGS: Final = tuple(
    f"decisions.Sitting.{column}"
    for column in ("opens_at", "closes_at", "draw_at", "meets_at", "objections_until")
)
# What people type is asked of the index each time; so the record of what was asked counts all.
_TYPED: Final = frozenset({"q"})

_frame: Final = Page(_FRAME)
_rows: Final = Page(_ROWS)
_consultation: Final = Page(_ASKED, turns=_TAKING_PART)
# With an item stand the course of its decision, and until when one may take part.
_items: Final = Page(_CATALOGUE | _DECISION, turns=(*_TAKING_PART, *_SURVEYS, *_SITTINGS))
_guide: Final = Page(_FRAME | {"platform.GuideVersion"})
_list: Final = Page(_LIBRARY, searches=True, apart=_TYPED)
_text: Final = Page(_TEXT)

PAGES: Final = {
    "site:home": Page(
        _ROWS | {"disclosure.Document_tags", "taxonomy.PolicyTag", "policies.PublishedMessage"}
    ),
    "site:platform": _rows,
    "site:regulations": _rows,
    "site:reports": _rows,
    "site:contents": Page(_ROWS | {"taxonomy.DisclosureCategory"}),
    "site:guide": _guide,
    "site:guide_of": _guide,
    "site:guide_version": _guide,
    "site:rules": Page(_ROWS | {"platform.RuleEntry"}),
    "site:sitemap": _rows,
    "site:accessibility": _frame,
    "site:contact": _frame,
    "site:privacy": _frame,
    "site:search": Page(_FOUND, searches=True, apart=_TYPED),
    "disclosure:library": _list,
    "disclosure:columns": _list,
    "disclosure:column": _list,
    "disclosure:document": Page(_TEXT | _ASIDES),
    "disclosure:sheet": _text,
    "disclosure:comparison": _text,
    "disclosure:editions": _text,
    "disclosure:edition": _text,
    "disclosure:rules": _rows,
    "disclosure:english": _rows,
    "disclosure:search_help": _frame,
    "disclosure:attachment": Page(_ROWS | {"files.FileReading", "files.StoredFile"}),
    "requests:home": _frame,
    "policies:interpretations": Page(_EXPLAINED, searches=True, apart=_TYPED),
    "policies:interpretation_edition": Page(_EXPLAINED),
    "policies:answers": Page(_ANSWERS, searches=True, apart=_TYPED),
    "policies:collections": Page(_GATHERED),
    "policies:collection_map": Page(_GATHERED),
    "policies:concerns": Page(_CONCERNS, searches=True, apart=_TYPED),
    "policies:concern": Page(_CONCERNS),
    "policies:hot_list": Page(_CONCERNS),
    "policies:inquiries": Page(_MESSAGES),
    "policies:inquiry": Page(_MESSAGES),
    "policies:services": Page(_SERVICES, searches=True, apart=_TYPED),
    "policies:service_item": Page(_SERVICES),
    "policies:messages": Page(_MESSAGES, apart=_TYPED),
    "decisions:catalogues": Page(_CATALOGUE),
    "decisions:catalogue": _items,
    "decisions:catalogue_item": _items,
    "decisions:decisions": Page(_DECISION, searches=True, apart=_TYPED),
    "decisions:decision": Page(_DECISION, turns=(*_TAKING_PART, *_SURVEYS, *_SITTINGS)),
    "decisions:draft": Page(_DECISION),
    "decisions:consultations": _consultation,
    "decisions:consultation": _consultation,
    "decisions:consultation_draft": _consultation,
    "decisions:consultation_outcome": _consultation,
    "decisions:consultation_ledger": _consultation,
    "decisions:surveys": Page(_FRAME | {"decisions.Survey"}, turns=_SURVEYS),
    "decisions:event_plans": Page(
        _FRAME | {"decisions.EventPlan", "decisions.PlanTarget", "decisions.PlannedEvent"}
    ),
}
# Of drafts no shared page shows anything: whoever writes one turns no page of others.
_PUBLISHED: Final = "status = 'published'"
_OF_PUBLISHED: Final = (
    "document_id IN (SELECT id FROM disclosure_document WHERE status = 'published')"
)
COUNTED: Final = {
    "disclosure.Document": _PUBLISHED,
    "disclosure.DocumentAttachment": _OF_PUBLISHED,
    "disclosure.DocumentIssuer": _OF_PUBLISHED,
    "disclosure.Document_audiences": _OF_PUBLISHED,
    "disclosure.Document_subject_words": _OF_PUBLISHED,
    "disclosure.Document_tags": _OF_PUBLISHED,
}


def reading(cookie: str) -> str:
    """The reader's choices in their one written form."""
    return Preferences.read(cookie).cookie
