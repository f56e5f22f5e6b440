"""This module knows how a list's next waves are run unattended, as cron lines or systemd units."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from site_lists.model import SiteList

CRON_DAYS = {"week": "* * 1", "month": "1 * *", "quarter": "1 1,4,7,10 *", "year": "1 1 *"}
"""Day of month, month and day of week of each period's first day (for a week: Monday)."""
SYSTEMD_DAYS = {"week": "Mon *-*-*", "month": "*-*-01", "quarter": "*-01,04,07,10-01", "year": "*-01-01"}
LABELS = {"week": "%G-W%V", "month": "%Y-%m", "quarter": "%Y-%m", "year": "%Y"}
"""The label of a wave, as `date` writes it on the day the wave starts, in the time zone of its hours."""


def schedule_text(site_list: SiteList, *, form: str, every: str, data: Path) -> str:
    """Cron lines or systemd units that run the next waves of a list: a wave a period, labelled by its start.

    Under systemd a wave that ended early, or missed what its list expects, is taken up again twice, an hour later.
    """
    hour, minute, zone = start_time(site_list.options.crawl.hours)
    program = Path(sys.argv[0]).resolve() if Path(sys.argv[0]).name == "egovbench" else Path(sys.executable)
    words = [str(program)] if program.name == "egovbench" else [str(program), "-m", "reports.cli"]
    words += ["run", str(site_list.folder.resolve()), "--data", str(data.resolve()), "--wave"]
    command = " ".join(shlex.quote(word) for word in words)
    label = f'"$({f"TZ={zone} " if zone else ""}date +{LABELS[every]})"'
    title = " ".join(site_list.options.title.split())
    if form == "cron":
        log = data.resolve() / f"{site_list.id}.log"
        return _cron(title, f"{command} {label}", every=every, hour=hour, minute=minute, zone=zone, log=log)
    name = f"egovbench-{site_list.id}"
    return _systemd(name, title, f"{command} {label}", every=every, hour=hour, minute=minute, zone=zone)


def start_time(hours: str) -> tuple[int, int, str]:
    """Hour, minute and time zone in which a wave starts: the list's permitted hours, else 02:17 in local time."""
    if match := re.match(r"(\d\d):(\d\d)-\S+ (\S+)", hours):
        return int(match[1]), int(match[2]), match[3]
    return 2, 17, ""


def _cron(title: str, command: str, *, every: str, hour: int, minute: int, zone: str, log: Path) -> str:
    folder, file = shlex.quote(str(log.parent)), shlex.quote(str(log))
    work = f"mkdir -p {folder} && {command} >> {file} 2>&1".replace("%", r"\%")  # a bare % ends a cron command
    head = [f"# {title}: a wave every {every}. Add these lines with `crontab -e`."]
    if zone:
        head.append(f"CRON_TZ={zone}")
    return "\n".join([*head, f"{minute} {hour} {CRON_DAYS[every]} {work}", ""])


def _systemd(name: str, title: str, command: str, *, every: str, hour: int, minute: int, zone: str) -> str:
    title = title.replace("%", "%%")
    clock = f"{SYSTEMD_DAYS[every]} {hour:02d}:{minute:02d}:00{' ' + zone if zone else ''}"
    shell = unit_quoted(f"exec {command}")
    return f"""# ~/.config/systemd/user/{name}.service
[Unit]
Description={title}: next survey wave
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=1d
StartLimitBurst=3

[Service]
Type=oneshot
ExecStart=/bin/sh -c {shell}
Nice=10
Restart=on-failure
RestartSec=1h

# ~/.config/systemd/user/{name}.timer
[Unit]
Description={title}: a wave every {every}

[Timer]
OnCalendar={clock}
Persistent=true

[Install]
WantedBy=timers.target

# Then: systemctl --user daemon-reload && systemctl --user enable --now {name}.timer
"""


def unit_quoted(text: str) -> str:
    """A text as one word of a systemd command line, its % and $ meant literally."""
    for sign, escaped in (("\\", r"\\"), ('"', r"\""), ("%", "%%"), ("$", "$$")):
        text = text.replace(sign, escaped)
    return f'"{text}"'
