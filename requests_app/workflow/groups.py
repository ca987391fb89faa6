"""Headings under which the acts beside the way stand on the page of a case, in their order."""

BACK = "退回"
ASKED = "请申请人补正、说明、缴费"
HEARD = "听取第三方和其他机关的意见"
TERM = "答复期限"
DIVIDED = "拆分和并案"
REMEDY = "复议和诉讼"
KEEPING = "联系、材料、更正"

GROUPS = (BACK, ASKED, HEARD, TERM, DIVIDED, REMEDY, KEEPING)
