"""The runner: one GRC a data directory, nothing left running behind it, a killed run heals."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grc.environment import ROOT
from grc.runner import children, clamd, processes
from grc.runner.prepare import fingerprint_of_the_code
from grc.runner.state import State


def test_a_state_comes_back_as_it_was_kept(tmp_path):
    state = State.load(tmp_path)
    state.invent_keys()
    state.mode = "formation"
    state.save()
    again = State.load(tmp_path)
    assert again == state
    assert (tmp_path / "state.json").stat().st_mode & 0o077 == 0, "les clés ne se lisent que de leur propriétaire"


def test_the_keys_of_a_demonstration_are_drawn_once(tmp_path, monkeypatch):
    for name in ("SECRET_KEY", "GRC_FILES_KEY", "GRC_CODES_KEY", "HEALTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    state = State(tmp_path)
    state.invent_keys()
    first = dict(state.environment)
    state.invent_keys()
    assert state.environment == first
    assert len(set(first.values())) == len(first)


def test_a_state_cut_in_the_middle_is_made_again(tmp_path):
    (tmp_path / "state.json").write_text('{"mode": "forma')
    assert State.load(tmp_path).mode == "demonstration"


def test_what_the_user_gives_wins_over_what_is_remembered(tmp_path, monkeypatch):
    monkeypatch.setenv("EMAIL_PORT", "2525")
    state = State(tmp_path, environment={"EMAIL_PORT": "1025", "EMAIL_HOST": "127.0.0.1"})
    given = {**os.environ, **children.surroundings_of(state)}
    assert (given["EMAIL_PORT"], given["EMAIL_HOST"]) == ("2525", "127.0.0.1")


def test_two_copies_get_two_ports():
    first = processes.free_port()
    with subprocess.Popen([sys.executable, "-m", "http.server", str(first), "--bind", "127.0.0.1"], stderr=-3) as busy:
        processes.wait_until(lambda: processes.answers(first), process=busy, log=ROOT / "README.md", seconds=20)
        assert processes.free_port(first) != first
        busy.kill()
    assert processes.free_port(first) == first


def test_a_child_that_does_not_start_is_told_with_the_end_of_its_journal(tmp_path):
    log = tmp_path / "web.log"
    child = processes.start([sys.executable, "-c", "raise SystemExit('port pris')"], log=log)
    with pytest.raises(RuntimeError, match="port pris"):
        processes.wait_until(lambda: False, process=child, log=log, seconds=20)


def test_stopping_a_child_stops_its_own_children(tmp_path):
    script = "import subprocess, time; p = subprocess.Popen(['sleep', '600']); print(p.pid, flush=True); time.sleep(60)"
    child = processes.start([sys.executable, "-c", script], log=tmp_path / "log")
    processes.wait_until(
        lambda: bool((tmp_path / "log").read_text().strip()), process=child, log=tmp_path / "log", seconds=20
    )
    grandchild = int((tmp_path / "log").read_text())
    processes.stop(child)
    assert gone(grandchild)


def gone(pid: int, seconds: float = 10) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            if " Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_does_not_outlive_who_started_it(tmp_path, number):
    script = (
        "import pathlib, sys, time\n"
        "from grc.runner import processes\n"
        f"child = processes.start(['sleep', '600'], log=pathlib.Path({str(tmp_path / 'log')!r}))\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.send_signal(number)
    parent.wait()
    parent.stdout.close()
    assert gone(pid)


def test_leftovers_of_this_directory_are_ended_and_no_others(tmp_path):
    def sleeper(home: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["sleep", "600"], env={**os.environ, children.MARK: home}, process_group=0)

    ours, theirs = sleeper(str(tmp_path)), sleeper("/elsewhere")
    state = State(tmp_path, children={"web": ours.pid, "worker": theirs.pid, "beat": 2**22 - 3})
    children.end_leftovers(state)
    assert ours.wait(10) == -signal.SIGKILL
    assert theirs.poll() is None
    theirs.kill()
    theirs.wait()


def test_a_second_run_with_the_same_directory_is_refused(tmp_path):
    from grc.runner.run import hold

    with hold(tmp_path), pytest.raises(SystemExit, match="tourne déjà"):
        hold(tmp_path)


def test_production_is_not_started_this_way(tmp_path):
    surroundings = {**os.environ, "GRC_MODE": "production", "GRC_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "grc.runner", "run"]
    result = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert "docker-compose.yml" in result.stderr


def test_preparing_is_skipped_until_the_code_or_the_database_changes(tmp_path):
    state = State(tmp_path, environment={"DATABASE_URL": "postgresql://a:b@h/x"})
    first = fingerprint_of_the_code(state)
    assert fingerprint_of_the_code(state) == first
    state.environment["DATABASE_URL"] = "postgresql://other:b@h/x"
    assert fingerprint_of_the_code(state) != first


def test_the_signature_of_the_scanner_is_that_of_the_test_file():
    import hashlib

    assert hashlib.md5(bytes.fromhex(clamd.EICAR)).hexdigest() == "44d88612fea8a8f36de82e1278abb02f"  # noqa: S324


def test_a_socket_under_a_long_directory_is_moved(tmp_path):
    long = tmp_path / ("d" * 120)
    assert len(str(clamd.socket_path(long))) < 108
    assert clamd.socket_path(tmp_path / "x" if len(str(tmp_path)) < 80 else tmp_path).name == "clamd.sock"


def test_the_settings_find_what_the_runner_remembers(tmp_path):
    state = State(tmp_path, environment={"DATABASE_URL": "postgresql://a:b@127.0.0.1:5/x", "SECRET_KEY": "s" * 50})
    state.save()
    surroundings = {"PATH": os.environ["PATH"], "GRC_HOME": str(tmp_path)}
    program = "from grc import environment as e; print(e.mode(), e.settings_module(), e.value('DATABASE_URL'))"
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["demonstration", "grc.settings.dev", "postgresql://a:b@127.0.0.1:5/x"]
    assert json.loads((tmp_path / "state.json").read_text())["mode"] == "demonstration"
