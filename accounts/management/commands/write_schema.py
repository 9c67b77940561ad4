"""``write_schema``: renew docs/openapi.json, the contract that was last given out. What would break it is refused."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from accounts.api.additive import breaks

PATH = settings.BASE_DIR / "docs" / "openapi.json"


def schema_now() -> dict[str, Any]:
    """The schema as it is sent, in the language of the house."""
    made: dict[str, Any] = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
    validate_schema(made)
    return made


class Command(BaseCommand):
    help = "Write the OpenAPI schema of the API to docs/openapi.json."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        made = schema_now()
        if PATH.exists() and (broken := breaks(json.loads(PATH.read_text(encoding="utf-8")), made)):
            raise CommandError("this would break programs that were written against it:\n" + "\n".join(broken))
        PATH.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"wrote {PATH.relative_to(settings.BASE_DIR)}")
