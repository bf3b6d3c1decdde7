#!/usr/bin/env python
import os
import sys

from portal import process

if __name__ == "__main__":
    if sys.argv[1:3] == ["procrastinate", "worker"]:
        process.kind = "worker"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
