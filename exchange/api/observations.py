"""``PUT /api/v1/observations/bulk/``: yearly figures of other bureaus' systems, submitted for people to review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_view

from accounts.models import ApiClient
from accounts.models.api_clients import Scope
from exchange.api.answers import (
    ObservationPutAnswerSerializer,
    ObservationPutProblemSerializer,
    RecordSerializer,
    bulk_put,
)
from exchange.api.bulk import BulkPut, put_record
from exchange.api.shapes import Answers, Choice, Flag, Items, Number, Record, Text, Whole
from exchange.selectors.natural_keys import RowName
from exchange.services.putting import FigurePut, Put, put_figures
from indicators.models import Listing, choices
from indicators.services.entered import ObservationFigures
from regions.filters import FIRST_YEAR, LAST_YEAR
from regions.recorded import recorded

ETAG = r'^"[0-9]{1,18}-[0-9]{4}-[0-9]{1,9}"$'
_BASIS = _("价格口径：constant 不变价，current 现价，unknown 未注明")

#: Figures of a row, with the names and meanings of the read API.
FIGURES = {
    "value": Number(
        help=_("当年数值，用该行的计量单位；累计降低为当年降幅（正数为下降）；0 是真的 0"), nullable=True, example=193.3
    ),
    "value_basis": Choice(help=_BASIS, name="PriceBasis", choices=choices.PRICE_BASES, default="unknown", example="current"),
    "growth": Number(help=_("当年增速，%（6.5 即 6.5%）"), nullable=True),
    "growth_basis": Choice(help=_BASIS, name="PriceBasis", choices=choices.PRICE_BASES, default="unknown"),
    "parts": Items(
        help=_("结构比的各部分，按规划所印的顺序，和为 100；其他为空数组"), of=Number(help=_("一个部分，%")),
        most=20, default=(),
    ),
    "comparator": Choice(
        help=_("比较：= 等于、>= 不低于、> 高于、<= 不高于、< 低于、~ 左右"), name="Comparator", choices=choices.COMPARATORS, default="="
    ),
    "reported": Flag(help=_("上报完成 true、上报未完成 false；不以此上报为 null"), nullable=True),
    "vintage": Choice(
        help=_("数据版次：preliminary 初步数、revised 修订数、final 最终核实数"), name="Vintage", choices=choices.VINTAGES,
        default="preliminary", example="final",
    ),
    "source_title": Text(help=_("来源"), longest=200, default="", example=recorded("统计公报")),
    "source_address": Text(help=_("来源地址"), longest=300, default=""),
    "text": Text(help=_("来源中的原文"), longest=100, default=""),
    "note": Text(help=_("备注"), longest=2000, default=""),
}  # fmt: skip
ROW = Record(
    name="ObservationPutRow",
    help=_("一行一年的数。region、period 和 indicator（或 number、position）指明规划的一行。"),
    fields={
        "region": Text(
            help=_("地区代码"), longest=9, pattern=r"^[1-9][0-9]{5}([0-9]{3})?$", required=True, example="410726"
        ),
        "period": Text(
            help=_("规划期，如 2021-2025"), longest=9, pattern=r"^[1-9][0-9]{3}-[1-9][0-9]{3}$", required=True,
            example="2021-2025",
        ),
        "indicator": Text(
            help=_("指标目录代码。indicator、number、position 至少写一个，写了的都须相符"), longest=60, pattern=r"^[a-z][a-z0-9_]{1,59}$",
            nullable=True, example="gdp",
        ),
        "number": Text(help=_("规划所印序号"), longest=20, shortest=1, nullable=True),
        "position": Whole(help=_("在表中的顺序，从 1 起"), least=1, most=32767, nullable=True),
        "listing": Choice(
            help=_("列入：main 主要指标，commitment 正文承诺"), name="Listing", choices=Listing.choices, default="main"
        ),
        "year": Whole(help=_("年份"), least=FIRST_YEAR, most=LAST_YEAR, required=True, example=2024),
        **FIGURES,
        "reason": Text(help=_("更正已审核的数据时的理由；不写为 null"), longest=2000, nullable=True),
        "answers": Answers(
            help=_("对提示的说明：键为 findings 中的 key，值为理由"), default={}, example={"jump:value": recorded("已与统计局核对")}
        ),
        "if_match": Text(
            help=_("上次读到的 etag，连同引号；null 为这里还没有数据"), longest=40, pattern=ETAG, nullable=True
        ),
    },
)  # fmt: skip


class ObservationPutRowSerializer(RecordSerializer):
    record = ROW


class ObservationPutSerializer(RecordSerializer):
    record = put_record("ObservationPut", ROW)
    inner = (ObservationPutRowSerializer,)


@extend_schema_view(
    put=bulk_put(
        ObservationPutSerializer, ObservationPutAnswerSerializer, ObservationPutProblemSerializer, etags=ETAG,
        operation="observations_bulk_put",
    )
)  # fmt: skip
class ObservationBulkView(BulkPut):
    """逐年实际值的批量报送：按自然键写入，写入即提交，由人审核。"""

    resource = Scope.WRITE_OBSERVATIONS
    record = ObservationPutSerializer.record
    etags = ETAG
    called = "observation"
    versions = True

    def carried_out(
        self, rows: Sequence[tuple[int, dict[str, Any]]], client: ApiClient, *, all_or_nothing: bool, dry_run: bool
    ) -> Put:
        return put_figures(
            rows=[_figure_put(index, row) for index, row in rows],
            by=client,
            all_or_nothing=all_or_nothing,
            dry_run=dry_run,
        )


def _figure_put(index: int, row: dict[str, Any]) -> FigurePut:
    key = ("region", "period", "indicator", "number", "position", "listing")
    return FigurePut(
        index=index,
        name=RowName(**{name: row[name] for name in key}),
        year=row["year"],
        figures=ObservationFigures(**{name: row[name] for name in FIGURES}),
        if_match=row["if_match"],
        reason=row["reason"],
        answers=row["answers"],
    )
