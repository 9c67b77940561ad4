"""The rules for fields and default units (``data/fields.yaml``), read and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from projects.domain.fields import FieldRule, FieldRules
from projects.models import Field
from regions.fields import Fields
from regions.files import FileRefused, Problem, label_of, no_rows, read_yaml, row_of

RULES = Path(settings.BASE_DIR) / "data" / "fields.yaml"


@cache
def committed_rules() -> FieldRules:
    """The rules of the committed file, read once."""
    return read_rules(RULES)


def read_rules(path: Path) -> FieldRules:
    """The rules of a file in their order. ``FileRefused`` names every bad one."""
    content, lines = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list) or not content["rules"]:
        raise no_rows(path)
    problems: list[Problem] = []
    head = Fields(label_of(path), "", content, problems)
    head.raw("rules")
    units = head.mapping("units")
    named = {} if units is None else {code: units.text(code, required=True, most=60) for code in units.data}
    for code in set(named) - set(Field.values):
        assert units is not None
        units.refuse(code, _("没有这个领域"), _("可用的词：%(words)s") % {"words": "、".join(Field.values)})
    head.unknown()
    rules = []
    for n, item in enumerate(content["rules"]):
        data: dict[str, Any] = item if isinstance(item, dict) else {"": item}
        fields = Fields(label_of(path), row_of(lines["rules", n]), data, problems)
        rules.append(_rule(fields))
    if problems:
        raise FileRefused(problems)
    return FieldRules(tuple(rules), named)


def _rule(fields: Fields) -> FieldRule:
    field = fields.choice("field", Field.values, required=True)
    words = {key: _words(fields, key) for key in ("box", "group", "name")}
    if not any(words.values()):
        fields.refuse("field", _("没有写任何词，任何项目都会归入"), _("请在 box、group、name 里至少写一个词"))
    unit = fields.text("unit", most=60)
    fields.unknown()
    return FieldRule(field, words["box"], words["group"], words["name"], unit)


def _words(fields: Fields, key: str) -> tuple[str, ...]:
    value = fields.raw(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not value or not all(isinstance(word, str) and word for word in value):
        fields.refuse(key, _("应为一列词"), _("写成 [词, 词] 的样子"))
        return ()
    return tuple(value)
