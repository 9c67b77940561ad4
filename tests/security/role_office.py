"""Actions of the matrix of roles about accounts, the audit log and the admin: each is tried, and says whether it was done."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AuditKind, DisplayKey, Unit, User
from accounts.services import audit
from accounts.services.displays import issue_display_key
from regions.models import BoundarySet
from tests.factories import accounts, maps, regions

ADDRESS = "10.1.2.3"


def _create(code: str):
    def do(client, world):
        given = {"username": "new.person", "role": "leader", "region": code, "display_name": "新人"}
        client.post(reverse("account-new"), given)
        return lambda: User.objects.filter(username="new.person").exists()

    return do


def create_person(client, world):
    return _create(world.plan.region.code)(client, world)


def create_person_beyond(client, world):
    """An account of the city that the county is part of."""
    return _create(world.plan.region.parent.code)(client, world)


def widen_own_scope(client, world):
    person = getattr(client, "person", None) or accounts.clerk(world.unit)
    given = {"username": person.username, "role": "administrator", "region": world.plan.region.parent.code,
             "is_active": "on"}  # fmt: skip
    client.post(reverse("account", args=[person.pk]), given)
    before = person.region_id
    return lambda: User.objects.get(pk=person.pk).region_id != before


def reset_password(client, world):
    person = accounts.clerk(world.unit)
    before = person.password
    client.post(reverse("account-password", args=[person.pk]))
    return lambda: User.objects.get(pk=person.pk).password != before


def reset_second_factor(client, world):
    person = accounts.clerk(world.unit)
    TOTPDevice.objects.create(user=person, name="phone", confirmed=True)
    client.post(reverse("account-two-step", args=[person.pk]))
    return lambda: not TOTPDevice.objects.filter(user=person).exists()


def release(client, world):
    person = accounts.clerk(world.unit)
    AccessAttempt.objects.create(
        username=person.username, ip_address=ADDRESS, failures_since_start=settings.AXES_FAILURE_LIMIT,
        attempt_time=timezone.now(), user_agent="", get_data="", post_data="", http_accept="", path_info="",
    )  # fmt: skip
    client.post(reverse("account-release", args=[person.pk]), {"address": ADDRESS})
    return lambda: not AccessAttempt.objects.filter(username=person.username).exists()


def create_unit(client, world):
    client.post(reverse("unit-new"), {"region": world.plan.region.code, "name": "审计局"})
    return lambda: Unit.objects.filter(region=world.plan.region, name="审计局").exists()


def issue_display(client, world):
    client.post(reverse("displays"), {"name": "大厅", "region": world.plan.region.code, "days": "30"})
    return lambda: DisplayKey.objects.filter(region=world.plan.region).exists()


def revoke_display(client, world):
    by = accounts.administrator(world.plan.region)
    key, _plain = issue_display_key(name="大厅", region=world.plan.region, by=by)
    client.post(reverse("display-revoke", args=[key.pk]))
    return lambda: DisplayKey.objects.get(pk=key.pk).revoked_at is not None


def load_map(client, world):
    file = SimpleUploadedFile("演示.json", maps.squares(world.plan.region.code))
    given = {"name": "演示", "root": world.plan.region.code, "review_number": maps.REVIEW_NUMBER, "source": maps.SOURCE}
    client.post(reverse("dashboards:boundaries"), given | {"file": file})
    return lambda: BoundarySet.objects.filter(root=world.plan.region).exists()


def retire_map(client, world):
    loaded = maps.load(world.plan.region.code, root=world.plan.region, by=accounts.administrator(world.plan.region))
    client.post(reverse("dashboards:boundary-retire", args=[loaded.boundaries.pk]))
    return lambda: BoundarySet.objects.get(pk=loaded.boundaries.pk).retired_at is not None


def _noted(world) -> str:
    by = accounts.reviewer(world.plan.region)
    audit.record(kind=AuditKind.APPROVAL, about="审核通过：地区生产总值", by=by, region=world.plan.region)
    return "审核通过：地区生产总值"


def read_audit(client, world):
    about = _noted(world)
    answer = client.get(reverse("audit"))
    return lambda: about in answer.content.decode()


def export_audit(client, world):
    about = _noted(world)
    answer = client.get(reverse("audit-export"))
    return lambda: about in answer.getvalue().decode()


def open_row_in_admin(client, world):
    User.objects.filter(role="planner").update(is_staff=True)  # as the service writes every planner
    answer = client.get(reverse("admin:indicators_planindicator_change", args=[world.row.pk]))
    return lambda: answer.status_code == 200


def open_account_in_admin(client, world):
    person = accounts.clerk(world.unit)
    answer = client.get(reverse("admin:accounts_user_change", args=[person.pk]))
    return lambda: answer.status_code == 200 and regions.yanjin().name in answer.content.decode()
