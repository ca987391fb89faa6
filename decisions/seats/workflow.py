"""A meeting open to representatives, and an application for a seat, as data."""

from portal.statute import DECISION_RULES, PRIVACY_LAW, Article, Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

OFFICER, REVIEWER = "participation", "decision_reviewer"
# Not a role for an organ: whoever applied, by account or by number and code.
APPLICANT = "applicant"

# No law says how representatives are found; 国办发〔2016〕80号 and the 工作要点 ask that they come.
RULE = OwnRule(law=Law("列席规则", "公众代表列席和抽签规则", "机关自定"))


class Status(State):
    """Where a meeting stands."""

    DRAFT = "draft", "拟定中", "info", OFFICER, True
    REVIEW = "review", "待公告", "warning", REVIEWER, True
    ANNOUNCED = "announced", "报名", "success", OFFICER, True
    CLOSED = "closed", "名单已公布", "warning", OFFICER, True
    CHOSEN = "chosen", "代表已产生", "success", OFFICER, True
    HELD = "held", "已开会", "warning", OFFICER, True
    TOLD = "told", "已反馈", "success"
    ABORTED = "aborted", "已中止", "danger"
    DISCARDED = "discarded", "已放弃", "info"


_S = Status
DRAW_GROUP, PEOPLE_GROUP, HEARING_GROUP, END_GROUP = "抽签", "代表", "听证", "结束"
# Names before, materials seven days before; the record confirmed by signature.
_HEARING, _RECORD = Article(16, law=DECISION_RULES), Article(17, law=DECISION_RULES)
_ACTS = (
    Act("write", "修改公告", (_S.DRAFT,), SAME, OFFICER, RULE, "修改列席公告草稿", is_main=True),
    Act("submit", "送审", (_S.DRAFT,), _S.REVIEW, OFFICER, RULE, "列席公告送审", is_main=True),
    Act("announce", "发布公告", (_S.REVIEW,), _S.ANNOUNCED, REVIEWER, RULE, "发布列席公告",
        apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (_S.REVIEW,), _S.DRAFT, REVIEWER, RULE, "退回列席公告",
        needs_reason=True),
    Act("discard", "放弃草稿", (_S.DRAFT,), _S.DISCARDED, OFFICER, RULE, "放弃列席公告草稿",
        needs_reason=True, group=END_GROUP),
    Act("close", "公布名单", (_S.ANNOUNCED,), _S.CLOSED, OFFICER, RULE, "报名截止，公布名单和散列",
        is_main=True),
    Act("mark_out", "异议成立，标注一个编号", (_S.CLOSED,), SAME, OFFICER, RULE,
        "异议成立，在名单上标注", needs_reason=True, group=DRAW_GROUP),
    Act("enter_throws", "录入骰子点数", (_S.CLOSED,), SAME, OFFICER, RULE, "录入骰子点数",
        is_main=True, group=DRAW_GROUP),
    Act("check_throws", "另一人录入骰子点数", (_S.CLOSED,), SAME, REVIEWER, RULE,
        "另一人录入骰子点数", apart_from=("enter_throws",), is_main=True, group=DRAW_GROUP),
    Act("lose_code", "登记封存的码打不开", (_S.CLOSED,), SAME, REVIEWER, RULE,
        "封存的码打不开，登记为事故，骰子重掷", needs_reason=True, group=DRAW_GROUP),
    Act("reveal", "开封码、抽签", (_S.CLOSED,), _S.CHOSEN, OFFICER, RULE, "开封码并抽签",
        is_main=True, group=DRAW_GROUP),
    Act("choose", "选定代表", (_S.CLOSED,), _S.CHOSEN, OFFICER, RULE, "说明理由，选定代表",
        is_main=True),
    Act("call", "登记联系结果", (_S.CHOSEN,), SAME, OFFICER, RULE, "登记和代表的一次联系",
        is_main=True, group=PEOPLE_GROUP),
    Act("postpone", "改期", (_S.CHOSEN,), SAME, REVIEWER, RULE, "会议改期", needs_reason=True,
        group=PEOPLE_GROUP),
    Act("send_materials", "登记听证材料送达", (_S.CHOSEN,), SAME, OFFICER, _HEARING,
        "登记听证材料送达参加人", is_main=True, group=HEARING_GROUP),
    Act("publish_names", "公布参加人名单", (_S.CHOSEN,), SAME, REVIEWER, _HEARING,
        "公布听证参加人名单", is_main=True, group=HEARING_GROUP),
    Act("admit_observers", "登记旁听的报名", (_S.ANNOUNCED, _S.CLOSED, _S.CHOSEN), SAME, OFFICER,
        RULE, "登记听证会旁听的报名", group=HEARING_GROUP),
    Act("hold", "登记到会", (_S.CHOSEN,), _S.HELD, OFFICER, RULE, "登记会议召开和到会代表",
        is_main=True),
    Act("note_said", "登记发言", (_S.HELD,), SAME, OFFICER, RULE, "登记代表的意见", is_main=True,
        group=PEOPLE_GROUP),
    Act("note_outcome", "登记采纳情况", (_S.HELD,), SAME, OFFICER, RULE, "登记意见的采纳情况",
        is_main=True, group=PEOPLE_GROUP),
    Act("sign_record", "登记听证笔录", (_S.HELD,), SAME, OFFICER, _RECORD,
        "登记听证笔录和参加人签名", is_main=True, group=HEARING_GROUP),
    Act("tell", "反馈并公布", (_S.HELD,), _S.TOLD, REVIEWER, RULE, "向代表反馈并公布",
        apart_from=("note_said", "note_outcome", "sign_record"), is_main=True),
    Act("abort", "中止", (_S.ANNOUNCED, _S.CLOSED, _S.CHOSEN), _S.ABORTED, REVIEWER, RULE,
        "中止列席", needs_reason=True, group=END_GROUP),
)  # fmt: skip
WORKFLOW = Workflow(
    Status,
    Status.DRAFT,
    _ACTS,
    groups=(DRAW_GROUP, PEOPLE_GROUP, HEARING_GROUP, END_GROUP),
    openings={"draft": "拟定列席公告"},
)


