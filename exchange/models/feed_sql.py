"""The change feed in SQL: which columns of an object a change keeps, and the statements that write changes.

Every statement reads transition tables (``old_rows``, ``new_rows``), so that a statement that touches a hundred thousand rows
writes its changes at once. Changes of plans in the making are written like all others: whether they are shown or thrown away
is decided when they are numbered, after the commit, because a plan may be published at the same moment.
"""

# ruff: noqa: S608 - names of this module only

from __future__ import annotations

from collections.abc import Iterable

OBSERVATION = (
    "id", "row_id", "year", "version", "state", "in_force", "lock", "value", "unit", "value_basis", "growth",
    "growth_basis", "parts", "comparator", "reported", "judgement", "text", "vintage", "source_title",
    "source_address", "note", "sample", "submitted_at", "approved_at", "updated_at",
)  # fmt: skip
BASE = (
    "id", "row_id", "value", "parts", "unit", "year", "price_basis", "text", "growth_text", "source", "version",
    "reason", "document",
)  # fmt: skip
TARGET = (
    "id", "row_id", "ordinal", "is_primary", "form", "value", "value_high", "comparator", "unit", "price_basis",
    "parts", "text", "actual_kind", "by", "assigned_form", "assigned_document", "reference_indicator_id",
    "reference_region_id", "reference_text", "tolerant", "due_year", "version", "reason", "document",
)  # fmt: skip
ASSESSMENT = (
    "id", "target_id", "row_id", "shown", "year", "actual_year", "base", "target_value", "actual", "vintage",
    "price_basis", "attainment", "elapsed_share", "expected", "gap", "lead", "required", "required_unit", "average",
    "average_unit", "pace_ratio", "projected_end", "on_course", "status", "early_warning", "reason",
    "required_reason", "breached_years", "first_met_year", "fell_back", "end_not_published", "sample",
    "method_version", "rule_version", "computed_at",
)  # fmt: skip
ROUND = ("id", "plan_id", "year", "title", "opens_on", "closes_on", "note", "sample")

#: What assessments and observations say of their row, and assessments of their target.
_ROW_SAYS = ("indicator_id", "number", "short_name", "nature", "unit")
_TARGET_SAYS = ("form", "is_primary", "comparator", "text", "unit", "assigned_form")
_PLAN_SAYS = ("region_id", "start_year", "end_year")

WRITTEN = (
    "INSERT INTO exchange_change (kind, action, why, object_id, supersedes, plan_id, row_id, year, shown, status_before,"
    " status_after, data) "
)
#: Columns of a change in the order of ``WRITTEN``.
_NOT_OF_STATUS = "false, '', ''"


def data(alias: str, columns: Iterable[str]) -> str:
    """The kept columns of ``alias`` as a JSON object; figures keep every digit."""
    pairs = ", ".join(f"'{name}', {alias}.{name}" for name in columns)
    return f"jsonb_build_object({pairs})"


def _differ(columns: Iterable[str]) -> str:
    old, new = (", ".join(f"{alias}.{name}" for name in columns) for alias in ("o", "n"))
    return f"({old}) IS DISTINCT FROM ({new})"


# --- observations: approved ones ----------------------------------------------------------------------------------------
_PREVIOUS_FIGURE = (
    " LEFT JOIN LATERAL (SELECT p.id, p.vintage FROM indicators_observation p WHERE p.row_id = n.row_id"
    " AND p.year = n.year AND p.version < n.version AND p.state = 'approved' ORDER BY p.version DESC LIMIT 1) prev ON true"
)
_WHY_OF_NEW_FIGURE = (
    "CASE WHEN prev.id IS NULL THEN 'entry' WHEN prev.vintage <> n.vintage THEN 'revision' ELSE 'correction' END"
)
OBSERVATION_INSERTED = (
    f"{WRITTEN} SELECT 'observation', 'set', {_WHY_OF_NEW_FIGURE}, n.id, prev.id, r.plan_id, n.row_id, n.year,"
    f" {_NOT_OF_STATUS}, {data('n', OBSERVATION)}"
    f" FROM new_rows n JOIN indicators_planindicator r ON r.id = n.row_id{_PREVIOUS_FIGURE}"
    " WHERE n.state = 'approved' ORDER BY n.id;"
)
#: The version that steps back does so for the one that comes next.
OBSERVATION_UPDATED = (
    f"{WRITTEN} SELECT 'observation', CASE WHEN n.state = 'approved' THEN 'set' ELSE 'remove' END,"
    f" CASE WHEN o.state <> 'approved' THEN {_WHY_OF_NEW_FIGURE}"
    " WHEN o.in_force AND NOT n.in_force AND next.vintage <> n.vintage THEN 'revision' ELSE 'correction' END,"
    " n.id, CASE WHEN o.state <> 'approved' THEN prev.id END, r.plan_id, n.row_id, n.year,"
    f" {_NOT_OF_STATUS}, CASE WHEN n.state = 'approved' THEN {data('n', OBSERVATION)} END"
    " FROM new_rows n JOIN old_rows o ON o.id = n.id"
    f" JOIN indicators_planindicator r ON r.id = n.row_id{_PREVIOUS_FIGURE}"
    " LEFT JOIN LATERAL (SELECT p.vintage FROM indicators_observation p WHERE p.row_id = n.row_id AND p.year = n.year"
    " AND p.version > n.version ORDER BY p.version DESC LIMIT 1) next ON true"
    f" WHERE (n.state = 'approved' OR o.state = 'approved') AND {_differ(OBSERVATION)} ORDER BY n.id;"
)
OBSERVATION_DELETED = (
    f"{WRITTEN} SELECT 'observation', 'remove', 'correction', o.id, NULL, r.plan_id, o.row_id, o.year, {_NOT_OF_STATUS},"
    " NULL FROM old_rows o JOIN indicators_planindicator r ON r.id = o.row_id WHERE o.state = 'approved' ORDER BY o.id;"
)


