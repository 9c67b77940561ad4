"""Read how Yanjin stands, then push a year's actuals, with a client that is generated from the schema.

    pip install openapi-python-client
    curl -H "Authorization: Bearer $KEY" -o openapi.json "$BASE/api/v1/schema/"
    openapi-python-client generate --path openapi.json --meta none --output-path progress_client
    KEY=jd_… BASE=http://127.0.0.1:8000 python push_actuals.py 410726 2021-2025 2024 actuals.csv

The file: a line of headings, then a line a figure: indicator (catalogue code), value, value_basis, source_title. What is sent waits for
people to review it. Sent again it changes nothing: the same figures answer "unchanged". Ends with 1 where a figure was refused.
"""

from __future__ import annotations

import csv
import hashlib
import os
import sys
from pathlib import Path

from progress_client import AuthenticatedClient
from progress_client.api.assessments import assessments_list
from progress_client.api.observations import observations_bulk_put
from progress_client.models import ObservationPut, ObservationPutAnswer, PaginatedAssessmentList


def main(region: str, period: str, year: str, path: str) -> int:
    base = os.environ.get("BASE", "http://127.0.0.1:8000")
    client = AuthenticatedClient(base_url=base, token=os.environ["KEY"])

    page = assessments_list.sync(client=client, region=region, year=int(year), shown=True)
    if not isinstance(page, PaginatedAssessmentList):
        raise SystemExit(f"could not read: {page}")
    for one in page.results:
        done = "" if one.attainment is None else f" {one.attainment:.1%}"
        print(f"{one.number:>4} {one.name}: {one.status_label}{done}")

    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    natural = {"region": region, "period": period, "year": int(year)}
    rows = [{**natural, **line, "value": float(line["value"])} for line in lines]
    sent = ObservationPut.from_dict({"mode": "row_by_row", "rows": rows})
    # One key a file and year: should the line break, send the same again, and it is carried out once.
    key = hashlib.sha256(repr(rows).encode()).hexdigest()
    answer = observations_bulk_put.sync(client=client, body=sent, idempotency_key=key)
    if not isinstance(answer, ObservationPutAnswer):
        raise SystemExit(f"nothing was written: {answer}")
    for row, line in zip(answer.rows, lines, strict=True):
        why = "; ".join(f"{error.path} {error.message}" for error in row.errors)
        print(f"{line['indicator']}: {row.result.value} {why}".rstrip())
    return 1 if answer.counts.refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
