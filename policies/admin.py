"""The staff pages of every room, where Django looks for them."""

from policies.answers.admin import ConsumerAdmin, EntryAdmin, FeedbackAdmin
from policies.audiences.admin import AudienceTermAdmin, PushAdmin, TagMeaningAdmin
from policies.collections.admin import CollectionVersionAdmin
from policies.concerns.admin import ConcernAdmin, HotListAdmin
from policies.inquiries.admin import InquiryAdmin
from policies.interpretations.admin.case import InterpretationAdmin
from policies.interpretations.admin.rules import ElementAdmin, InStepAdmin, StepExceptionAdmin
from policies.messages.admin.case import MessageAdmin
from policies.messages.admin.channels import MessageChannelAdmin, ResponsibilityAdmin
from policies.messages.admin.phrases import StockPhraseAdmin
from policies.partners.admin import PartnerAdmin
from policies.relays.admin import RelayAdmin, RelayTaskAdmin
from policies.selection.admin import SelectionAdmin
from policies.service_items.admin import ItemOfPolicyAdmin, ServiceItemAdmin

__all__ = [
    "AudienceTermAdmin",
    "CollectionVersionAdmin",
    "ConcernAdmin",
    "ConsumerAdmin",
    "ElementAdmin",
    "EntryAdmin",
    "FeedbackAdmin",
    "HotListAdmin",
    "InStepAdmin",
    "InquiryAdmin",
    "InterpretationAdmin",
    "ItemOfPolicyAdmin",
    "MessageAdmin",
    "MessageChannelAdmin",
    "PartnerAdmin",
    "PushAdmin",
    "RelayAdmin",
    "RelayTaskAdmin",
    "ResponsibilityAdmin",
    "SelectionAdmin",
    "ServiceItemAdmin",
    "StepExceptionAdmin",
    "StockPhraseAdmin",
    "TagMeaningAdmin",
]
