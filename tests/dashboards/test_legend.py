"""The key to the statuses: whole, in words, with the thresholds in force."""

import re
from decimal import Decimal

from django.template.loader import render_to_string

from dashboards.presenters.legend import ORDER, legend
from indicators.domain.types import Status
from indicators.models import StatusRule


def test_every_status_stands_in_it_once():
    assert sorted(ORDER) == sorted(Status)
    entries = legend()
    assert len({entry.chip.code for entry in entries}) == len(Status)
    assert all(entry.chip.symbol and entry.chip.label and entry.means for entry in entries)


def test_the_thresholds_are_those_of_the_rule():
    known = StatusRule(version=3, ahead=Decimal("1.10"), on_track=Decimal("0.90"), behind=Decimal("0.5"))
    paces = {entry.chip.code: entry.pace for entry in legend(known)}
    assert paces["ahead"] == "≥1.10"
    assert paces["behind"] == "0.50–0.90"
    assert paces["met"] == ""


def test_it_can_be_included_by_any_page():
    html = render_to_string("dashboards/_legend.html", {})
    assert len(re.findall(r'class="legend-entry"', html)) == len(Status)
    assert "<details" in html
    assert " open" not in re.search(r"<details[^>]*>", html)[0]
    assert " open" in re.search(r"<details[^>]*>", render_to_string("dashboards/_legend.html", {"open": True}))[0]
