"""Crawls a list folder from a process of its own: `python -m tests.crawler.crawl_command LIST DATA`."""

from __future__ import annotations

import sys
from pathlib import Path

from crawler.lock import CrawlError
from crawler.run import crawl
from site_lists.model import load_list


def main() -> int:
    """Crawl wave `w`; 3 and the message on stderr for a CrawlError, 130 after an interrupt."""
    try:
        crawl(load_list(sys.argv[1]), label="w", data=Path(sys.argv[2]))
    except CrawlError as error:
        print(error, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
