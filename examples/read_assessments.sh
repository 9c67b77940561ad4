#!/bin/sh
# How a county stands in a year: status, attainment and name of every main target.
#   KEY=jd_… sh examples/read_assessments.sh [region] [year]
set -eu
: "${KEY:?the key that the administrator gave you}"
BASE=${BASE:-http://127.0.0.1:8000}
curl --silent --show-error --fail-with-body \
    -H "Authorization: Bearer $KEY" \
    "$BASE/api/v1/assessments/?region=${1:-410726}&year=${2:-2024}&shown=true"
