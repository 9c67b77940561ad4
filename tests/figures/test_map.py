"""Outlines as SVG paths: where positions come to lie, what a simplification keeps, where the name stands."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.map import METRES_A_DEGREE, UNITS, Frame, TooWinding, frame_of, outline, simplified, view_box

SQUARE = [[(114.0, 35.0), (115.0, 35.0), (115.0, 36.0), (114.0, 36.0), (114.0, 35.0)]]


def test_north_is_up_and_a_degree_of_longitude_is_shorter():
    drawn = outline([SQUARE], frame_of([[SQUARE]]))
    left, top, right, bottom = drawn.box
    assert (left, top, bottom) == (0, 0, UNITS)
    assert math.isclose(right / UNITS, math.cos(math.radians(35.5)), rel_tol=1e-4)
    assert drawn.path.startswith(f"M0 {UNITS}l")
    assert drawn.path.endswith("z")


def test_a_hole_is_drawn_as_a_second_ring():
    hole = [(114.4, 35.4), (114.6, 35.4), (114.6, 35.6), (114.4, 35.6), (114.4, 35.4)]
    assert outline([[SQUARE[0], hole]], frame_of([[SQUARE]])).path.count("M") == 2


def test_the_name_of_a_horseshoe_stands_inside_it():
    ring = [(0, 0), (9, 0), (9, 9), (6, 9), (6, 3), (3, 3), (3, 9), (0, 9), (0, 0)]
    shape = [[(100 + x / 10, 30 + y / 10) for x, y in ring]]
    frame = frame_of([[shape]])
    x, _y = outline([shape], frame).label
    inner = [frame.point((100 + at / 10, 30))[0] for at in (3, 6)]
    assert x < inner[0] or x > inner[1]


def test_positions_on_the_same_unit_are_drawn_once():
    wide = Frame(73, 3, 136, 54)
    ring = [(114, 35), (114 + 1e-7, 35), (115, 35), (115, 36), (114, 35)]
    assert outline([[ring]], wide).path.count("l") == 2


def test_simplifying_drops_what_lies_nearer_than_the_tolerance_and_nothing_else():
    bump = 50 / METRES_A_DEGREE
    ring = [(114, 35), (114.5, 35 + bump), (115, 35), (115, 36), (114, 36), (114, 35)]
    assert len(simplified(ring, 100)) == 5
    assert simplified(ring, 10) == ring
    tiny = SQUARE[0]
    assert simplified(tiny, 1_000_000) == tiny  # never less than a ring


@given(st.lists(st.tuples(st.floats(100, 101), st.floats(30, 31)), min_size=4, max_size=40), st.integers(1, 20_000))
def test_a_simplified_ring_is_a_closed_part_of_the_ring(points, metres):
    ring = [*points, points[0]]
    kept = simplified(ring, metres)
    assert kept[0] == kept[-1] == ring[0]
    assert len(kept) >= 4
    rest = iter(ring)
    assert all(point in rest for point in kept)  # in the same order


@given(st.lists(st.tuples(st.floats(74, 135), st.floats(4, 53)), min_size=3, max_size=30, unique=True))
def test_everything_drawn_lies_in_its_box_and_the_box_in_the_view(points):
    ring = [*points, points[0]]
    drawn = outline([[ring]], frame_of([[[ring]]]))
    left, top, width, height = view_box([drawn.box])
    assert left < drawn.box[0] <= drawn.box[2] < left + width
    assert top < drawn.box[1] <= drawn.box[3] < top + height
    assert drawn.box[0] <= drawn.label[0] <= drawn.box[2]
    assert drawn.box[1] <= drawn.label[1] <= drawn.box[3]


def test_a_ring_made_to_take_the_square_of_its_positions_is_given_up():
    """Of a zigzag that grows, the farthest position is always the last but one."""
    ring = [(110 + at * 1e-6, 35 + (-1) ** at * at * 1e-5) for at in range(1500)]
    with pytest.raises(TooWinding):
        simplified([*ring, ring[0]], 1)
    around = [math.radians(at / 10) for at in range(3600)]
    circle = [(110 + math.cos(at), 35 + math.sin(at)) for at in around]
    assert len(simplified([*circle, circle[0]], 100)) > 100
