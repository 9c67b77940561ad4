"""A bulletin as sections: what page, paper and workbook print, each in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.translation import gettext as _

from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Facts
from regions.recorded import recorded
from reports.presenters.bulletin import sentences, tables, words
from sheets.table import Table

#: How many rows of one table stand on page and paper; the workbook has all.
MOST_ROWS: Final = 60
_DIGITS: Final = recorded("一二三四五六七八九")  # of the paper, which is Chinese whoever takes it


class _OfProject(Protocol):
    @property
    def project(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Section:
    """A part. ``rule``: how what is listed was chosen or counted; ``table`` None: sentences only.

    ``projects``: the project of each row, where rows are projects. ``total``: the last row is the sum of all.
    """

    code: str
    heading: str
    lines: tuple[str, ...] = ()
    rule: str = ""
    table: Table | None = None
    projects: tuple[int, ...] = ()
    total: bool = False

    @property
    def left_out(self) -> int:
        """Rows that only the workbook has."""
        return 0 if self.table is None else max(0, len(self.table.rows) - MOST_ROWS)


def sections(facts: Facts, remarks: str = "") -> list[Section]:
    """The parts of the bulletin in order, without numbers; ``remarks``: the words that people add (工作要求)."""
    found = [*_parts(facts)]
    lines = tuple(line.strip() for line in remarks.splitlines() if line.strip())
    if lines:
        found.append(Section("remarks", _("工作要求"), lines))
    return found


def numbered(found: list[Section]) -> list[tuple[str, Section]]:
    """Each with its heading as the paper prints it: 一、总体情况."""
    return [(f"{numeral(at)}、{one.heading}", one) for at, one in enumerate(found, start=1)]


def numeral(number: int) -> str:
    """The number of a part, 1 to 99, as papers write it: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    before = "" if tens < 2 else _DIGITS[tens - 1]
    return before + (recorded("十") if tens else "") + (_DIGITS[ones - 1] if ones else "")


def _parts(facts: Facts) -> Iterator[Section]:
    kind = facts.outline.kind
    yield Section("overall", _("总体情况"), tuple(sentences.overall(facts)))
    if not facts.whole.projects:
        return
    if kind == spans.HALF_YEARLY:
        yield _visits(facts)
    if kind == spans.YEARLY:
        yield _verdicts(facts)
    else:
        yield _ranking(facts)
    if kind != spans.MONTHLY:
        if facts.whole.before_done is not None or facts.whole.started_before or facts.whole.finished_before:
            table = tables.changes(facts)
            yield Section("changes", _("与上期相比"), tuple(sentences.moves(facts)), "", table, total=True)
        yield Section("months", _("逐月投资"), (), "", tables.months(facts))
    yield from _events(facts)
    yield _laggards(facts)
    yield Section(
        "problems", _("存在问题"), (sentences.problems(facts),), "", tables.problems(facts) if facts.problems else None
    )
    if kind == spans.YEARLY and facts.visits:
        yield _visits(facts)
    lines = (sentences.reporting(facts),)
    yield _listing(
        "reporting",
        _("月报报送"),
        lines,
        "",
        tables.unreported(facts),
        [lot[0] for lot in tables.unreported_lots(facts)],
    )


def _listing(
    code: str, heading: str, lines: tuple[str, ...], rule: str, table: Table, found: Sequence[_OfProject]
) -> Section:
    """A part whose rows are projects; without any row it is its sentences."""
    projects = tuple(one.project for one in found)
    return Section(code, heading, lines, rule, table if found else None, projects)


def _ranking(facts: Facts) -> Section:
    lines = [] if any(one.place for one in facts.groups) else [_("没有可以排名的。")]
    lines += [sentences.default_units(facts)] if sentences.default_units(facts) else []
    heading = _("%(who)s排名") % {"who": words.ranked_label(facts.outline)}
    return Section("ranking", heading, tuple(lines), sentences.ranking_rule(facts), tables.ranking(facts), total=True)


def _verdicts(facts: Facts) -> Section:
    default = sentences.default_units(facts)
    rule = sentences.verdict_rule(facts) + sentences.ranking_rule(facts)
    return Section("verdicts", _("年度评定"), (default,) if default else (), rule, tables.verdicts(facts), total=True)


def _visits(facts: Facts) -> Section:
    lines = () if facts.visits else (_("没有符合观摩条件的项目。"),)
    return _listing("visits", _("观摩项目"), lines, sentences.visit_rule(facts), tables.visits(facts), facts.visits)


def _events(facts: Facts) -> Iterator[Section]:
    for code, heading, found, label in (
        ("started", _("开工项目"), facts.started, _("开工日期")),
        ("finished", _("竣工项目"), facts.finished, _("竣工日期")),
    ):
        if found:
            yield _listing(code, heading, (), "", tables.events(facts, found, heading, label), found)


def _laggards(facts: Facts) -> Section:
    rule = sentences.lagging_rule(facts)
    number = len(facts.laggards)
    line = _("共 %(number)d 个。") % {"number": number} if number else _("没有达到列入规则的项目。")
    return _listing("laggards", _("滞后项目"), (line,), rule, tables.laggards(facts), facts.laggards)
