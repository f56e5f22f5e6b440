"""Crawls a list folder from a process of its own: `python -m tests.crawler.crawl_command LIST DATA [pages-only]`."""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path

from crawler.link_notes import MAX_INTERNAL_LINKS
from crawler.lock import CrawlError
from crawler.run import crawl
from site_lists.model import load_list


def main() -> int:
    """Crawl wave `w`; 3 and the message on stderr for a CrawlError, 130 after an interrupt.

    EGOVBENCH_TEST_FILE_LIMIT stands in for a full disk: no file may grow beyond so many bytes.
    """
    if limit := os.environ.get("EGOVBENCH_TEST_FILE_LIMIT"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        link_checks = 0 if "pages-only" in sys.argv else MAX_INTERNAL_LINKS
        crawl(load_list(sys.argv[1]), label="w", data=Path(sys.argv[2]), link_checks=link_checks)
    except CrawlError as error:
        print(error, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
