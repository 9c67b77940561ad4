"""Files under their hash: whole, once, and readable by the server alone."""

import hashlib

import pytest

from files.keep import NoRoom, TooLarge, keep


def kept(root, *chunks, most=100, **more):
    return keep(iter(chunks), root=root, folder="evidence", most=most, **more)


def files_below(root):
    return [path for path in root.rglob("*") if path.is_file()]


def test_the_place_follows_from_the_content(tmp_path):
    one = kept(tmp_path, b"12", b"3")
    digest = hashlib.sha256(b"123").hexdigest()
    assert (one.sha256, one.size, one.place) == (digest, 3, f"evidence/{digest[:2]}/{digest}")
    assert (tmp_path / one.place).read_bytes() == b"123"


def test_the_same_content_is_stored_once(tmp_path):
    assert kept(tmp_path, b"123") == kept(tmp_path, b"1", b"23")
    assert len(files_below(tmp_path)) == 1


def test_nobody_else_may_look(tmp_path):
    place = tmp_path / kept(tmp_path, b"123").place
    assert [one.stat().st_mode & 0o077 for one in (place, place.parent, place.parent.parent)] == [0, 0, 0]


def test_too_large_leaves_nothing_and_asks_for_no_more(tmp_path):
    asked = []

    def chunks():
        for number in range(10):
            asked.append(number)
            yield b"x" * 40

    with pytest.raises(TooLarge):
        keep(chunks(), root=tmp_path, folder="evidence", most=100)
    assert asked == [0, 1, 2]
    assert not files_below(tmp_path)
    assert kept(tmp_path, b"x" * 100).size == 100


def test_a_disk_without_room(tmp_path):
    with pytest.raises(NoRoom):
        kept(tmp_path, b"x", least_free=1 << 60)
    assert not files_below(tmp_path)


def test_a_sender_that_breaks_off_leaves_nothing(tmp_path):
    def broken():
        yield b"1"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        keep(broken(), root=tmp_path, folder="evidence", most=100)
    assert not files_below(tmp_path)
