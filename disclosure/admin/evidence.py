"""What an import read, as rows a clerk can check against the original."""

from collections.abc import Mapping
from typing import Any

_LABELS = {
    "title": "标题",
    "issuers": "发文机关",
    "doc_number": "发文字号",
    "genre": "公文种类",
    "recipients": "主送",
    "copy_to": "抄送",
    "signed_on": "成文日期",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
    "openness": "公开属性",
    "copies": "份数",
    "effective_on": "施行日期",
    "expires_on": "有效期至",
    "repeals": "废止的文件",
    "secrecy_mark": "密级",
}
SURE, LIKELY = 0.9, 0.7


def evidence_rows(elements: Mapping[str, Any]) -> list[dict[str, str]]:
    """One row an element: label, the words read, where they stood, how sure the reading is."""
    rows = []
    for field, label in _LABELS.items():
        found = elements.get("evidence", {}).get(field)
        if not found:
            continue
        confidence = float(found["confidence"])
        word = "高" if confidence >= SURE else "中" if confidence >= LIKELY else "低，请核对"
        rows.append(
            {
                "label": label,
                "raw": str(found["raw"]),
                "where": str(found["where"]),
                "lines": "、".join(str(line) for line in found["lines"]),
                "confidence": word,
            }
        )
    return rows
