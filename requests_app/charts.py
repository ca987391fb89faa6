"""What is drawn from the tables of the two workflows: their diagrams, and the shortest ways."""

from __future__ import annotations

from collections.abc import Iterable

from requests_app import workflow
from requests_app.rectification import workflow as rectification_workflow


def request_diagram() -> str:
    """The handling of an application as a Mermaid state diagram, for docs/."""
    edges = (
        (source, t.target, f"{t.label}（{t.basis.law.short}{t.basis}）")
        for t in workflow.TRANSITIONS
        for source in t.sources
    )
    return _diagram(workflow.AWAITING_CONFIRMATION, edges)


def rectification_diagram() -> str:
    """The same for a request to rectify a record, where every act has one article."""
    edges = (
        (source, t.target, t.label)
        for t in rectification_workflow.TRANSITIONS
        for source in t.sources
    )
    return _diagram(rectification_workflow.SUBMITTED, edges)


def lawful_path(target: str) -> tuple[str, ...]:
    """The shortest chain of acts from a new application to `target`; KeyError if unreachable."""
    start = workflow.AWAITING_CONFIRMATION
    paths: dict[str, tuple[str, ...]] = {start: ()}
    frontier = [start]
    while frontier and target not in paths:
        source = frontier.pop(0)
        for transition in workflow.leaving(source):
            if transition.target not in paths:
                paths[transition.target] = (*paths[source], transition.action)
                frontier.append(transition.target)
    return paths[target]


def _diagram(start: str, edges: Iterable[tuple[str, str, str]]) -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {source} --> {target}: {label}" for source, target, label in edges]
    return "\n".join(lines) + "\n"
