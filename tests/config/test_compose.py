from pathlib import Path

import pytest
import yaml

from config import compose

ROOT = Path(__file__).resolve().parents[2]
FILE, EXAMPLE = ROOT / "docker-compose.yml", ROOT / ".env.example"


def test_the_compose_file_is_valid_and_refuses_missing_secrets():
    assert compose.problems(FILE, EXAMPLE) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("services:", "servicez:", "not valid"),
        (":?", ":-", "a missing secret is not refused"),
        ("condition: service_healthy", "condition: service_well", "not valid"),
    ],
)
def test_a_broken_file_is_found(tmp_path, old, new, expected):
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(FILE.read_text().replace(old, new))
    assert any(expected in problem for problem in compose.problems(broken, EXAMPLE))


def test_every_service_has_a_pinned_image_and_a_health_check():
    services = yaml.safe_load(FILE.read_text())["services"]
    assert set(services) == {"db", "redis", "migrate", "web", "worker", "beat"}
    for name, service in services.items():
        assert name == "migrate" or "healthcheck" in service
        assert "build" in service or not service["image"].endswith(":latest")
