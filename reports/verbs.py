"""This module knows how verbs are grouped, what a wave may be called, and how faults become messages and exit codes."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import click

from crawler.disk import remedy
from crawler.lock import CrawlError
from site_lists.model import DataFileError, DataFileErrors

MISSED, WRONG, INTERRUPTED = 1, 2, 130
"""Exit codes: finished but an expectation was missed; a data file or an argument is wrong; stopped by Ctrl-C."""


class Wave(click.ParamType[str]):
    """A wave's label: it is the name of a folder."""

    name = "wave"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """The label, or a usage error."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", str(value)):
            self.fail(f"{value!r} is no wave label; use letters, digits, '.', '_' and '-', such as 2026 or 2026-Q1")
        return str(value)


def plain_words(error: Exception) -> str:
    """What a person is told of an error; one of the system's says which file it met."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}; {remedy(error.errno)}"
    return str(error)


class Verbs(click.Group):
    """The verbs in the order of the pipeline; faults in files and arguments end in exit code 2."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The verbs as written down."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; say each fault in a line of its own."""
        try:
            return super().invoke(ctx)
        except (DataFileErrors, DataFileError) as error:
            faults = error.faults if isinstance(error, DataFileErrors) else (error,)
            for fault in faults:
                click.echo(f"egovbench: {fault}", err=True)
            click.echo(f"egovbench: {len(faults)} fault{'s' * (len(faults) != 1)}", err=True)
        except KeyboardInterrupt:
            click.echo("egovbench: stopped; the same command goes on from here", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except (CrawlError, OSError, ValueError) as error:
            click.echo(f"egovbench: {plain_words(error)}", err=True)
        sys.exit(WRONG)
