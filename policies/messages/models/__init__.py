from policies.messages.models.channel import MessageChannel, Responsibility
from policies.messages.models.conversation import MessageAnswer, MessageRating, MessageWord, Revisit
from policies.messages.models.message import Message, MessageAct, MessagePaper
from policies.messages.models.phrase import StockPhrase
from policies.messages.models.published import AlsoAsked, GramCount, PublishedMessage, ShownMatch
from policies.messages.models.referral import Referral

__all__ = [
    "AlsoAsked",
    "GramCount",
    "Message",
    "MessageAct",
    "MessageAnswer",
    "MessageChannel",
    "MessagePaper",
    "MessageRating",
    "MessageWord",
    "PublishedMessage",
    "Referral",
    "Responsibility",
    "Revisit",
    "ShownMatch",
    "StockPhrase",
]
