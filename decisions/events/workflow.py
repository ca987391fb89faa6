"""An event and a sign-up as data: what is done to them, and what the portal does by itself."""

from portal.statute import PRIVACY_LAW, Article, Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

PLANNER, REVIEWER = "participation", "decision_reviewer"
# Not a role for an organ: whoever signed up, by account or by number and code.
ATTENDEE = "attendee"

# No law says how open days are held; the year's 工作要点 do, which bind the organ.
POINTS = OwnRule(law=Law("工作要点", "年度政务公开工作要点", "机关工作要求"))
# Places, lists and check-in are the portal's own rules (docs/decisions.md).
PLACES = OwnRule(law=Law("开放活动规则", "开放活动报名和签到规则", "机关自定"))


class Status(State):
    """Where an event stands."""

    DRAFT = "draft", "拟定中", "info", PLANNER, True
    REVIEW = "review", "待发布", "warning", REVIEWER, True
    PUBLISHED = "published", "已发布", "success", PLANNER, True
    FINISHED = "finished", "已办完", "success"
    CALLED_OFF = "called_off", "已取消", "danger"
    DISCARDED = "discarded", "已放弃", "info"


_S = Status
_SHOWN = (_S.PUBLISHED, _S.FINISHED)
SESSIONS_GROUP, PAGE_GROUP, SUGGESTIONS_GROUP, END_GROUP = "场次", "网页", "建议", "结束"
_ACTS = (
    Act("write", "修改内容", (_S.DRAFT,), SAME, PLANNER, POINTS, "修改活动草稿", is_main=True),
    Act("add_session", "加一场", (_S.DRAFT,), SAME, PLANNER, POINTS, "增加活动场次",
        is_main=True),
    Act("drop_session", "去掉一场", (_S.DRAFT,), SAME, PLANNER, POINTS, "去掉草稿里的场次",
        group=SESSIONS_GROUP),
    Act("change_session", "改场次", (_S.DRAFT, _S.PUBLISHED), SAME, PLANNER, POINTS,
        "修改活动场次", group=SESSIONS_GROUP),
    Act("call_off_session", "取消一场", (_S.PUBLISHED,), SAME, REVIEWER, POINTS,
        "取消活动场次", needs_reason=True, group=SESSIONS_GROUP),
    Act("submit", "送发布", (_S.DRAFT,), _S.REVIEW, PLANNER, POINTS, "活动送发布", is_main=True),
    Act("publish", "发布", (_S.REVIEW,), _S.PUBLISHED, REVIEWER, POINTS, "发布活动",
        apart_from=("write", "add_session", "change_session", "submit"), is_main=True),
    Act("return", "退回修改", (_S.REVIEW,), _S.DRAFT, REVIEWER, POINTS, "退回活动草稿",
        needs_reason=True),
    Act("discard", "放弃草稿", (_S.DRAFT,), _S.DISCARDED, PLANNER, POINTS, "放弃活动草稿",
        needs_reason=True, group=END_GROUP),
    Act("link", "直播和回放", _SHOWN, SAME, PLANNER, POINTS, "登记直播、回放地址",
        group=PAGE_GROUP),
    Act("add_material", "加材料、图片", (_S.DRAFT, *_SHOWN), SAME, PLANNER, POINTS,
        "登记活动的材料、图片", group=PAGE_GROUP),
    Act("drop_material", "去掉材料、图片", (_S.DRAFT, *_SHOWN), SAME, PLANNER, POINTS,
        "去掉活动的材料、图片", group=PAGE_GROUP),
    Act("clear_material", "确认材料、图片可以公开", (_S.DRAFT, *_SHOWN), SAME, REVIEWER, POINTS,
        "确认活动的材料、图片可以公开", apart_from=("add_material",), needs_reason=True,
        group=PAGE_GROUP),
    Act("answer_suggestions", "写明建议的处理结果", _SHOWN, SAME, PLANNER, POINTS,
        "写明活动以后建议的处理结果", group=SUGGESTIONS_GROUP),
    Act("publish_suggestions", "公布建议的处理结果", (_S.FINISHED,), SAME, REVIEWER, POINTS,
        "公布活动以后建议的处理结果", apart_from=("answer_suggestions",), is_main=True,
        group=SUGGESTIONS_GROUP),
    Act("finish", "登记办完", (_S.PUBLISHED,), _S.FINISHED, PLANNER, POINTS, "活动办完",
        is_main=True),
    Act("call_off", "取消活动", (_S.PUBLISHED,), _S.CALLED_OFF, REVIEWER, POINTS, "取消活动",
        needs_reason=True, group=END_GROUP),
)  # fmt: skip
# What anyone reads.
SHOWN = (*_SHOWN, _S.CALLED_OFF)
WORKFLOW = Workflow(
    Status,
    Status.DRAFT,
    _ACTS,
    groups=(SESSIONS_GROUP, PAGE_GROUP, SUGGESTIONS_GROUP, END_GROUP),
    openings={"draft": "拟定活动"},
)


