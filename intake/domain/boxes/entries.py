"""What a group of a box says: its items, or — where it enumerates nothing — the group itself, or both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.clauses import Found, read_clauses
from intake.domain.boxes.extent import Style
from intake.domain.boxes.groups import Group
from intake.domain.boxes.items import Item, counted
from intake.domain.proposal import ProjectKind, ReadProject
from intake.domain.text import close_up


def read_group(group: Group, box: str) -> list[ReadProject]:
    """The entries of one group: its works, and the firms it fosters."""
    found, entries = _read(group, box)
    return entries + [
        ReadProject(box=box, group=group.label, name=item.name, line=item.line, kind=ProjectKind.DIRECTION)
        for item in found.firms
        if item.name not in {entry.name for entry in entries}
    ]


def _read(group: Group, box: str) -> tuple[Found, list[ReadProject]]:
    spatial = words.SPATIAL.search(box) or words.SPATIAL.search(group.over) or words.SPATIAL.search(group.label)
    if spatial and group.label and len(group.label) <= 8 and not _works(group):
        found = Found()
        return found, [] if words.SPATIAL.search(group.label) else [_entry(group, box, ProjectKind.DIRECTION, found)]
    strict = group.style in (Style.BLANK, Style.STOP, Style.COLON) and bool(group.label)
    found = read_clauses(group, strict=False)
    if found.facts_first and group.label:
        return found, [_entry(group, box, ProjectKind.PROJECT, found)]
    if found.firms and not (found.items or found.amounts) and len(group.sentences) == 1:
        return found, []
    toward = _is_toward(box)
    if strict and _is_prose(group, found, toward=toward):
        return found, _described(group, box, read_clauses(group, strict=True), toward=toward)
    if not group.label:
        found.items += [counted(item) for item in found.amounts if item.plain]
        found.items = found.items or _whole(group)
    elif not found.items or (found.amounts and not found.lists):
        return found, [_entry(group, box, _label_kind(group, found), found)]
    elif found.amounts and found.later == len(found.amounts):
        found.items += [counted(item) for item in found.amounts if item.plain]
    head = (
        [_entry(group, box, ProjectKind.PROGRAMME, found)] if group.label and found.amounts and not found.later else []
    )
    if (
        not head
        and words.NAMED_PLACE.search(group.label)
        and not group.label[0].isdigit()
        and group.style is Style.BLANK
    ):
        head = [_entry(group, box, ProjectKind.PROJECT, found)]
    return found, head + _entries(group, box, found.items)


_BUILT: Final = re.compile(r"(?:园|基地|中心|馆|工厂|水厂|电站)$")
_WHOLE: Final = re.compile(r"[于为]一体的(?P<name>[^，。；、]{3,40})$")


def _whole(group: Group) -> list[Item]:
    """The work that a description of an entry without a label ends with (集甲、乙于一体的…项目)."""
    last = group.sentences[-1]
    found = _WHOLE.search(last.text)
    return [Item(close_up(found["name"]), last.line_at(found.start("name")))] if found else []


def _is_toward(box: str) -> bool:
    """Whether a caption promises directions and no works."""
    return words.DIRECTION.search(box) is not None and re.search("项目|工程", box) is None


def _works(group: Group) -> bool:
    """Whether a group under a caption of spatial structure is about works all the same."""
    texts = [group.label, *(sentence.text for sentence in group.sentences)]
    return words.ACTION.search(group.label) is not None or any("项目" in text or "工程" in text for text in texts)


def _is_prose(group: Group, found: Found, *, toward: bool) -> bool:
    """Whether the text under a label describes more than it enumerates."""
    if toward and (found.aims > found.lists or found.aims_first):
        return True
    own = words.WORK_LABEL.search(group.label) is not None
    if group.style is Style.COLON:
        return (own or words.FACILITY.search(group.label) is not None) and not found.listed and found.aims_first
    if own and group.style is Style.STOP:
        return not found.listed and bool(found.aims or found.amounts or not found.lists)
    return (
        not found.listed
        and (found.aims + len(found.amounts) > found.lists or (own and found.aims > 0))
        and bool(found.aims or found.amounts)
    )


def _described(group: Group, box: str, found: Found, *, toward: bool) -> list[ReadProject]:
    """The label of a description, and the works that are surely named in it."""
    kind = ProjectKind.DIRECTION if toward else _label_kind(group, found)
    return [
        _entry(group, box, kind, found),
        *_entries(group, box, [item for item in found.items if item.name != group.label], sure=True),
    ]


def _label_kind(group: Group, found: Found) -> ProjectKind:
    if found.amounts or found.figures:
        return ProjectKind.PROGRAMME
    if group.style is Style.BLANK and group.label.endswith("工程"):
        return ProjectKind.PROGRAMME  # described, not enumerated: a bundle of work
    if words.WORK.search(group.label) or words.FACILITY.search(group.label):
        return ProjectKind.PROJECT
    return ProjectKind.PROGRAMME if words.ACTION.search(group.label) else ProjectKind.DIRECTION


def _entry(group: Group, box: str, kind: ProjectKind, found: Found) -> ReadProject:
    """The entry of a group itself. A group without a label takes the first words of its text."""
    name = group.label or (close_up(group.sentences[0].text)[:60] if group.sentences else "")
    facts = "；".join(dict.fromkeys(found.figures))
    return ReadProject(box=box, group=group.over, name=name, line=group.line, facts=facts, kind=kind)


def _entries(group: Group, box: str, items: list[Item], *, sure: bool = False) -> list[ReadProject]:
    """The entries of items; ``sure``: works by their own words, whatever the box is about."""
    kind = ProjectKind.PROJECT if sure else _kind_of(box, group, items)
    seen: set[str] = set()
    entries = []
    for item in items:
        if item.name in seen:
            continue
        seen.add(item.name)
        built = words.WORK_WORD.search(item.name) or (_BUILT.search(item.name) and not _is_toward(box))
        own = ProjectKind.PROJECT if built else kind
        entries.append(
            ReadProject(
                box=box, group=group.label or group.over, name=item.name, line=item.line, facts=item.facts, kind=own
            )
        )
    return entries


def _kind_of(box: str, group: Group, items: Iterable[Item]) -> ProjectKind:
    """The kind of items that do not say it themselves."""
    items = list(items)
    firms = sum(1 for item in items if words.FIRM.search(item.name))
    clusters = sum(1 for item in items if item.name.endswith(("产业集群", "集群", "产业", "制造业")))
    if (firms + clusters) * 2 > len(items) or _is_toward(box) or words.DIRECTION.search(group.label):
        return ProjectKind.DIRECTION
    if words.PARTS.match(group.label) and not re.search("项目|工程", box):
        return ProjectKind.DIRECTION
    first = group.sentences[0].text if group.sentences else ""
    return ProjectKind.DIRECTION if words.FOSTERED.match(first) else ProjectKind.PROJECT
