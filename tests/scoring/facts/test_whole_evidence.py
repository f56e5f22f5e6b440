"""Answers that were archived and are gone are damage, never pages that the portal lacks."""

import gzip

import pytest

from crawler.evidence import Purpose, SiteFolder, SiteWriter, Visit
from scoring.facts.site import read_site
from tests.builders import html_page
from tests.scoring.facts.test_rendered import AT, HOME, SITE, WAVE


@pytest.mark.parametrize("is_deleted", [True, False])
def test_an_archive_without_an_answer_that_was_noted_is_refused(tmp_path, is_deleted):
    folder = SiteFolder(tmp_path / "town")
    visit = Visit(
        site_id="town", url=HOME, purpose=Purpose.PAGE, requested_at=AT, status=200, content_type="text/html", depth=0
    )
    SiteWriter(folder).write(visit, headers=[("Content-Type", "text/html")], body=html_page("<h1>Town</h1>").encode())
    assert read_site(SITE, folder, wave=WAVE).home is not None
    if is_deleted:
        folder.archive_file.unlink()
    else:
        folder.archive_file.write_bytes(gzip.compress(b""))

    with pytest.raises(ValueError, match=r"pages\.warc\.gz: 1 answers that visits\.jsonl names are missing; put"):
        read_site(SITE, folder, wave=WAVE)
