"""`manage.py historical_documents open|show|check|sample|judge|run|take-out …`: 历史公文.

Every act is somebody's: `--by` names them, and without the role the act is refused as it is on the
page. The services are the same.
"""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure.batch_facts import (
    SAMPLED,
    STEPS,
    documents_in,
    last_sample,
    rounds_waiting,
    step_label,
)
from disclosure.choices import SampleVerdict
from disclosure.management.clerks import organ_named
from disclosure.models import Document, HistoricalBatch, ImportBatch
from disclosure.presenters.historical import tally
from disclosure.services.historical.batches import (
    FirstPublication,
    live_item,
    open_batch,
    take_out,
)
from disclosure.services.historical.runs import check, run
from disclosure.services.historical.samples import draw, judge, sample_to_judge
from disclosure.workflow import EDITABLE
from portal.accounts.models import User
from portal.common.errors import ActRefused

_DAYS = {"signed": "signed_on", "printed": "printed_on"}


class Command(BaseCommand):
    help = "历史公文：成批收入、抽查、办理；与后台页面用同一套规则"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        opened = acts.add_parser("open", help="把草稿收入一批，写明首次公开的日期和载体")
        opened.add_argument("--organ", metavar="CODE", required=True, help="机关代码")
        opened.add_argument("--name", required=True, help="批次名称")
        opened.add_argument("--where", required=True, help="首次公开的载体")
        opened.add_argument(
            "--on", required=True, metavar="DATE|signed|printed",
            help="首次公开日期；signed 同成文日期，printed 同印发日期",
        )  # fmt: skip
        which = opened.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--import", dest="imported", type=int, metavar="BATCH", help="导入批次号"
        )
        which.add_argument("--documents", type=int, nargs="+", metavar="ID", help="草稿的编号")
        for name, about in (
            ("show", "进度，和每件没有办成的原因"),
            ("check", "核对有什么障碍，不办理"),
            ("sample", "抽取样本"),
            ("judge", "写明抽中的一件是否合格"),
            ("run", "成批办理"),
            ("take-out", "移出一件"),
        ):
            each = acts.add_parser(name, help=about)
            each.add_argument("batch", type=int, metavar="BATCH", help="历史公文批次号")
            if name in ("check", "sample", "judge", "run"):
                steps = SAMPLED if name in ("sample", "judge") else STEPS
                each.add_argument("step", choices=steps, metavar="|".join(steps), help="步骤")
            if name in ("judge", "take-out"):
                each.add_argument("document", type=int, metavar="ID", help="文件编号")
        acts.choices["judge"].add_argument("verdict", choices=SampleVerdict.values)
        acts.choices["judge"].add_argument("--note", default="", help="不合格的必填")
        acts.choices["run"].add_argument("--opinion", default="", help="保密审查意见")
        acts.choices["take-out"].add_argument("--reason", required=True, help="理由")
        acts.choices["take-out"].add_argument(
            "--mistaken", action="store_true", help="不是历史公文，恢复公开期限"
        )
        for name in ("open", "sample", "judge", "run", "take-out"):
            acts.choices[name].add_argument("--by", required=True, metavar="USERNAME")

    def handle(self, *args: Any, **options: Any) -> None:
        act = options["act"].replace("-", "_")
        try:
            getattr(self, f"_{act}")(options)
        except ActRefused as error:
            raise CommandError(str(error), returncode=2) from error

    def _open(self, options: dict[str, Any]) -> None:
        organ = organ_named(options["organ"])
        if organ is None:
            raise CommandError("请写明机关代码。", returncode=2)
        rows = Document.objects.filter(organ=organ, status__in=EDITABLE)
        imported = None
        if options["imported"] is not None:
            imported = ImportBatch.objects.filter(pk=options["imported"]).first()
            rows = rows.filter(import_items__batch=options["imported"]).distinct()
        else:
            rows = rows.filter(pk__in=options["documents"])
        batch = open_batch(
            organ=organ,
            name=options["name"],
            publications=[
                FirstPublication(each, _day(options["on"], each), options["where"])
                for each in rows.order_by("pk")
            ],
            imported=imported,
            **_given(options),
        )
        self.stdout.write(f"批次{batch.pk}：{batch.name}，{documents_in(batch).count()}件。")

    def _show(self, options: dict[str, Any]) -> None:
        batch = _batch(options)
        states = tally(documents_in(batch).values_list("status", flat=True))
        self.stdout.write(f"{batch.name}：{'，'.join(f'{word}{n}件' for word, n in states)}")
        for action in STEPS:
            if waiting := len(rounds_waiting(batch, action)):
                self.stdout.write(f"　待{step_label(action)}　{waiting}件")
        for item in batch.items.exclude(refused="").select_related("document"):
            self.stdout.write(f"　没有办成　{item.document_id}　{item.document}：{item.refused}")

    def _check(self, options: dict[str, Any]) -> None:
        free = check(batch=_batch(options), action=options["step"], on=timezone.localdate())
        self.stdout.write(f"没有障碍的{free}件。")
        self._show(options)

    def _sample(self, options: dict[str, Any]) -> None:
        sample = draw(batch=_batch(options), action=options["step"], **_given(options))
        self.stdout.write(f"{sample}，请逐件看过：")
        for row in sample.documents.filter(is_drawn=True).select_related("document"):
            self.stdout.write(f"　{row.document_id}　{row.document}")

    def _judge(self, options: dict[str, Any]) -> None:
        given, batch = _given(options), _batch(options)
        judge(
            sample=sample_to_judge(batch, options["step"], given["by"]),
            document_id=options["document"],
            verdict=options["verdict"],
            note=options["note"],
            **given,
        )
        sample = last_sample(batch, options["step"], given["by"])
        left = sample.documents.filter(is_drawn=True, verdict="").count() if sample else 0
        self.stdout.write(f"已记下，还有{left}件没有看过。")

    def _run(self, options: dict[str, Any]) -> None:
        outcome = run(
            batch=_batch(options),
            action=options["step"],
            opinion=options["opinion"],
            **_given(options),
        )
        for document, reason in outcome.refused:
            self.stderr.write(f"没有办成　{document.pk}　{document}：{reason}")
        self.stdout.write(f"已办理{outcome.done}件，没有办成{len(outcome.refused)}件。")
        if outcome.refused:
            raise CommandError("有的没有办成，原因见上；其余已经办理。", returncode=1)

    def _take_out(self, options: dict[str, Any]) -> None:
        take_out(
            item=live_item(_batch(options), options["document"]),
            reason=options["reason"],
            is_historical=not options["mistaken"],
            **_given(options),
        )
        self.stdout.write("已移出。")


def _given(options: dict[str, Any]) -> dict[str, Any]:
    by = User.objects.filter(username=options["by"], is_active=True).first()
    if by is None:
        raise CommandError(f"没有账号“{options['by']}”。", returncode=2)
    return {"by": by, "at": timezone.now()}


def _batch(options: dict[str, Any]) -> HistoricalBatch:
    batch = HistoricalBatch.objects.select_related("organ").filter(pk=options["batch"]).first()
    if batch is None:
        raise CommandError(f"没有批次{options['batch']}。", returncode=2)
    return batch


def _day(given: str, document: Document) -> dt.date | None:
    if given in _DAYS:
        day: dt.date | None = getattr(document, _DAYS[given])
        return day
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise CommandError("日期应写成 2019-03-31 的形式。", returncode=2) from error
