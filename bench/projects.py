"""A city with 5,000 key projects and three years of monthly reports, made by the database; how fast their pages answer.

``python -m bench.projects`` measures them alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

from django.db import connection

PROJECTS, MONTHS, COUNTIES = 5000, 36, 12
FIRST_MONTH, LAST_YEAR = "2023-01-01", 2025
CITY = "410700"
#: Figures differ from project to project and month to month, and the same size gives the same ones.
_FILL = """
INSERT INTO regions_region (id, code, name, short_name, level, parent_id, lineage) VALUES
  (1, '100000', '全国', '', 0, NULL, '100000/'), (2, '410000', '省 410000', '', 1, 1, '100000/410000/'),
  (3, '410700', '市 410700', '', 2, 2, '100000/410000/410700/');
INSERT INTO regions_region (id, code, name, short_name, level, parent_id, lineage)
  SELECT 3 + n, code, '县 ' || code, '', 3, 3, '100000/410000/410700/' || code || '/'
  FROM (SELECT n, (410700 + n)::text AS code FROM generate_series(1, {counties}) n) counties;
INSERT INTO accounts_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active,
    date_joined, role, display_name, region_id, must_change_password)
  SELECT id, '!', FALSE, name, '', '', '', FALSE, TRUE, '2025-01-01', role, name, region, FALSE
  FROM (VALUES (1, 'clerk', 'reviewer', 1), (2, 'reviewer', 'reviewer', 1), (3, 'city', 'leader', 3), (4, 'county', 'leader', 4))
    people (id, name, role, region);
INSERT INTO accounts_unit (id, region_id, name)
  SELECT (region - 3) * 20 + n + 1, region, '单位 ' || n
  FROM generate_series(3, 3 + {counties}) region, generate_series(1, 20) n;
INSERT INTO plans_plan (id, region_id, base_year, start_year, end_year, title, document_number, status, source_document, source_table)
  SELECT region, region, 2020, 2021, 2025, '规划 ' || region, '', 'in_force', '', '' FROM generate_series(3, 3 + {counties}) region;
INSERT INTO projects_reportingrule (plan_id, first_month, due_day, sample)
  SELECT id, DATE '{first_month}', 5, TRUE FROM plans_plan;
INSERT INTO projects_project (id, plan_id, region_id, box, "group", position, name, facts, kind, field, stage, lead_unit_id,
    unit_confirmed, leader, owner, owner_contact, place, investment, investment_unit, planned_start, planned_finish, actual_start,
    reports_monthly, merged_into_id, source_line, sample, lock)
  SELECT n, plan, plan, '专栏 ' || n / 13 % 30, '分组 ' || n % 3, n, '重点项目 ' || n || ' 建设工程',
    '建设厂房、道路及配套设施，新建生产线 ' || n % 9 || ' 条。', (ARRAY['project', 'project', 'project', 'programme'])[1 + n % 4],
    (ARRAY['industry', 'innovation', 'transport', 'water', 'energy', 'ecology', 'society', ''])[1 + n % 8],
    (ARRAY['preparation', 'started', 'building', 'building', 'building', 'completed'])[1 + n % 6], (plan - 3) * 20 + n % 20 + 2,
    TRUE, '', '建设单位 ' || n, '', '', 1 + n % 40, '亿元', DATE '2022-01-01' + n % 700, DATE '2025-01-01' + n % 900,
    DATE '2022-01-01' + n % 700, TRUE, NULL, n, TRUE, 1
  FROM (SELECT n, 3 + n % ({counties} + 1) AS plan FROM generate_series(1, {projects}) n) made;
INSERT INTO projects_stagechange (project_id, stage, "on", note, sample, recorded_by_id, recorded_at)
  SELECT id, step.stage, actual_start + step.days, '', TRUE, 1, now() FROM projects_project,
    (VALUES ('preparation', -200), ('started', 0), ('building', 60)) step (stage, days);
