"""What narrows the lists of accounts and of the audit log."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, AuditKind, PersonRole, Unit, User
from regions.models import Region

_ALL = _("全部")
_ROLES = [one for one in PersonRole.choices if one[0] != PersonRole.SYSTEM]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonFilterSet(django_filters.FilterSet):
    """Accounts by name, region (and all below it), role, unit, whether they may log in and whether they are locked out."""

    name = django_filters.CharFilter(label=_("姓名或用户名"), method="by_name", max_length=60)
    region = django_filters.ModelChoiceFilter(
        label=_("地区"), queryset=Region.objects.none(), to_field_name="code", method="by_region", empty_label=_ALL
    )
    unit = django_filters.ModelChoiceFilter(label=_("单位"), queryset=Unit.objects.none(), empty_label=_ALL)
    role = django_filters.ChoiceFilter(label=_("角色"), choices=_ROLES, empty_label=_ALL)
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[("active", _("启用")), ("inactive", _("停用")), ("locked", _("登录锁定"))],
        method="by_state",
        empty_label=_ALL,
    )

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, regions: Any, units: Any, locked: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["region"].queryset = regions
        self.filters["unit"].queryset = units
        self.locked = locked

    def by_name(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return people.filter(Q(username__icontains=value) | Q(display_name__icontains=value))

    def by_region(self, people: QuerySet[User], name: str, value: Region) -> QuerySet[User]:
        return people.filter(region__lineage__startswith=value.lineage)

    def by_state(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return people.filter(pk__in=self.locked) if value == "locked" else people.filter(is_active=value == "active")


class AuditFilterSet(django_filters.FilterSet):
    """Entries by kind, account name, region (and all below it) and days, both included."""

    kind = django_filters.ChoiceFilter(label=_("种类"), choices=AuditKind.choices, empty_label=_ALL)
    person = django_filters.CharFilter(label=_("账号"), method="by_person", max_length=150)
    region = django_filters.ModelChoiceFilter(
        label=_("地区"), queryset=Region.objects.none(), to_field_name="code", method="by_region", empty_label=_ALL
    )
    since = django_filters.DateFilter(label=_("从"), method="by_first_day", widget=_DAY)
    until = django_filters.DateFilter(label=_("到"), method="by_last_day", widget=_DAY)

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["region"].queryset = regions

    def by_person(self, entries: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        return entries.filter(Q(name__icontains=value) | Q(person__display_name__icontains=value))

    def by_region(self, entries: QuerySet[AuditEntry], name: str, value: Region) -> QuerySet[AuditEntry]:
        return entries.filter(region__lineage__startswith=value.lineage)

    def by_first_day(self, entries: QuerySet[AuditEntry], name: str, value: Any) -> QuerySet[AuditEntry]:
        return entries.filter(at__gte=_midnight(value))

    def by_last_day(self, entries: QuerySet[AuditEntry], name: str, value: Any) -> QuerySet[AuditEntry]:
        return entries.filter(at__lt=_midnight(value + timedelta(days=1)))


def _midnight(day: Any) -> datetime:
    """The local one at which the day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
