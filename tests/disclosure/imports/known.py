"""Facts about the real documents beside the project, to measure the parser against."""

from __future__ import annotations

import re
from typing import Any

FIVE: dict[str, dict[str, Any]] = {
    "baoshan-2024": {
        "title": "上海市宝山区人民政府办公室关于印发《2024年宝山区政务公开工作要点》的通知",
        "doc_number": "宝府办〔2024〕14号",
        "issuers": ["上海市宝山区人民政府办公室"],
        "genre": "通知",
        "recipients": ["各镇人民政府", "各街道办事处", "区政府各委、办、局"],
        "copy_to": [
            "区委各部门", "区人大常委会办公室", "区政协办公室", "区法院", "区检察院",
            "区各人民团体", "区各集团公司",
        ],
        "signed_on": "2024-04-28",
        "printed_by": "上海市宝山区人民政府办公室",
        "printed_on": "2024-04-28",
        "openness": None,
        "copies": None,
    },
    "chongming-2021": {
        "title": "上海市崇明区人民政府办公室关于印发《2021年上海市崇明区政务公开工作要点》的通知",
        "doc_number": "沪崇府办发〔2021〕8号",
        "issuers": ["上海市崇明区人民政府办公室"],
        "genre": "通知",
        "recipients": [
            "各乡、镇人民政府", "区政府各委、办、局", "区各直属单位", "在崇市属有关部门",
        ],
        "copy_to": [
            "区委各部门", "区人大常委会办公室", "区政协办公室", "区监委",
            "区人民法院", "区人民检察院", "区各人民团体",
        ],
        "signed_on": "2021-04-07",
        "printed_by": "上海市崇明区人民政府办公室",
        "printed_on": "2021-04-07",
        "openness": "主动公开",
        "copies": None,
    },
    "pudong-2017": {
        "title": "浦东新区人民政府办公室关于印发《2017年浦东新区政务公开工作要点》的通知",
        "doc_number": "浦府办〔2017〕23号",
        "issuers": ["上海市浦东新区人民政府办公室"],
        "genre": "通知",
        "recipients": [
            "区政府各委、办、局", "各开发区管委会", "各直属公司", "各街道办事处、镇政府",
        ],
        "copy_to": ["区委各部门、区人大办、区政协办", "区法院、区检察院", "各人民团体"],
        "signed_on": "2017-06-08",
        "printed_by": "上海市浦东新区人民政府办公室",
        "printed_on": "2017-06-08",
        "openness": None,
        "copies": 130,
    },
    "shanghai-2023": {
        "title": "上海市人民政府办公厅关于印发《2023年上海市政务公开工作要点》的通知",
        "doc_number": "沪府办字〔2023〕5号",
        "issuers": ["上海市人民政府办公厅"],
        "genre": "通知",
        "recipients": ["各区人民政府", "市政府各委、办、局"],
        "copy_to": [],
        "signed_on": "2023-03-31",
        "printed_by": None,
        "printed_on": None,
        "openness": "主动公开",
        "copies": None,
    },
    "xujing-2023": {
        "title": "上海市青浦区徐泾镇人民政府关于徐泾镇2023年政务公开工作要点",
        "doc_number": "徐府发〔2023〕32号",
        "issuers": ["上海市青浦区徐泾镇人民政府"],
        "genre": None,
        "recipients": ["各村（居）、安居办、企事业单位、机关各科室"],
        "copy_to": [],
        "signed_on": "2023-06-06",
        "printed_by": None,
        "printed_on": None,
        "openness": None,
        "copies": None,
    },
}  # fmt: skip


def expected_of(record: dict[str, Any]) -> dict[str, Any]:
    """The elements a record's publisher gives, as the parser writes them."""
    recipient = record["recipient"] or ""
    if record["id"] == "gwy055":
        # The record holds the first sentence of the body instead.
        recipient = "教育部："
    return {
        "title": record["title"],
        "doc_number": record["doc_no"],
        "issuers": record["issuer"].split("、"),
        "recipients": [part for part in recipient.rstrip("：").split("，") if part],
        "signed_on": "-".join(re.findall(r"\d+", record["written_date"])),
        "openness": "主动公开" if record["public_mark"] else None,
    }
