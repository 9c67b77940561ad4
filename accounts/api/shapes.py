"""``fields=id,gap``: only these members of each object of a list."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

#: The parameter.
NAME = "fields"


def wanted(text: str, known: Sequence[str]) -> list[str]:
    """The names that ``text`` asks for, in the order in which objects have them."""
    asked = text.split(",")
    if strange := [name for name in asked if name not in known]:
        message = _("没有这个字段：%(names)s。可用：%(known)s") % {
            "names": _("、").join(strange),
            "known": _("、").join(known),
        }
        raise ValidationError({NAME: [ErrorDetail(message, code="invalid_choice")]})
    if len(set(asked)) < len(asked):
        raise ValidationError({NAME: [ErrorDetail(_("只能写一次的参数写了多次"), code="repeated")]})
    return [name for name in known if name in set(asked)]
