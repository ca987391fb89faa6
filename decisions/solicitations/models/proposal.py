"""What one proposes: theirs, sealed; everybody reads the project it was merged into."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.solicitations.models.solicitation import Project, Solicitation
from decisions.solicitations.querysets import ProposalQuerySet
from decisions.solicitations.workflow import PROPOSAL_WORKFLOW, Standing
from portal.acts.models import ActRow, unchanging
from portal.common.text_pairs import pairs_index
from portal.tracking.cases import TrackedCase
from portal.vault.fields import SealedTextField


class Proposal(TrackedCase):
    """`line` is its number within the solicitation, given once. `why` says of one that was put
    aside why.
    """

    solicitation = models.ForeignKey(
        Solicitation, verbose_name="征集", on_delete=models.PROTECT, related_name="proposals"
    )
    line = models.PositiveIntegerField("征集内的编号")
    title = SealedTextField("标题")
    text = SealedTextField("建议")
    project = models.ForeignKey(
        Project, verbose_name="归入的事项", null=True, on_delete=models.PROTECT,
        related_name="proposals",
    )  # fmt: skip
    status = models.CharField("状态", max_length=16, choices=Standing.choices)
    why = models.CharField("没有列入的理由", max_length=500, blank=True)
    closed_on = models.DateField("保存期限起算", null=True)
    legal_hold = models.CharField("保留理由", max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "征集来的建议"
        verbose_name_plural = "征集来的建议"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Standing.values), name="proposal_state_known"
            ),
            models.UniqueConstraint(fields=["solicitation", "line"], name="proposal_line_once"),
            models.CheckConstraint(
                condition=~Q(status=Standing.MERGED.value) | Q(project__isnull=False),
                name="proposal_merged_into_a_project",
            ),
            models.CheckConstraint(
                condition=~Q(status=Standing.ASIDE.value) | ~Q(why=""),
                name="proposal_put_aside_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["solicitation", "status", "line"], name="proposal_by_line"),
            models.Index(fields=["organ", "status"], name="proposal_by_queue"),
            models.Index(fields=["closed_on"], name="proposal_by_closing"),
            models.Index(fields=["organ", "-submitted_at", "-id"], name="proposal_of_organ"),
            models.Index(fields=["-submitted_at", "-id"], name="proposal_by_submission"),
            pairs_index("number", name="proposal_text_pairs"),
        ]
        triggers = [
            pgtrigger.Protect(name="proposal_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="proposal_keeps_its_number",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("solicitation", "line"),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("decisions:proposal_case", args=[self.number])


class ProposalAct(ActRow):
    """A row for every act on a proposal."""

    workflow = PROPOSAL_WORKFLOW
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "建议办理记录"
        verbose_name_plural = "建议办理记录"
        triggers = unchanging("proposal")
