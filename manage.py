#!/usr/bin/env python3
"""The shell door of Django; beside a running `make run` it finds the same database through GRC_HOME."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from grc.environment import settings_module


def main() -> None:
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a sentence for the operator, not a trace
        if sys.argv[1:2] == ["ingest_email"]:  # status 75: the mail server keeps the mail and tries again
            sys.stderr.write(f"{error}\n")
            sys.exit(75)
        sys.exit(str(error))


if __name__ == "__main__":
    main()
