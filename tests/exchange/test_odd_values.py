"""Odd values in and out: zeros of all shapes, codes with the end of a line, cells that look like formulas."""

import pytest

from accounts.api.rendering import cell
from exchange.api import bodies
from exchange.api.shapes import Faults, Number, Text
from tests.exchange.conftest import line, put
from tests.exchange.test_put_figures import faults

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("zero", ["0e9999999999", "-0.0", "0E+400"])
def test_a_zero_is_a_zero_however_it_is_written(zero):
    wrong = Faults()
    read = Number(help="").read(bodies.loads(zero.encode()), "growth", wrong)
    assert (str(read), wrong.hard, wrong.of_rows) == ("0", [], {})


def test_the_end_of_a_line_is_no_part_of_a_code(asked):
    assert faults(put(asked.http, line(indicator="gdp\n"))) == [("rows.0.indicator", "invalid")]
    assert Text(help="", longest=9).read("两\n行\n", "note", Faults()) == "两\n行\n"


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", "＋1", "－1", "＠SUM", "\n=1"])
def test_no_cell_of_a_table_is_a_formula(text):
    assert cell(text) == f"'{text}"


def test_a_table_and_json_are_kept_apart_by_caches(asked):
    assert "Accept" in asked.http.get("/api/v1/regions/")["Vary"].split(", ")
