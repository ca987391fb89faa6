"""What looks like a person's name, and lists of them after a heading."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

# The hundred commonest family names cover about 85 % of people; a list shows itself with less.
_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔"
    "向常汤康施洪季倪俞盛翁包奚瞿朴柳殷葛祝柴辛凌庄乔牛章翟申聂焦岳齐颜樊伍梅兰童鲁温安左管尤裴阮"
)
# Words of two and three characters that begin like names and are none.
_WORDS = frozenset(Path(__file__).with_name("not_names.txt").read_text(encoding="utf-8").split())
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "司徒", "夏侯")
_HEADING = re.compile(r"名单|花名册|人员一览表|人员名册")
_SPLIT = re.compile(r"[^\u4e00-\u9fff·]+")
# A full stop or a numbered heading ends a list.
_END = re.compile(r"[。！？]|\n[ \t\u3000]*[一二三四五六七八九十]+、")
_REACH = 4_000
_STEP = 200
_MIN_NAMES = 5
_MIN_SHARE = 0.4
_MIN_ROW_SHARE = 0.6
_MIN_ROWS = 3
_ROW_GAP = 200
# Words that start with a family name and are not people.
_NOT_NAMES = re.compile(
    r"(局|委|办|处|科|所|院|部|厅|会|队|站|社|校|园|镇|乡|村|路|街|区|市|县|省|州|河|江|湖|桥|厂|店|馆|中心|单位|"
    r"项目|工程|费|金|款|数|率|量|值|类|型|级|期|度|号|名|员|任|长|师|民|者|务|性|法|案|表|费用|情况|公司|小计|合计|额|行|站|库|口|群|族|书|证|日|月|年|间|应|等|某|某某)$"
)
_ETHNIC_OR_SEX = frozenset({"汉族", "回族", "满族", "蒙古族", "男", "女"})


def is_name(word: str) -> bool:
    """Whether a word of Chinese characters looks like a person's name."""
    if word in _WORDS or word in _ETHNIC_OR_SEX or _NOT_NAMES.search(word):
        return False
    if word.startswith(_DOUBLE):
        return 3 <= len(word) <= 4
    if "·" in word:
        return 4 <= len(word) <= 12
    return 2 <= len(word) <= 3 and word[0] in _FAMILY


def is_word(text: str) -> bool:
    """Whether it is a word that begins like a name and is none."""
    return text in _WORDS


def name_lists(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Spans and names of lists that follow a heading with 名单 in it."""
    done = 0
    for heading in _HEADING.finditer(text):
        if heading.start() < done:
            continue
        stop = _END.search(text, heading.end(), heading.end() + _REACH)
        end = stop.start() if stop else min(len(text), heading.end() + _REACH)
        body = text[heading.end() : end]
        words = [word for word in _SPLIT.split(body) if word]
        names = [word for word in words if is_name(word)]
        if len(set(names)) >= _MIN_NAMES and (
            len(names) >= _MIN_SHARE * len(words) or _fills_rows(body, len(names))
        ):
            last = heading.end() + body.rindex(names[-1]) + len(names[-1])
            yield heading.start(), last, names
            done = last
        else:
            # A page that repeats the word is not read four thousand characters at a time.
            done = heading.end() + min(len(body), _STEP)


def _fills_rows(body: str, names: int) -> bool:
    """A table with one name a row, whatever else its rows say."""
    rows = sum(1 for line in body.splitlines() if line.strip())
    return "\t" in body and names >= _MIN_ROW_SHARE * rows


def number_columns(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Start, end and count of runs of identity numbers that stand like a column of a table."""
    run: list[tuple[int, int]] = list(spans[:1])
    for before, after in pairwise(spans):
        if after[0] - before[1] > _ROW_GAP:
            yield from _column(run)
            run = []
        run.append(after)
    yield from _column(run)


def _column(run: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    if len(run) >= _MIN_ROWS:
        yield run[0][0], run[-1][1], len(run)
