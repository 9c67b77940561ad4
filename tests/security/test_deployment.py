"""What stands around the application: the compose file, the folder of a local run, the headers of every answer."""

import re
import stat
from pathlib import Path

import pytest
import yaml

from config import local

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_of_the_example_reaches_the_containers():
    """A name that compose does not pass on would be filled in and change nothing."""
    compose = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text().split("# without docker-compose")[0]
    names = re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)
    assert len(names) > 8
    assert [name for name in names if f"${{{name}" not in compose] == []


def test_containers_have_no_more_rights_than_they_need():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("migrate", "web", "worker", "beat"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]
    assert not any("ports" in services[name] for name in ("db", "redis", "worker", "beat"))
    assert services["web"]["ports"] == ["${WEB_BIND:-127.0.0.1:8000}:8000"]


def test_the_folder_of_a_local_run_is_closed_to_others(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "BASE_DIR", tmp_path)
    folder = local.home()
    key = local.secret_key()
    for one in {folder, tmp_path / ".local"}:
        assert not stat.S_IMODE(one.stat().st_mode) & (stat.S_IRWXG | stat.S_IROTH | stat.S_IWOTH)
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert len(key) >= 50


@pytest.mark.django_db
def test_every_answer_carries_the_headers_of_a_careful_site(client):
    for address in ("/accounts/login/", "/nowhere/", "/healthz", "/api/v1/plans/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
    cookie = client.get("/accounts/login/").cookies["csrftoken"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
