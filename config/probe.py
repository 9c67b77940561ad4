"""The container's own question whether its web process can serve people: asks ``/readyz`` the way the proxy would."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request

from config import env


def main() -> None:
    host = next(iter(env.words("ALLOWED_HOSTS", ("localhost",)))).lstrip(".")
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/readyz", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            sys.exit(0 if answer.status == 200 else 1)
    except (urllib.error.URLError, OSError) as error:
        sys.exit(f"not ready: {error}")


if __name__ == "__main__":
    main()
