"""What the portal itself says where no guide was released yet, and with which a first draft begins.

True of every organ of the portal: how it classifies, arranges and gives access is the portal's own.
"""

from typing import Final

STANDING: Final = {
    "office_name": "政府信息公开工作机构",
    "classification": (
        "主动公开的政府信息按条例第二十条、第二十一条分类，各类的内容见“法定主动公开内容”。"
    ),
    "arrangement": (
        "每件信息都有索引号、名称、内容概述和生成日期，并标明发布机关、发文字号、主题分类、公开类别和"
        "有效性。\n索引号由机关代码、公开年份和顺序号组成，一经编定不再改变。"
    ),
    "obtaining": (
        "在本站“公文库”检索、查阅和下载。\n"
        "在国家档案馆、公共图书馆、政务服务场所的政府信息查阅点查阅。\n"
        "主动公开的信息，自形成或者变更之日起20个工作日内公开；法律、法规另有规定的，从其规定。"
    ),
    "applying": (
        "没有主动公开的信息，可以向掌握该信息的机关申请公开，写明姓名或者名称、身份证明、联系方式，"
        "所需信息的名称、文号或者便于查询的其他特征，以及获取信息的方式。"
    ),
    "further": "",
}
