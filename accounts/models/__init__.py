"""People, units and the systems of other bureaus."""

from accounts.models.api_clients import ApiClient, ApiKey
from accounts.models.audit import AuditEntry, AuditKind
from accounts.models.displays import DisplayKey
from accounts.models.people import PersonRole, Unit, User
from accounts.models.visits import Visit

__all__ = ["ApiClient", "ApiKey", "AuditEntry", "AuditKind", "DisplayKey", "PersonRole", "Unit", "User", "Visit"]
