"""Answers to the editor."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from portal.text.html import from_pasted, in_a_cell, to_html
from portal.text.lines import from_lines
from portal.text.serial import MalformedText


@require_POST
def read_pasted(request: HttpRequest) -> JsonResponse:
    """What was pasted (`html`, or `text` in plain lines) as HTML of the vocabulary; with `cell` as
    a cell of a table can hold it.

    Whoever routes to it says who may ask; nothing is kept.
    """
    html = request.POST.get("html", "")
    try:
        if html:
            pasted = from_pasted(html)
            text, lost = pasted.text, pasted.lost_pictures
        else:
            text, lost = from_lines(request.POST.get("text", "").splitlines()), 0
    except MalformedText as error:
        return JsonResponse({"problem": f"粘贴的内容不能识别：{error}。"}, status=400)
    if "cell" in request.POST:
        text = in_a_cell(text)
    said = "已粘贴。"
    if lost:
        said = f"已粘贴；{lost}张图片没有带过来，请用“图片”按钮上传。"
    return JsonResponse({"html": to_html(text), "said": said})