INSERT INTO projects_projectyear (project_id, year, planned_investment, target, measures, sample, lock)
  SELECT id, year, 4000 + id % 700 * 10, '', '', TRUE, 1 FROM projects_project, generate_series(2023, {last_year}) year
  WHERE id % 5 <> 0;
INSERT INTO projects_projectreport (project_id, month, state, lock, investment_month, investment_to_date, progress, progress_text,
    stage, next_step, problem, problem_unit_id, problem_due, comment, cell_comments, sample, submitted_by_id, submitted_at,
    approved_by_id, approved_at, created_at, updated_at)
  SELECT p.id, month, 'approved', 3, 200 + (p.id * 7 + m * 31) % 400, (200 + p.id % 400) * (m + 1), least(100, (m + 1) * 2.5),
    '主体工程正在施工', '', '继续施工', CASE WHEN (p.id + m) % 90 = 0 THEN '用地手续没有办完' ELSE '' END,
    CASE WHEN (p.id + m) % 90 = 0 THEN p.lead_unit_id END, CASE WHEN (p.id + m) % 90 = 0 THEN (month + interval '2 months')::date END,
    '', '{{}}', TRUE, 1, month + interval '33 days', 2, month + interval '36 days', month + interval '33 days', month + interval '36 days'
  FROM projects_project p, (SELECT m, (DATE '{first_month}' + m * interval '1 month')::date AS month
    FROM generate_series(0, {months} - 1) m) spans;
INSERT INTO projects_problem (project_id, report_id, text, kind, unit_id, due, state, raised_by_id, raised_at, sample, lock)
  SELECT DISTINCT ON (project_id) project_id, id, problem, 'land', problem_unit_id, problem_due, 'assigned', 1, approved_at, TRUE, 1
  FROM projects_projectreport WHERE problem <> '' ORDER BY project_id, month DESC;
"""
_TABLES = (
    "regions_region", "accounts_user", "accounts_unit", "plans_plan", "projects_reportingrule", "projects_project",
    "projects_stagechange", "projects_projectyear", "projects_projectreport", "projects_problem",
)  # fmt: skip


def build(projects: int = PROJECTS, months: int = MONTHS) -> None:
    """Fill an empty, migrated database, past the history triggers; everything is marked as sample data."""
    filled = _FILL.format(
        projects=projects, months=months, counties=COUNTIES, first_month=FIRST_MONTH, last_year=LAST_YEAR
    )
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in filled.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")


def measure(times: int) -> Iterator[object]:
    """The list of a city's projects as it opens, narrowed, and its second page."""
    from bench.pages import _page, reader

    city = reader("city")
    for what, query in (
        ("projects of a city", ""),
        ("projects of a city, one county", "?region=410703"),
        ("projects of a city, narrowed by words", "?search=重点项目 12&stage=building&report=approved"),
        ("projects of a city, second page", "?page=2"),
    ):
        yield from _page(city, what, f"/projects/{query}", 100, 12, times)
    yield from _page(city, "project page", "/projects/4000/", 60, 15, times)
    for kind, month in (
        ("monthly", "2025-08"),
        ("quarterly", "2025-09"),
        ("half_yearly", "2025-06"),
        ("yearly", "2025-12"),
    ):
        address = f"/reports/bulletins/{CITY}/{kind}/{month}/"
        yield from _page(city, f"{kind} bulletin of a city", address, 3000, 60, min(times, 5))
        yield from _page(city, "  as docx", f"{address}?format=docx", 3000, 60, min(times, 3))


def main() -> int:
    """Measure the pages of projects alone."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench.scratch import scratch_database

    parser = argparse.ArgumentParser(prog="bench.projects", description=__doc__)
    parser.add_argument("--times", type=int, default=31, help="how often a page is asked for (%(default)s)")
    parser.add_argument("--projects", type=int, default=PROJECTS, help="how many projects (%(default)s)")
    given = parser.parse_args()
    over = False
    with scratch_database():
        build(given.projects)
        for line in measure(given.times):
            print(line.text(), flush=True)  # type: ignore[attr-defined]
            over = over or line.ok is False  # type: ignore[attr-defined]
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
