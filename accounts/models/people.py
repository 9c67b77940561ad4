"""Units (单位) and people, with one role and one region scope each."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region


class PersonRole(models.TextChoices):
    CLERK = "clerk", _("填报员")
    REVIEWER = "reviewer", _("审核员")
    PLANNER = "planner", _("规划科")
    LEADER = "leader", _("领导")
    ADMINISTRATOR = "administrator", _("管理员")
    SYSTEM = "system", _("系统")


@pghistory.track()
class Unit(models.Model):
    """A bureau of one region that answers for indicators and projects."""

    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="units")
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"], name="unit_name_in_region", violation_error_message=_("该地区已有同名单位")
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(UserManager["User"]):
    """``createsuperuser`` makes the first administrator, whose scope is the whole nation."""

    def get(self, *args: Any, **kwargs: Any) -> User:
        """One person with the region: what the log-in of every request asks for, and every page needs both."""
        return self.select_related("region").get(*args, **kwargs)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> User:
        return super().create_superuser(username, email, password, **{"role": PersonRole.ADMINISTRATOR, **extra_fields})


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """A person. ``region``: the top of what the person may see; an administrator or a system user without one sees all.

    A clerk also has a unit and writes only that unit's indicators. System users load files and never log in.
    """

    role = models.CharField(_("角色"), max_length=15, choices=PersonRole.choices, default=PersonRole.LEADER)
    display_name = models.CharField(_("姓名"), max_length=40, blank=True)
    region = models.ForeignKey(
        Region, verbose_name=_("地区范围"), null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    must_change_password = models.BooleanField(_("须修改密码"), default=False, help_text=_("下次登录后先修改密码"))

    objects = PersonManager()

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=PersonRole.values),
                name="user_role_known",
                violation_error_message=_("角色不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=~models.Q(role=PersonRole.CLERK) | models.Q(unit__isnull=False),
                name="user_clerk_has_unit",
                violation_error_message=_("填报员必须属于一个单位"),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[PersonRole.ADMINISTRATOR, PersonRole.SYSTEM])
                | models.Q(region__isnull=False),
                name="user_role_has_scope",
                violation_error_message=_("除管理员外，账号必须有地区范围"),
            ),
            models.CheckConstraint(
                condition=~models.Q(role=PersonRole.SYSTEM) | models.Q(is_active=False),
                name="user_system_never_logs_in",
                violation_error_message=_("系统账号不能登录"),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def clean(self) -> None:
        """A clerk of one county with a unit of another would be let in and find nothing to do."""
        super().clean()
        if self.unit and self.region and not self.unit.region.lineage.startswith(self.region.lineage):
            raise ValidationError({"unit": _("该单位不在账号的地区范围内")})
