"""The shape of the code: which room may import which, what stands at the top, how long a file may be."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("site_lists", "crawler", "scoring", "reports")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TOP_LEVEL = {
    *PACKAGES,
    *(
        "pyproject.toml",
        "README.md",
        "tests",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
        "requirements.lock",
    ),
}


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [Path(line) for line in listed.stdout.splitlines()]


def test_imports_run_one_way():
    tool = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


def test_nothing_else_stands_at_the_top():
    top = {path.parts[0] for path in tracked()}

    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_grows_past_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_knows(path):
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""

    assert path.name == "__init__.py" or said.startswith("This module knows ")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_function_and_class_is_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]

    assert not [node.name for node in public if not ast.get_docstring(node)]


def test_no_module_is_a_drawer_for_everything():
    names = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}

    assert not names & {"utils", "util", "helpers", "common", "core", "manager", "misc"}


def test_scoring_has_no_clock():
    clocks = ("datetime.now", "date.today", "time.time", "utcnow", "utc_now")
    used = [
        path
        for path in SOURCES
        if "scoring" in path.parts
        if any(c in path.read_text(encoding="utf-8") for c in clocks)
    ]

    assert not used


def test_no_tracked_file_names_a_registry_or_a_path_of_a_machine():
    # Written in parts so that this file does not name them itself.
    unwanted = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "/" + "work/", "--index" + "-url http"]
    texts = [path for path in tracked() if path.suffix in {".py", ".toml", ".md", ".lock", ".csv", ".yml", ""}]
    found = [
        (str(path), word)
        for path in texts
        if (ROOT / path).is_file()
        for word in unwanted
        if word in (ROOT / path).read_text(encoding="utf-8", errors="ignore")
    ]

    assert not found


def test_every_dependency_is_pinned():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))

    assert {re.split(r"[<>=!~\[; ]", name)[0] for name in named} <= pinned
