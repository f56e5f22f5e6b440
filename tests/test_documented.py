"""The README keeps pace with the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", main.commands)
def test_every_verb_is_in_the_readme_and_has_help(verb):
    helped = CliRunner().invoke(main, [verb, "--help"])

    assert helped.exit_code == 0
    assert f"`egovbench {verb}" in README


def test_every_local_link_of_the_documents_leads_to_a_file():
    import re

    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]

        assert not [target for target in targets if not (ROOT / target).exists()], name
