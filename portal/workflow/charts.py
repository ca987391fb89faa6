"""What is drawn from a table: its diagram, and the shortest lawful way to a state."""

from __future__ import annotations

from portal.workflow.acts import Workflow


def diagram(workflow: Workflow) -> str:
    """The table as a Mermaid state diagram, for docs/."""
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.start}"]
    lines += [
        f"    {source} --> {act.target}: {act.label}（{act.citation}）"
        for act in workflow.transitions
        for source in act.sources
    ]
    return "\n".join(lines) + "\n"


def lawful_path(workflow: Workflow, target: str) -> tuple[str, ...]:
    """The shortest chain of acts from the start to `target`; KeyError if unreachable."""
    paths: dict[str, tuple[str, ...]] = {str(workflow.start): ()}
    frontier = [str(workflow.start)]
    while frontier and str(target) not in paths:
        source = frontier.pop(0)
        for act in workflow.leaving(source):
            reached = str(act.target)
            if reached not in paths:
                paths[reached] = (*paths[source], act.action)
                frontier.append(reached)
    return paths[str(target)]
