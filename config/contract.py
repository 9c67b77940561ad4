"""``make schema``: renew docs/openapi.json, the contract that was last given out. What would break it is refused."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parent.parent
PATH = BASE_DIR / "docs" / "openapi.json"
#: No database is asked, so no server is started.
_NOWHERE = {
    "DEPLOYMENT": "local",
    "DATABASE_URL": "postgresql://nowhere/none",
    "REDIS_URL": "redis://nowhere/0",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def schema_now() -> dict[str, Any]:
    """The schema as it is sent, in the language of the house."""
    from django.conf import settings
    from django.utils import translation
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.validation import validate_schema

    with translation.override(settings.LANGUAGE_CODE):
        said = SchemaGenerator().get_schema(request=None, public=True)
        made: dict[str, Any] = json.loads(json.dumps(said, default=str))
    validate_schema(made)
    return made


def given_out() -> dict[str, Any] | None:
    """The contract as it was last given out; None before the first time."""
    found: dict[str, Any] | None = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else None
    return found


def main() -> None:
    os.environ.update(_NOWHERE)
    import django

    django.setup()
    from accounts.api.additive import breaks

    made, before = schema_now(), given_out()
    if before is not None and (broken := breaks(before, made)):
        sys.exit("this would break programs that were written against it:\n" + "\n".join(broken))
    PATH.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