# --- bases and targets: those in force ----------------------------------------------------------------------------------
def _promised(kind: str, columns: tuple[str, ...]) -> tuple[str, str, str]:
    """What to write when bases or targets are inserted, updated, deleted."""
    table, year = f"indicators_{kind}", "year" if kind == "base" else "due_year"
    same = " AND p.ordinal = n.ordinal" if kind == "target" else ""
    previous = (
        f" LEFT JOIN LATERAL (SELECT p.id FROM {table} p WHERE p.row_id = n.row_id{same} AND p.version < n.version"
        " ORDER BY p.version DESC LIMIT 1) prev ON true"
    )
    why = "CASE WHEN prev.id IS NULL THEN 'entry' ELSE 'revision' END"
    kept = data("n", columns)
    changed = (
        "CASE WHEN o.is_primary <> n.is_primary THEN 'revision' ELSE 'correction' END"
        if kind == "target"
        else "'correction'"
    )
    row = " JOIN indicators_planindicator r ON r.id = n.row_id"
    inserted = (
        f"{WRITTEN} SELECT '{kind}', 'set', {why}, n.id, prev.id, r.plan_id, n.row_id, n.{year}, {_NOT_OF_STATUS}, {kept}"
        f" FROM new_rows n{row}{previous} WHERE n.in_force ORDER BY n.id;"
    )
    updated = (
        f"{WRITTEN} SELECT '{kind}', CASE WHEN n.in_force THEN 'set' ELSE 'remove' END,"
        f" CASE WHEN NOT n.in_force THEN 'revision' WHEN NOT o.in_force THEN {why} ELSE {changed} END,"
        f" n.id, CASE WHEN n.in_force AND NOT o.in_force THEN prev.id END, r.plan_id, n.row_id, n.{year},"
        f" {_NOT_OF_STATUS}, CASE WHEN n.in_force THEN {kept} END"
        f" FROM new_rows n JOIN old_rows o ON o.id = n.id{row}{previous}"
        f" WHERE (n.in_force OR o.in_force) AND {_differ((*columns, 'in_force'))} ORDER BY n.id;"
    )
    deleted = (
        f"{WRITTEN} SELECT '{kind}', 'remove', 'correction', o.id, NULL, r.plan_id, o.row_id, o.{year}, {_NOT_OF_STATUS},"
        " NULL FROM old_rows o JOIN indicators_planindicator r ON r.id = o.row_id WHERE o.in_force ORDER BY o.id;"
    )
    return inserted, updated, deleted


BASE_INSERTED, BASE_UPDATED, BASE_DELETED = _promised("base", BASE)
TARGET_INSERTED, _TARGET_ITSELF, TARGET_DELETED = _promised("target", TARGET)

