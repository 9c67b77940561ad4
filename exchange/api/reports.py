"""``PUT /api/v1/project-reports/bulk/``: monthly reports of other bureaus' systems, submitted for people to review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_view

from accounts.models import ApiClient
from accounts.models.api_clients import Scope
from exchange.api.answers import RecordSerializer, ReportPutAnswerSerializer, ReportPutProblemSerializer, bulk_put
from exchange.api.bulk import BulkPut, put_record
from exchange.api.shapes import Answers, Choice, Day, Number, Record, Text, Whole
from exchange.selectors.named_projects import ProjectName
from exchange.services.putting import Put
from exchange.services.putting_reports import ReportPut, put_reports
from projects.models import Stage

ETAG = r'^"[0-9]{1,18}-[0-9]{4}-[0-9]{2}-[0-9]{1,9}"$'
_BIGGEST_ID = 2**63 - 1

#: What a report says, with the names and meanings of the read API; the unit is found apart.
FIGURES = {
    "investment_month": Number(help=_("当月完成投资，万元；没有填为 null，0 是真的 0"), nullable=True, example=1200),
    "investment_to_date": Number(help=_("累计完成投资，万元；没有填为 null"), nullable=True, example=8600.5),
    "progress": Number(help=_("形象进度，%，0 到 100；没有填为 null"), nullable=True, example=45),
    "progress_text": Text(help=_("形象进度说明；没有时为空字符串"), longest=500, default=""),
    "stage": Choice(
        help=_("月末阶段，代码同 projects；null 为与上月相同"),
        name="Stage",
        choices=Stage.choices,
        nullable=True,
        example="building",
    ),
    "stage_on": Day(help=_("进入阶段日期；没有填为 null"), nullable=True),
    "next_step": Text(help=_("下步计划；没有时为空字符串"), longest=500, default=""),
    "problem": Text(help=_("存在问题；没有时为空字符串"), longest=500, default=""),
    "problem_due": Day(help=_("问题的解决时限；没有为 null"), nullable=True),
}
ROW = Record(
    name="ReportPutRow",
    help=_("一个项目一个月的月报。用 project，或用 region、period 和 position 指明项目。"),
    fields={
        "project": Whole(help=_("项目编号"), least=1, most=_BIGGEST_ID, nullable=True, example=1),
        "region": Text(help=_("地区代码"), longest=9, pattern=r"^[1-9][0-9]{5}([0-9]{3})?$", nullable=True),
        "period": Text(
            help=_("规划期，如 2021-2025"), longest=9, pattern=r"^[1-9][0-9]{3}-[1-9][0-9]{3}$", nullable=True
        ),
        "position": Whole(help=_("项目在规划中的顺序，从 1 起"), least=1, most=32767, nullable=True),
        "month": Text(
            help=_("月份，如 2025-03"), longest=7, pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$", required=True,
            example="2025-03",
        ),
        **FIGURES,
        "problem_unit": Whole(
            help=_("需解决问题的单位编号；没有为 null"), least=1, most=_BIGGEST_ID, nullable=True
        ),
        "answers": Answers(help=_("对提示的说明：键为 findings 中的 key，值为理由"), default={}),
        "if_match": Text(
            help=_("上次读到的 etag，连同引号；null 为这里还没有数据"), longest=48, pattern=ETAG, nullable=True
        ),
    },
)  # fmt: skip


class ReportPutRowSerializer(RecordSerializer):
    record = ROW


class ReportPutSerializer(RecordSerializer):
    record = put_record("ReportPut", ROW)
    inner = (ReportPutRowSerializer,)


@extend_schema_view(
    put=bulk_put(
        ReportPutSerializer, ReportPutAnswerSerializer, ReportPutProblemSerializer, etags=ETAG,
        operation="project_reports_bulk_put",
    )
)  # fmt: skip
class ReportBulkView(BulkPut):
    """项目月报的批量报送：写入即提交，由人审核。"""

    resource = Scope.WRITE_PROJECT_REPORTS
    record = ReportPutSerializer.record
    etags = ETAG
    called = "report"

    def carried_out(
        self, rows: Sequence[tuple[int, dict[str, Any]]], client: ApiClient, *, all_or_nothing: bool, dry_run: bool
    ) -> Put:
        reports = [_report_put(index, row) for index, row in rows]
        return put_reports(rows=reports, by=client, all_or_nothing=all_or_nothing, dry_run=dry_run)


def _report_put(index: int, row: dict[str, Any]) -> ReportPut:
    figures = {name: row[name] for name in FIGURES}
    return ReportPut(
        index=index,
        name=ProjectName(**{name: row[name] for name in ("project", "region", "period", "position")}),
        month=date.fromisoformat(f"{row['month']}-01"),
        figures=figures | {"stage": figures["stage"] or ""},
        problem_unit=row["problem_unit"],
        if_match=row["if_match"],
        answers=row["answers"],
    )
