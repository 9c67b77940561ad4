"""What a group of a box says: its items, or — where it enumerates nothing — the group itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.facts import has_quantity, is_fact, quantities
from intake.domain.boxes.groups import Group
from intake.domain.boxes.items import Item, counts, is_aim, read_items
from intake.domain.boxes.run import Run
from intake.domain.proposal import ProjectKind, ReadProject
from intake.domain.text import close_up

_DESCRIPTION: Final = re.compile(r"[于为]一体|集(?![散聚中群团约成合市装体贸])[^，。]{2,60}(?:功能|等)|等(?:功能|多元)|为(?:主|重点|核心|特色)|形成[^，]*格局|的(?:同时|基础上)")


@dataclass(slots=True)
class _Found:
    """What the clauses of a group gave so far. ``strong``: a clause that surely lists; ``amounts``: promised quantities."""

    items: list[Item]
    amounts: list[str]
    strong: bool = False


def read_group(group: Group, box: str) -> list[ReadProject]:
    """The entries of one group, in the order of their lines."""
    found = _Found([], [])
    for sentence in group.sentences:
        _read_sentence(sentence, found, numbered=group.numbered)
    label = group.label
    own = words.WORK_LABEL.search(label) is not None
    if not found.items or (own and not found.strong) or (found.amounts and not found.strong):
        return [_of_label(group, box, found)] if label or found.amounts else []
    kind = _kind_of(box, group, found.items)
    return [
        ReadProject(box=box, group=label or group.over, name=item.name, line=item.line, facts=item.facts, kind=kind)
        for item in found.items
    ]


def _of_label(group: Group, box: str, found: _Found) -> ReadProject:
    """The one entry of a group without items of its own."""
    kind = ProjectKind.PROGRAMME
    if not found.amounts:
        kind = ProjectKind.PROJECT if words.WORK_LABEL.search(group.label) else ProjectKind.DIRECTION
    name = group.label or (close_up(group.sentences[0].text)[:60] if group.sentences else "")
    return ReadProject(box=box, group=group.over, name=name, line=group.line, facts="；".join(found.amounts), kind=kind)


def _read_sentence(sentence: Run, found: _Found, *, numbered: bool) -> None:
    for index, clause in enumerate(sentence.split("，,")):
        text = close_up(clause.text)
        if is_fact(text):
            found.amounts.append(text)
            if index and found.items:
                _add_fact(found.items, text)
        elif words.SETTING.match(text):
            continue
        elif _DESCRIPTION.search(text) or is_aim(text):
            found.amounts.extend(filter(None, [quantities([text])]))
        elif counts(text) and not numbered and "、" not in text:
            found.amounts.append(text)
        else:
            _read_list(clause, text, found, first=index == 0 or words.LEADING.match(text) is not None)


def _read_list(clause: Run, text: str, found: _Found, *, first: bool) -> None:
    items = [item for item in read_items(clause, first=first) if item.plain]
    at = words.etc_at(text)
    listed = at >= 0 and words.GENERIC_TAIL.match(text[at + 1 :]) is not None
    works = sum(1 for item in items if words.HEAD.search(item.name))
    if listed or (items and works * 2 >= len(items)) or len(items) >= 3:
        found.strong = True
    found.items.extend(items)


def _add_fact(items: list[Item], fact: str) -> None:
    items[-1] = replace(items[-1], facts=f"{items[-1].facts}；{fact}" if items[-1].facts else fact)


def _kind_of(box: str, group: Group, items: list[Item]) -> ProjectKind:
    works = sum(1 for item in items if words.WORK.search(item.name))
    firms = sum(1 for item in items if words.FIRM.search(item.name))
    if works * 2 >= len(items):
        return ProjectKind.PROJECT
    if firms * 2 > len(items) or words.DIRECTION.search(box) or words.DIRECTION.search(group.label):
        return ProjectKind.DIRECTION
    first = group.sentences[0].text if group.sentences else ""
    return ProjectKind.DIRECTION if words.FOSTERED.match(first) and not has_quantity(first) else ProjectKind.PROJECT