# --- assessments --------------------------------------------------------------------------------------------------------
#: A row that shows this target only now: what it showed before stands in the move that the same recompute noted.
_MOVE = (
    " LEFT JOIN LATERAL (SELECT m.before FROM indicators_statusmove m WHERE m.target_id = n.target_id AND m.year = n.year"
    " AND m.shown AND m.after = n.status AND m.moved_at >= now() ORDER BY m.id DESC LIMIT 1) move ON n.shown"
)
#: A break of the definition was marked since, and no recompute of the plan has ended that knew of it.
_NEW_BREAK = (
    "EXISTS (SELECT 1 FROM indicators_definitionbreakevent e WHERE e.row_id = n.row_id AND e.pgh_created_at > o.computed_at"
    " AND NOT EXISTS (SELECT 1 FROM indicators_jobrun j WHERE j.plan_id = n.plan_id AND j.state = 'done'"
    " AND j.started_at > e.pgh_created_at))"
)
ASSESSMENT_INSERTED = (
    f"{WRITTEN} SELECT 'assessment', 'set', 'recompute', n.id, NULL, n.plan_id, n.row_id, n.year, n.shown,"
    f" COALESCE(move.before, ''), n.status, {data('n', ASSESSMENT)} FROM new_rows n{_MOVE};"
)
ASSESSMENT_UPDATED = (
    f"{WRITTEN} SELECT 'assessment', 'set',"
    " CASE WHEN o.method_version <> n.method_version OR o.rule_version <> n.rule_version"
    f" OR {_NEW_BREAK} THEN 'definition' ELSE 'recompute' END, n.id, NULL, n.plan_id, n.row_id, n.year, n.shown,"
    " CASE WHEN n.shown AND NOT o.shown THEN COALESCE(move.before, n.status) ELSE o.status END, n.status,"
    f" {data('n', ASSESSMENT)} FROM new_rows n JOIN old_rows o ON o.id = n.id{_MOVE} WHERE {_differ(ASSESSMENT)};"
)
ASSESSMENT_DELETED = (
    f"{WRITTEN} SELECT 'assessment', 'remove', 'recompute', o.id, NULL, o.plan_id, o.row_id, o.year, o.shown, o.status, '',"
    " NULL FROM old_rows o;"
)


# --- what others say of an object ---------------------------------------------------------------------------------------
def _assessments_again(why: str, joined: str) -> str:
    return (
        f"{WRITTEN} SELECT 'assessment', 'set', '{why}', a.id, NULL, a.plan_id, a.row_id, a.year, a.shown, a.status,"
        f" a.status, {data('a', ASSESSMENT)} FROM new_rows n JOIN old_rows o ON o.id = n.id"
        f" JOIN indicators_assessment a ON {joined} ORDER BY a.id;"
    )


TARGET_UPDATED = _TARGET_ITSELF + _assessments_again("revision", f"a.target_id = n.id AND {_differ(_TARGET_SAYS)}")
ROW_UPDATED = (
    f"{WRITTEN} SELECT 'observation', 'set', 'definition', f.id, NULL, n.plan_id, f.row_id, f.year, {_NOT_OF_STATUS},"
    f" {data('f', OBSERVATION)} FROM new_rows n JOIN old_rows o ON o.id = n.id JOIN indicators_observation f"
    f" ON f.row_id = n.id AND f.state = 'approved' AND {_differ(_ROW_SAYS)} ORDER BY f.id;"
    + _assessments_again("definition", f"a.row_id = n.id AND {_differ(_ROW_SAYS)}")
)

# --- rounds -------------------------------------------------------------------------------------------------------------
_ROUND = "NULL, n.plan_id, NULL, n.year"
ROUND_INSERTED = (
    f"{WRITTEN} SELECT 'round', 'set', 'entry', n.id, {_ROUND}, {_NOT_OF_STATUS}, {data('n', ROUND)} FROM new_rows n"
    " ORDER BY n.id;"
)
ROUND_UPDATED = (
    f"{WRITTEN} SELECT 'round', 'set', 'correction', n.id, {_ROUND}, {_NOT_OF_STATUS}, {data('n', ROUND)} FROM new_rows n"
    f" JOIN old_rows o ON o.id = n.id WHERE {_differ(ROUND)} ORDER BY n.id;"
)
ROUND_DELETED = (
    f"{WRITTEN} SELECT 'round', 'remove', 'correction', o.id, NULL, o.plan_id, NULL, o.year, {_NOT_OF_STATUS}, NULL"
    " FROM old_rows o ORDER BY o.id;"
)

# --- plans --------------------------------------------------------------------------------------------------------------
#: A mark, never shown: whoever numbers it compares what the feed says of the plan with what is there.
PLAN_UPDATED = (
    f"{WRITTEN} SELECT 'plan', 'set', 'published', n.id, NULL, n.id, NULL, NULL, {_NOT_OF_STATUS}, '{{}}'"
    " FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE (o.status = 'draft') <> (n.status = 'draft')"
    f" OR (n.status <> 'draft' AND {_differ(_PLAN_SAYS)}) ORDER BY n.id;"
)
