"""Bulk puts in the schema: what is sent, what is answered, how it fails."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from accounts.api import codes
from accounts.api.fields import Code
from accounts.api.problems import CONTENT_TYPE, FieldErrorSerializer, ProblemSerializer
from exchange.api.shapes import MODES, Record
from indicators.models import ObservationState

RESULTS = [("submitted", _("已提交待审核")), ("unchanged", _("已有同样的数据")), ("refused", _("未被接受"))]
SEVERITIES = [("error", _("错误，须改正")), ("warning", _("提示，须改正或说明理由"))]


class RecordSerializer(serializers.Serializer[Any]):
    """Stands for a record in the schema; the record itself reads and checks. ``inner``: records that it holds."""

    record: ClassVar[Record]
    inner: ClassVar[tuple[type[RecordSerializer], ...]] = ()


class RecordExtension(OpenApiSerializerExtension):
    """A record in the schema, field by field what is accepted."""

    target_class = RecordSerializer
    match_subclasses = True

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        return str(self.target.record.name)

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        for inner in self.target.inner:
            auto_schema.resolve_serializer(inner, direction)
        component: dict[str, Any] = self.target.record.component()
        return component


class FindingSerializer(serializers.Serializer[Any]):
    """One thing that the checks say of a row."""

    key = serializers.CharField(help_text=_("代码:字段；answers 用它作键"))
    code = serializers.CharField(help_text=_("检查的代码"))
    field = serializers.CharField(help_text=_("所指的字段"))
    severity = Code("Severity", SEVERITIES, help_text=_("error 须改正；warning 须改正或说明理由"))
    message = serializers.CharField(help_text=_("说明，供人阅读"))
    answered = serializers.BooleanField(help_text=_("提示已有说明"))


class RowAnswerSerializer(serializers.Serializer[Any]):
    """What became of one row."""

    index = serializers.IntegerField(help_text=_("请求中的第几行，从 0 起"))
    result = Code(
        "RowResult",
        RESULTS,
        help_text=_(
            "submitted 已提交待审核，unchanged 已有同样的数据，refused 未被接受；applied 为 false 时是将会怎样"
        ),
    )
    state = Code(
        "ObservationState",
        ObservationState.choices,
        allow_null=True,
        help_text=_("现在的状态：submitted 待审核、approved 已审核；没有写入为 null"),
    )
    etag = serializers.CharField(
        allow_null=True, help_text=_("这一处现在的 etag，连同引号；没有数据或没有写入为 null；未被接受时是现有数据的")
    )
    findings = FindingSerializer(many=True, help_text=_("检查所见；没有时为空数组"))
    errors = FieldErrorSerializer(many=True, help_text=_("未被接受的原因；接受时为空数组"))


class ObservationAnswerSerializer(RowAnswerSerializer):
    """What became of one row of figures."""

    observation = serializers.IntegerField(allow_null=True, help_text=_("实际值编号；没有写入为 null"))
    version = serializers.IntegerField(allow_null=True, help_text=_("版本；没有写入为 null"))


class CountsSerializer(serializers.Serializer[Any]):
    """How many rows of each result."""

    submitted = serializers.IntegerField(help_text=_("已提交的行数"))
    unchanged = serializers.IntegerField(help_text=_("已有同样数据的行数"))
    refused = serializers.IntegerField(help_text=_("未被接受的行数"))


class PutAnswerSerializer(serializers.Serializer[Any]):
    """What became of a bulk put."""

    mode = Code("BulkMode", MODES, help_text=_("请求的方式"))
    dry_run = serializers.BooleanField(help_text=_("true：只检查了，没有写入"))
    applied = serializers.BooleanField(help_text=_("true：标为 submitted 的行都已写入；false：什么都没有写入"))
    counts = CountsSerializer(help_text=_("各种结果的行数"))


class ObservationPutAnswerSerializer(PutAnswerSerializer):
    """What became of a bulk put of figures."""

    rows = ObservationAnswerSerializer(many=True, help_text=_("逐行结果，次序同请求"))


class PutProblemSerializer(ProblemSerializer):
    """A bulk put of which nothing was written; what would have become of it is told where the rows were looked at."""

    mode = Code("BulkMode", MODES, required=False, read_only=False, help_text=_("请求的方式"))
    dry_run = serializers.BooleanField(required=False, help_text=_("true：只检查了，没有写入"))
    applied = serializers.BooleanField(required=False, help_text=_("这里总是 false：什么都没有写入"))
    counts = CountsSerializer(required=False, help_text=_("各种结果的行数"))


class ObservationPutProblemSerializer(PutProblemSerializer):
    """A bulk put of figures of which nothing was written."""

    rows = ObservationAnswerSerializer(many=True, required=False, help_text=_("逐行结果，次序同请求"))


class ReportAnswerSerializer(RowAnswerSerializer):
    """What became of one monthly report."""

    report = serializers.IntegerField(allow_null=True, help_text=_("月报编号；没有写入为 null"))


class ReportPutAnswerSerializer(PutAnswerSerializer):
    """What became of a bulk put of monthly reports."""

    rows = ReportAnswerSerializer(many=True, help_text=_("逐行结果，次序同请求"))


class ReportPutProblemSerializer(PutProblemSerializer):
    """A bulk put of monthly reports of which nothing was written."""

    rows = ReportAnswerSerializer(many=True, required=False, help_text=_("逐行结果，次序同请求"))


def bulk_put(request: type[RecordSerializer], answer: type, problem: type, *, etags: str, operation: str) -> Any:
    """How a bulk put stands in the schema. ``etags``: pattern of an etag."""
    key = OpenApiParameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
        OpenApiParameter.HEADER,
        description=_("幂等键：同一键的同一请求只处理一次，七天内再发得到同样的答复（Idempotent-Replayed: true）"),
    )
    match = OpenApiParameter(
        "If-Match",
        {"type": "string", "maxLength": 48, "pattern": etags},
        OpenApiParameter.HEADER,
        description=_("只有一行时可代替该行的 if_match：上次读到的 etag，连同引号"),
    )
    replayed = OpenApiParameter(
        "Idempotent-Replayed",
        {"type": "string", "enum": ["true"]},
        OpenApiParameter.HEADER,
        description=_("只在按幂等键重发先前的答复时出现"),
        response=[200, 412, 422],
    )
    again = OpenApiParameter(
        "Retry-After",
        {"type": "integer", "minimum": 1},
        OpenApiParameter.HEADER,
        description=_("几秒后可再请求"),
        response=[409],
    )
    refused = {
        (status, CONTENT_TYPE): OpenApiResponse(problem, description=str(codes.KINDS[codes.kind_of(status)].title))
        for status in (412, 422)
    }
    return extend_schema(
        operation_id=operation,
        request=request,
        parameters=[key, match, replayed, again],
        responses={200: answer, **refused},
    )
