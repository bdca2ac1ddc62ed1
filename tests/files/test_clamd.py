"""The real clamd, with the one local signature of the demonstration."""

import contextlib
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from files.enums import ScanState
from files.operations import scan
from files.scanners import ClamdScanner, NoScanner, Outcome, ScannerDown, scanner
from files.scanners.demo import EICAR, DemoScanner
from grc.runner import clamd
from tests.files import documents


@pytest.fixture(scope="module")
def clamd_socket():
    with tempfile.TemporaryDirectory(prefix="grc-clamd-") as folder:
        configuration = clamd.write_configuration(Path(folder))
        process = subprocess.Popen(
            [clamd.program() or "clamd", "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        path = clamd.socket_path(Path(folder))
        for _try in range(150):
            if clamd.answers(path):
                break
            time.sleep(0.1)
        yield str(path)
        process.terminate()
        process.wait(timeout=20)


def test_clamd_answers(clamd_socket):
    assert ClamdScanner(clamd_socket).ping()


def test_the_test_virus_is_found_and_a_document_is_not(clamd_socket):
    verdict = ClamdScanner(clamd_socket).scan(EICAR)
    assert verdict.outcome is Outcome.INFECTED
    assert "Eicar" in verdict.detail
    assert ClamdScanner(clamd_socket).scan(documents.pdf()).outcome is Outcome.CLEAN


def test_a_large_file_goes_through_in_pieces(clamd_socket):
    assert ClamdScanner(clamd_socket).scan(b"x" * 9_000_000).outcome is Outcome.CLEAN


def test_a_virus_inside_a_document_is_stopped(clamd_socket, keep, settings):
    settings.FILES_SCANNER, settings.CLAMD_SOCKET = "clamd", clamd_socket
    sick = keep(documents.docx(("word/media/note.txt", EICAR)), "lettre.docx")
    sound = keep(documents.docx(), "lettre.docx")
    assert scan(sick.pk) == ScanState.INFECTED
    assert scan(sound.pk) == ScanState.CLEAN


def test_no_clamd_there(tmp_path):
    assert not ClamdScanner(str(tmp_path / "absent")).ping()
    with pytest.raises(ScannerDown):
        ClamdScanner(str(tmp_path / "absent")).scan(b"x")


@pytest.fixture
def impostor():
    """A server on a socket that answers what the test says, or nothing."""
    with tempfile.TemporaryDirectory(prefix="grc-clamd-") as folder:
        path = f"{folder}/s"
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen()
        threads = []

        def serve(answer: bytes, wait: float = 0) -> str:
            def run():
                connection, _address = listening.accept()
                with connection, contextlib.suppress(OSError):
                    connection.recv(65536)
                    time.sleep(wait)
                    if answer:
                        connection.sendall(answer)

            threads.append(threading.Thread(target=run, daemon=True))
            threads[-1].start()
            return path

        yield serve
        for thread in threads:
            thread.join(timeout=5)
        listening.close()


@pytest.mark.parametrize("answer", [b"", b"stream: what\0", b"\xff\xfe\0"])
def test_an_answer_that_says_nothing_counts_as_silence(answer, impostor):
    with pytest.raises(ScannerDown):
        ClamdScanner(impostor(answer), timeout=2).scan(b"x")


def test_a_slow_clamd_counts_as_silence(impostor):
    with pytest.raises(ScannerDown):
        ClamdScanner(impostor(b"stream: OK\0", wait=1.0), timeout=0.2).scan(b"x")


def test_a_file_clamd_finds_too_long_is_not_silence(impostor):
    answer = b"INSTREAM size limit exceeded. ERROR\0"
    assert ClamdScanner(impostor(answer), timeout=2).scan(b"x").outcome is Outcome.UNREADABLE


def test_the_settings_choose_the_scanner(settings):
    settings.FILES_SCANNER, settings.CLAMD_SOCKET = "", ""
    assert isinstance(scanner(), NoScanner)
    settings.CLAMD_SOCKET = "/run/clamd.sock"
    assert isinstance(scanner(), ClamdScanner)
    settings.FILES_SCANNER = "demo"
    assert isinstance(scanner(), DemoScanner)
