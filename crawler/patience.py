"""This module knows how long a browser is waited for, and which errors are its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext

Result = TypeVar("Result")
CLOSING_SECONDS = 10.0
_tasks: set[asyncio.Task[Any]] = set()


def keep_task(work: Any) -> None:
    """Let something be done beside, whatever comes of it."""

    async def quietly() -> None:
        with contextlib.suppress(Exception):
            await work

    task = asyncio.ensure_future(quietly())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def within(seconds: float, work: Awaitable[Result]) -> Result:
    """What some work brings, or TimeoutError."""
    return await asyncio.wait_for(work, seconds)


async def closes(context: BrowserContext) -> bool:
    """Close a context; False when it does not let itself be closed."""
    try:
        await within(CLOSING_SECONDS, context.close())
    except Exception as error:
        if not is_browsers(error):
            raise
        return False
    return True


def is_browsers(error: Exception) -> bool:
    """Whether an error is the browser's or its driver's, and not one of ours."""
    from playwright.async_api import Error

    return isinstance(error, (Error, TimeoutError, asyncio.TimeoutError, ConnectionError, BrokenPipeError))


def is_timeout(error: Exception) -> bool:
    """Whether the browser gave up waiting."""
    from playwright.async_api import TimeoutError as BrowserTimeoutError

    return isinstance(error, (BrowserTimeoutError, TimeoutError))


def first_line(error: Exception) -> str:
    """The first line of an error, 200 characters of it; one without words is told by its name."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
