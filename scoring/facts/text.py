"""This module knows which words of a page a reader sees, how many they are, and when two texts are the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

MAX_TEXT = 200_000
"""No more characters than this are kept of a page's text."""
MAX_NAMED = 20_000
MAX_LINK_PAIRS = 10_000

UNSEEN = [
    "script", "style", "noscript", "template", "svg", "iframe", "option", "datalist", "textarea", "title",
    "object", "audio", "video", "wbr",
]  # fmt: skip
UNSEEN_MARKED = (
    '[hidden],[aria-hidden="true"],[style*="display:none"],[style*="display: none"],input,dialog:not([open])'
)
FRAME = ["nav", "footer"]
FRAME_ROLES = '[role="navigation"],[role="banner"],[role="contentinfo"],[role="search"]'
INLINE = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var",
]  # fmt: skip
CONTENT = 'main,article,[role="main"],#content,#main,#main-content,.main-content,.article,.content'
FRAME_NAMES = frozenset(
    {
        "header", "site-header", "page-header", "top-header", "footer", "site-footer", "page-footer", "foot",
        "nav", "navbar", "navigation", "main-nav", "mainnav", "top-nav", "topnav", "menu", "main-menu",
        "mainmenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "topbar", "top-bar", "toolbar", "masthead",
        "copyright", "skip-link", "skiplink", "bottom-nav", "sidenav", "side-nav", "cookie-banner",
        "pagination", "pager",
    }
)  # fmt: skip
FRAME_STEM = re.compile(
    r"(?:header|footer|navbar|breadcrumbs?)(?:[-_]?(?:container|wrapper|wrap|box|inner|area|section))?\d?\Z"
)

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
YI = "\ua000-\ua48f"
UNSPACED_ASIAN = re.compile(f"[{HAN}{KANA}{YI}]+")
SOUTHEAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f]+")
TIBETAN = re.compile("[\u0f40-\u0fbc]+")
WORDLIKE = re.compile(r"\w")
CHARACTERS_PER_WORD = 1.5
LETTERS_PER_WORD = 5


def main_text(tree: LexborHTMLParser) -> str:
    """The words a reader sees outside navigation, header and footer, white space collapsed; bounded by MAX_TEXT.

    The frame is told by element, by role, and by well-known names of classes and ids. The tree stays as it was.
    """
    return main_and_whole_text(tree)[0]


def main_and_whole_text(tree: LexborHTMLParser) -> tuple[str, str]:
    """The `main_text`, and with it all that a reader sees, navigation, header and footer included."""
    if (body := _readable_copy(tree)) is None:
        return "", ""
    whole = _collapsed(body)
    _drop_frame(body)
    _join_inline(body)
    return _collapsed(body), whole


def plain(text: str | None, limit: int = 300) -> str:
    """White space collapsed and the text cut to `limit` characters."""
    return " ".join((text or "")[: limit * 8].split())[:limit].rstrip()


def count_words(text: str) -> int:
    """About how many words a text has, comparable between scripts.

    Where blanks part words, each run of letters or digits is one. Chinese, Japanese and Yi: 1.5 characters a word
    (a rule of thumb for modern Chinese). Thai, Lao, Khmer and Burmese: 5 letters a word. Tibetan: a word for each
    syllable, as parted by the tsheg.
    """
    count = 0.0
    for pattern, size in ((UNSPACED_ASIAN, CHARACTERS_PER_WORD), (SOUTHEAST, LETTERS_PER_WORD)):
        if runs := pattern.findall(text):
            count += sum(map(len, runs)) / size
            text = pattern.sub(" ", text)
    if syllables := TIBETAN.findall(text):
        count += len(syllables)
        text = TIBETAN.sub(" ", text)
    return round(count) + sum(word.isalnum() or WORDLIKE.search(word) is not None for word in text.split())


def text_digest(text: str) -> str:
    """SHA-1 of a text, the same for texts that differ only in white space, case or width of characters."""
    normal = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha1(normal.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _readable_copy(tree: LexborHTMLParser) -> LexborNode | None:
    if tree.body is None:
        return None
    copy = _copy(tree)
    copy.strip_tags(UNSEEN)
    body = copy.body
    if body is None:
        return None
    _drop(body, UNSEEN_MARKED)
    return body


def _copy(tree: LexborHTMLParser) -> LexborHTMLParser:
    try:
        return tree.clone()
    except SelectolaxError:  # the library copies no page whose doctype is `html SYSTEM "about:legacy-compat"`
        return LexborHTMLParser(tree.html or "")


def _drop(body: LexborNode, selector: str) -> None:
    for node in body.css(selector):
        if node.tag not in ("body", "html"):
            node.remove()


def _drop_frame(body: LexborNode) -> None:
    body.strip_tags(FRAME)
    _drop(body, FRAME_ROLES)
    for header in body.css("header"):
        if not _stands_in_article(header):
            header.remove()
    for node in body.css("[class],[id]")[:MAX_NAMED]:
        if _is_frame(node) and node.css_first(CONTENT) is None:
            node.remove()


def _stands_in_article(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(20):
        if parent is None:
            return False
        if parent.tag in ("article", "main"):
            return True
        parent = parent.parent
    return False


def _is_frame(node: LexborNode) -> bool:
    if node.tag in ("body", "html", "main", "article", "h1", "h2", "h3"):
        return False
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300].lower().split()
    return any(name in FRAME_NAMES or FRAME_STEM.match(name) for name in names)


def _join_inline(body: LexborNode) -> None:
    # Neighbouring links are two things; letters that only change their type face are one word.
    for link in body.css("a + a")[:MAX_LINK_PAIRS]:
        link.insert_before(" ")
    body.unwrap_tags(INLINE, delete_empty=True)
    body.merge_text_nodes()


def _collapsed(body: LexborNode) -> str:
    return " ".join(body.text(separator="\n").split())[:MAX_TEXT]
