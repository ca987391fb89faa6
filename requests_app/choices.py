"""Vocabulary of applications for government information."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """How an application came in; the day of receipt follows from it (第三十一条)."""

    ONLINE = "online", "网上提交"
    IN_PERSON = "in_person", "当面提交"
    SIGNED_MAIL = "signed_mail", "挂号信、特快专递"
    PLAIN_LETTER = "plain_letter", "平常信函"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"
    PHONE = "phone", "电话口头提出（书面确有困难的）"


# These an organ can never refuse; the others only if it does not offer them (law.md R4).
ALWAYS_OPEN = (Channel.IN_PERSON, Channel.SIGNED_MAIL, Channel.PLAIN_LETTER)
# The day of receipt is the day on which both sides have confirmed.
CONFIRMED = (
    Channel.ONLINE,
    Channel.FAX,
    Channel.PLAIN_LETTER,
    Channel.EMAIL,
    Channel.PHONE,
)


class ApplicantKind(TextChoices):
    """The six columns of the annual report's table three."""

    PERSON = "person", "自然人"
    COMPANY = "company", "商业企业"
    RESEARCH = "research", "科研机构"
    WELFARE = "welfare", "社会公益组织"
    LEGAL = "legal", "法律服务机构"
    OTHER = "other", "其他组织"


class IdentityKind(TextChoices):
    """What proves who the applicant is."""

    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    PERMIT = "permit", "港澳台居民居住证、来往内地通行证"
    CREDIT_CODE = "credit_code", "统一社会信用代码证"
    OTHER = "other", "其他有效证件"


class Medium(TextChoices):
    """In what form the information is wanted (第二十九条第二款第三项)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子文件"
    INSPECTION = "inspection", "现场查阅、抄录"


class DeliveryWay(TextChoices):
    """By which way the answer is wanted, or was delivered."""

    POST = "post", "邮寄"
    IN_PERSON = "in_person", "当面领取"
    EMAIL = "email", "电子邮件"
    ONLINE = "online", "本网站查看"
    ENTRUSTED = "entrusted", "委托其他行政机关代为送达"


class ConsultationKind(TextChoices):
    """Whose opinion is asked: what silence means differs (第三十二条, 第三十四条)."""

    THIRD_PARTY = "third_party", "第三方"
    CO_MAKER = "co_maker", "共同制作机关"


class Opinion(TextChoices):
    """What came of asking."""

    AGREES = "agrees", "同意公开"
    OBJECTS = "objects", "不同意公开"
    PARTLY = "partly", "同意部分公开"
    NONE = "none", "没有意见：退回、无法送达，或者不再征求"


# What the other side can say; the organ alone ends a letter without an opinion.
OPINIONS = tuple(choice for choice in Opinion.choices if choice[0] != Opinion.NONE)


class ServiceWay(TextChoices):
    """How a letter that asks for an opinion arrived."""

    IN_PERSON = "in_person", "直接送达"
    POST = "post", "邮寄送达"
    ENTRUSTED = "entrusted", "委托送达"
    ONLINE = "online", "对方在网上确认收到"


class ReviewKind(TextChoices):
    """Who judged a draft answer."""

    REVIEW = "review", "审核"
    SECOND = "second", "复核"
    SECRECY = "secrecy", "保密审查"


class FeeScale(TextChoices):
    """By which of the two scales a fee is asked for; never by both (费办法第三条)."""

    ITEMS = "items", "按件"
    PAGES = "pages", "按量"


class ContactWay(TextChoices):
    """How officer and applicant spoke to each other."""

    PHONE = "phone", "电话"
    IN_PERSON = "in_person", "当面"
    LETTER = "letter", "信函"
    EMAIL = "email", "电子邮件"
    OTHER = "other", "其他"


class RemedyRoute(TextChoices):
    """The three blocks of the annual report's table four."""

    REVIEW = "review", "行政复议"
    SUIT = "suit", "未经复议直接起诉"
    SUIT_AFTER_REVIEW = "suit_after", "复议后起诉"


class RemedyResult(TextChoices):
    """How it ended; without one it is 尚未审结."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"
