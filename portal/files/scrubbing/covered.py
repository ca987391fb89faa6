"""What covers there are, said to the person who has to take away what they hide."""

from collections.abc import Iterator

from portal.files.covers import covers

_NAMED_PAGES = 5


def covered_places(data: bytes, *, kind: str) -> Iterator[str]:
    """One sentence for each way of hiding text, with the pages; the text itself is not told.

    The text layer of a scan is no cover. Raises UnreadableFile.
    """
    pages: dict[str, list[int]] = {}
    for cover in covers(data, kind=kind):
        if not cover.lawful and cover.page not in pages.setdefault(cover.label, []):
            pages[cover.label].append(cover.page)
    for label, numbers in pages.items():
        yield (
            f"{_where(numbers)}有遮盖（{label}），被遮住的文字仍在文件里，"
            "请用密文工具真正删除或重新扫描"
        )


def _where(numbers: list[int]) -> str:
    if numbers == [0]:  # a file without pages
        return "文件里"
    shown = "、".join(str(number) for number in numbers[:_NAMED_PAGES])
    return f"第 {shown} {'等页' if len(numbers) > _NAMED_PAGES else '页'}"
