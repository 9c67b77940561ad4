"""From a row of a plan file to the columns of its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.domain.types import ECONOMIC_GROWTH
from indicators.models import Indicator, PlanIndicator
from indicators.services.loading.plan_entries import BaseEntry, RowEntry, TargetEntry

#: Catalogue code of the series that 与经济增长同步 looks at, and the words of the printed reference.
ECONOMY, ECONOMY_WORDS = "gdp", "经济增长"


def row_columns(row: RowEntry, parent: PlanIndicator | None) -> dict[str, Any]:
    """Columns of ``PlanIndicator``."""
    return {
        "parent_id": parent.pk if parent else None,
        "number": row.number,
        "name": row.printed_name,
        "short_name": row.name,
        "category": row.category,
        "unit": row.unit,
        "is_heading": row.heading,
        "nature": row.nature.value,
        "nature_text": row.nature_text,
        "assessed_over_period": row.assessed_over_period,
        "direction": None if row.direction is None else int(row.direction),
        "source_line": row.line,
        "printed": row.cells,
    }


def base_columns(row: RowEntry, base: BaseEntry) -> dict[str, Any]:
    """Columns of ``Base`` but version and reason. A base from elsewhere has no printed text in this table."""
    from_table = base.source == "table"
    return {
        "value": base.value,
        "parts": list(base.parts),
        "unit": base.unit,
        "year": base.year,
        "text": (row.cells.get("base") or "") if from_table else "",
        "growth_text": row.cells.get("base_growth") or "",
        "source": base.source,
        "document": base.document,
        "source_line": base.line,
    }


def target_columns(row: RowEntry, target: TargetEntry, indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    """Columns of ``Target`` but version and reason."""
    economy = target.reference == ECONOMIC_GROWTH
    return {
        "is_primary": target.primary,
        "form": target.form.value,
        "value": target.value,
        "value_high": target.value_high,
        "comparator": target.comparator.value,
        "unit": target.unit,
        "price_basis": target.price_basis,
        "parts": list(target.parts),
        "text": target.text,
        "actual_kind": target.actual_kind,
        "by": target.by,
        "reference_indicator_id": indicators[ECONOMY].pk if economy else None,
        "reference_text": ECONOMY_WORDS if economy else target.reference,
        "tolerant": target.tolerant,
        "due_year": target.due_year,
        "source_line": row.line,
    }