class Place(State):
    """Where a sign-up stands."""

    WAITING = "waiting", "候补", "warning", "", True
    OFFERED = "offered", "请确认名额", "warning", ATTENDEE, True
    SEATED = "seated", "已报上", "success", "", True
    WITHDRAWN = "withdrawn", "已取消", "info"
    DECLINED = "declined", "没有要名额", "info"
    LAPSED = "lapsed", "逾期没有确认", "info"
    STRUCK = "struck", "机关取消", "danger"
    CALLED_OFF = "called_off", "活动取消", "danger"


_P = Place
_ENDED = tuple(state for state in _P if not state.is_open)
_KEEPING = Article(47, law=PRIVACY_LAW)
_SIGNUP_ACTS = (
    Act("accept", "要这个名额", (_P.OFFERED,), _P.SEATED, ATTENDEE, PLACES, "确认递补的名额"),
    Act("decline", "不要了", (_P.OFFERED,), _P.DECLINED, ATTENDEE, PLACES, "不要递补的名额"),
    Act("withdraw", "取消报名", _P.open, _P.WITHDRAWN, ATTENDEE, PLACES, "报名人取消报名"),
    Act("strike", "取消这个报名", _P.open, _P.STRUCK, PLANNER, PLACES, "机关取消报名",
        needs_reason=True),
    Act("hold", "延长保存", _ENDED, SAME, PLANNER, _KEEPING, "延长保存报名人的个人信息",
        needs_reason=True),
    Act("lift_hold", "解除延长保存", _ENDED, SAME, PLANNER, _KEEPING, "解除延长保存",
        needs_reason=True),
)  # fmt: skip
# What the portal does to those it concerns, by itself or with a session.
_MOVES = (
    Act("seat", "递补", (_P.WAITING,), _P.SEATED, PLANNER, PLACES, "候补递补"),
    Act("offer", "请确认", (_P.WAITING,), _P.OFFERED, PLANNER, PLACES, "请候补的人确认名额"),
    Act("lapse", "逾期", (_P.OFFERED,), _P.LAPSED, PLANNER, PLACES, "到时没有确认，名额给下一个"),
    Act("call_off", "活动取消", _P.open, _P.CALLED_OFF, PLANNER, PLACES, "场次取消，报名失效"),
)  # fmt: skip
SIGNUP_WORKFLOW = Workflow(
    Place,
    Place.SEATED,
    _SIGNUP_ACTS,
    in_bulk=_MOVES,
    party=ATTENDEE,
    openings={"submit": "报名"},
)
# These hold places: an offer holds its own until it ends.
HOLDING = (Place.SEATED, Place.OFFERED)


class Said(State):
    """Where a suggestion of somebody who came stands."""

    RECEIVED = "received", "已收到", "warning", PLANNER, True
    ANSWERED = "answered", "已处理，待公布", "info", REVIEWER, True
    TOLD = "told", "已反馈", "success"
    WITHDRAWN = "withdrawn", "已撤回", "info"


_H = Said
_CONSENT = Article(25, law=PRIVACY_LAW)
_STANDING = (_H.RECEIVED, _H.ANSWERED, _H.TOLD)
_SUGGESTION_ACTS = (
    Act("show", "公开这条建议", _STANDING, SAME, PLANNER, _CONSENT,
        "经本人同意，公开隐去个人信息的建议", is_main=True),
    Act("hide", "撤下公开", _STANDING, SAME, PLANNER, _CONSENT, "撤下公开的建议",
        needs_reason=True),
    Act("withdraw", "撤回建议", (_H.RECEIVED,), _H.WITHDRAWN, ATTENDEE, POINTS, "本人撤回建议"),
    Act("withdraw_consent", "不再同意公开", (*_STANDING, _H.WITHDRAWN), SAME, ATTENDEE, _CONSENT,
        "本人不再同意公开建议"),
)  # fmt: skip
# What its event does to those it concerns.
_ANSWERS = (
    Act("answer", "写明处理结果", (_H.RECEIVED, _H.ANSWERED), _H.ANSWERED, PLANNER, POINTS,
        "写明建议的处理结果"),
    Act("tell", "反馈", (_H.ANSWERED,), _H.TOLD, REVIEWER, POINTS, "公布建议的处理结果"),
)  # fmt: skip
SUGGESTION_WORKFLOW = Workflow(
    Said,
    Said.RECEIVED,
    _SUGGESTION_ACTS,
    in_bulk=_ANSWERS,
    party=ATTENDEE,
    openings={"submit": "提出建议"},
)
