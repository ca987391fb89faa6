"""Vocabulary of interpretations."""

from django.db.models import TextChoices


class Stage(TextChoices):
    """When in the life of a policy it is explained."""

    DRAFT = "draft", "草案解读"
    RELEASE = "release", "发布解读"
    FOLLOW_UP = "follow_up", "跟踪解读"
    EXTENDED = "extended", "延伸解读"


class Form(TextChoices):
    """In which form; what counts towards 多元化 are different forms, not files."""

    WRITTEN = "written", "文字"
    PICTURES = "pictures", "图解"
    QUESTIONS = "questions", "问答"
    FILM = "film", "视频"
    SOUND = "sound", "音频"
    SCENE = "scene", "场景演示"
    CARTOON = "cartoon", "漫画动漫"
    EXPERT = "expert", "专家解读"
    INTERVIEW = "interview", "访谈"
    PRESS = "press", "发布会"
    BRIEFING = "briefing", "政策通气会"
    ARTICLE = "article", "负责人文章"
    FOREIGN = "foreign", "外文"
    COURSE = "course", "辅导课件"


# Another language is a version and no form of its own; slides go with a form.
NO_FORM = (Form.FOREIGN, Form.COURSE)
# What is watched or heard.
RECORDED = (Form.FILM, Form.SOUND)


class PolicyKind(TextChoices):
    """What kind of policy it is, by which the required elements are found."""

    NORMATIVE = "normative", "规章、规范性文件"
    BENEFIT = "benefit", "惠企、补贴"
    PLAN = "plan", "规划"
    DUTY = "duty", "管理、处罚"
    OTHER = "other", "其他"


class Understood(TextChoices):
    """What a reader says of it."""

    YES = "yes", "明白了"
    PARTLY = "partly", "有一部分不明白"
    NO = "no", "没看懂"