class Place(State):
    """Where an application stands."""

    APPLIED = "applied", "已报名", "success", "", True
    LISTED = "listed", "在名单上", "success", "", True
    INVITED = "invited", "请答复", "warning", APPLICANT, True
    SUBSTITUTE = "substitute", "候补", "info", "", True
    COMING = "coming", "确定参加", "success", "", True
    WITHDRAWN = "withdrawn", "已撤回", "info"
    DROPPED = "dropped", "不参加", "info"
    ATTENDED = "attended", "已到会", "success"
    ABSENT = "absent", "没有到会", "info"
    ENDED = "ended", "没有轮到", "info"
    CALLED_OFF = "called_off", "已中止", "danger"


_P = Place
_GONE = tuple(state for state in _P if not state.is_open)
_HELD = (_P.INVITED, _P.SUBSTITUTE, _P.COMING)
_KEEPING = Article(47, law=PRIVACY_LAW)
_CONSENT = Article(15, law=PRIVACY_LAW)
_APPLICANT_ACTS = (
    Act("withdraw", "撤回报名", (_P.APPLIED,), _P.WITHDRAWN, APPLICANT, RULE, "报名人撤回报名"),
    Act("accept", "我来列席", (_P.INVITED,), _P.COMING, APPLICANT, RULE, "代表确定列席"),
    Act("decline", "不来了", _HELD, _P.DROPPED, APPLICANT, RULE,
        "代表或者候补不来"),
    Act("hide_name", "不再公开我的称呼", tuple(_P), SAME, APPLICANT, _CONSENT,
        "撤回公开称呼的同意"),
    Act("hold", "延长保存", _GONE, SAME, OFFICER, _KEEPING, "延长保存报名人的个人信息",
        needs_reason=True),
    Act("lift_hold", "解除延长保存", _GONE, SAME, OFFICER, _KEEPING, "解除延长保存",
        needs_reason=True),
)  # fmt: skip
# What a meeting does to those it concerns.
_MOVES = (
    Act("list", "列入名单", (_P.APPLIED,), _P.LISTED, OFFICER, RULE, "列入公布的名单"),
    Act("invite", "请列席", (_P.LISTED, _P.SUBSTITUTE), _P.INVITED, OFFICER, RULE, "请列席"),
    Act("stand_by", "候补", (_P.LISTED,), _P.SUBSTITUTE, OFFICER, RULE, "列为候补"),
    Act("come", "确定列席", (_P.INVITED,), _P.COMING, OFFICER, RULE, "登记代表确定列席"),
    Act("drop", "不列席", (_P.LISTED, *_HELD), _P.DROPPED, OFFICER, RULE,
        "登记不列席"),
    Act("attend", "已列席", (_P.COMING,), _P.ATTENDED, OFFICER, RULE, "登记已列席"),
    Act("miss", "没有到会", (_P.COMING,), _P.ABSENT, OFFICER, RULE, "登记没有到会"),
    Act("end", "没有轮到", (_P.LISTED, _P.INVITED, _P.SUBSTITUTE), _P.ENDED, OFFICER, RULE,
        "没有轮到列席"),
    Act("reschedule", "改期", _HELD, SAME, OFFICER, RULE, "会议改期"),
    Act("report", "告知结果", (_P.ATTENDED,), SAME, OFFICER, RULE, "告知意见的采纳情况"),
    Act("call_off", "中止", _P.open, _P.CALLED_OFF, OFFICER, RULE, "列席中止"),
)  # fmt: skip
APPLICANT_WORKFLOW = Workflow(
    Place,
    Place.APPLIED,
    _APPLICANT_ACTS,
    in_bulk=_MOVES,
    party=APPLICANT,
    openings={"submit": "报名列席"},
)
# A number in these holds a seat.
SEATED = (Place.INVITED, Place.COMING)
