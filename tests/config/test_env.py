import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False), ("off", False)]
)
def test_booleans_are_read_in_any_case(text, expected):
    assert env.boolean("X", not expected, {"X": text}) is expected


@pytest.mark.parametrize("source", [{}, {"X": ""}, {"X": "  "}])
def test_an_empty_variable_counts_as_unset(source):
    assert env.boolean("X", True, source) is True
    assert env.integer("X", 7, source=source) == 7
    assert env.words("X", ("a",), source) == ["a"]
    assert env.string("X", "default", source) == "default"
    assert not env.is_set("X", source)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda source: env.boolean("X", True, source), "ja"),
        (lambda source: env.integer("X", 1, source=source), "1.5"),
        (lambda source: env.integer("X", 1, minimum=1, source=source), "0"),
        (lambda source: env.choice("X", "a", ("a", "b"), source), "c"),
        (lambda source: env.string("X", source=source), ""),
        (lambda source: env.database("X", source), "mysql://u@h/n"),
        (lambda source: env.database("X", source), "postgresql://u@h/"),
        (lambda source: env.database("X", source), "postgresql://u@h:port/n"),
        (lambda source: env.redis("X", source), "http://h"),
    ],
)
def test_a_wrong_value_is_named_in_chinese(read, value):
    with pytest.raises(ImproperlyConfigured, match=r"环境变量 X.*请|环境变量 X.*只能是"):
        read({"X": value})


def test_a_list_drops_blanks():
    assert env.words("X", source={"X": " a, b ,,c"}) == ["a", "b", "c"]


def test_a_database_url_is_taken_apart():
    read = env.database("X", {"X": "postgresql://me:p%40ss@db.local:6543/progress?sslmode=require"})
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == ("me", "p@ss", "db.local", "6543")
    assert (read["NAME"], read["OPTIONS"]) == ("progress", {"sslmode": "require"})


def test_a_unix_socket_is_the_host():
    read = env.database("X", {"X": "postgresql://postgres@/progress?host=/a%20folder/socket"})
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("/a folder/socket", "", {})
