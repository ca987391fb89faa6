"""The figures as JSON, as `docs/performance.md`, and as plots of how cost grows."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path

from benchmarks.performance.figures import Figure, Run

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
_WIDE, _HIGH, _LEFT, _LOW = 520, 260, 56, 34
_COLOURS = ("#1b5e9e", "#a33b20", "#3a7d34", "#7a4ea3", "#8a6d1a", "#2b7c85", "#555")


def write(run: Run, told: dict[str, str], folder: Path = DOCS) -> None:
    """All three; `told` says at what scale, on what machine and when."""
    rows = [
        {
            "section": f.section, "name": f.name, "baseline": f.baseline, "size": f.size,
            "p50_ms": round(f.own.p50, 3), "p95_ms": round(f.own.p95, 3),
            "baseline_p50_ms": round(f.base.p50, 3), "baseline_p95_ms": round(f.base.p95, 3),
            "ratio": round(f.ratio, 3), "target": f.target, "met": f.is_met,
        }
        for f in run.figures
    ]  # fmt: skip
    plots = folder / "performance"
    plots.mkdir(parents=True, exist_ok=True)
    held = {"told": told, "figures": rows, "notes": run.notes}
    (plots / "figures.json").write_text(
        json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (folder / "performance.md").write_text(page(run, told, plots), encoding="utf-8")


def page(run: Run, told: dict[str, str], plots: Path) -> str:
    """The page, with a table and a plot for each section; writes the plots."""
    lines = [
        "# 速度",
        "",
        "由 `make bench` 写成，不手改。"
        f"规模 **{told['scale']}**，{told['when']}，{told['machine']}。",
        "每个数字旁边是同一次运行里交替测得的基准，看**倍数**：机器忙时两边一起慢。"
        "时间是毫秒，p50 是中位数。“目标”是议题里写的倍数。",
        "",
        f"没有测的：同样两万件公文在 Wagtail 里的页面和检索（要另建环境，没有做）；{told['left']}",
        "",
    ]
    by_section: dict[str, list[Figure]] = defaultdict(list)
    for figure in run.figures:
        by_section[figure.section].append(figure)
    for number, (section, figures) in enumerate(by_section.items(), start=1):
        lines += [f"## {section}", ""]
        lines += [_ABOUT[section], ""] if section in _ABOUT else []
        lines += [_HEAD, _RULE]
        lines += [_row(figure) for figure in figures]
        if len({figure.size for figure in figures}) > 1:
            name = f"growth-{number}.svg"
            (plots / name).write_text(plot(section, figures), encoding="utf-8")
            lines += ["", f"![{section}：随规模的增长](performance/{name})"]
        lines.append("")
    missed = [figure for figure in run.figures if not figure.is_met]
    lines += ["## 没有达到的", ""]
    lines += [
        f"- {f.section}“{f.name}”（{f.size:,}）：×{f.ratio:.2f}，目标不超过 ×{f.target:.2f}。"
        for f in missed
    ] or ["这次运行里，有目标的每一项都达到了。"]
    lines += ["", "## 附记", ""]
    lines += [f"- {note}" for note in run.notes] or ["没有。"]
    return "\n".join(lines) + "\n"


_ABOUT = {
    "网页": "gunicorn 两个进程，一个客户端一次问一件，每次一个新连接。“重新生成”用没有问过的地址。",
    "检索": "量的是整个检索：取得命中、逐条问数据库、分面、摘要，不含网页；"
    "公文只核对要显示的，其余种类两千条以内逐条核对。基准是同一个索引上的 tantivy 本身。",
    "案件": "一百件在办，“规模”是已经办结的件数；"
    "案件页面由测试客户端在本进程里打开，模板带调试信息。",
    "巡查": "“规模”是全部案件，其中一半已经办结，其余在办而期限很远。",
}
_HEAD = "| 做什么 | 规模 | p50 | p95 | 基准 | 基准 p50 | 倍数 | 目标 |"
_RULE = "|---|--:|--:|--:|---|--:|--:|--:|"


def _row(f: Figure) -> str:
    target = "" if f.target is None else f"≤ {f.target:.2f}{'' if f.is_met else ' ✗'}"
    return (
        f"| {f.name} | {f.size:,} | {f.own.p50:.2f} | {f.own.p95:.2f} | {f.baseline} |"
        f" {f.base.p50:.2f} | ×{f.ratio:.2f} | {target} |"
    )


def plot(title: str, figures: Sequence[Figure]) -> str:
    """p50 by size, both in powers of ten, one line for each act."""
    lines: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for figure in figures:
        lines[f"{figure.name}（{figure.baseline}）"].append((figure.size, figure.own.p50))
    shown = {name: sorted(points) for name, points in lines.items() if len(points) > 1}
    sizes = [size for points in shown.values() for size, _ in points] or [1, 10]
    costs = [max(cost, 0.01) for points in shown.values() for _, cost in points] or [1, 10]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)) + 1e-9)
    first, last = math.log10(max(1, min(sizes))), math.log10(max(2, *sizes))

    def place(size: int, cost: float) -> tuple[float, float]:
        across = (math.log10(max(1, size)) - first) / max(1e-9, last - first)
        up = (math.log10(max(cost, 0.01)) - low) / max(1, high - low)
        return _LEFT + across * (_WIDE - _LEFT - 16), _HIGH - _LOW - up * (_HIGH - _LOW - 16)

    whole = _HIGH + 18 * len(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {whole}" role="img"'
        f' aria-label="{escape(title)}" font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDE}" height="{whole}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        _, y = place(1, 10.0**power)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDE - 16}" stroke="#ddd"/>')
        parts.append(f'<text x="4" y="{y + 4:.1f}">{10.0**power:g} ms</text>')
    for size in sorted(set(sizes)):
        x, _ = place(size, 10.0**low)
        parts.append(f'<text x="{x:.1f}" y="{_HIGH - 12}" text-anchor="middle">{size:,}</text>')
    for number, (name, points) in enumerate(shown.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = _HIGH + 18 * number + 4
        parts.append(f'<path d="M{_LEFT} {y - 4}h22" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_LEFT + 30}" y="{y}">{escape(name)}</text>')
    return "".join([*parts, "</svg>"]) + "\n"
