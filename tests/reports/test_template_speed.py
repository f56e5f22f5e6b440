"""What is the same on every page is rendered once, and a page never tells it."""

from __future__ import annotations

import pytest

from reports.formats import environment
from reports.template_speed import MOST_KEPT, Once

RULE = """{% macro asked(question, state) -%}<b class="{{ state }}">{{ question }}</b>{%- endmacro %}"""


def test_texts_without_values_are_put_in_when_a_template_is_compiled() -> None:
    env = environment("en")
    source = """<p title="{{ t('word.rank') }}">{{ t("word.score") }}</p>"""
    assert "{{" not in env.preprocess(source)
    assert env.from_string(source).render() == f'<p title="{env.globals["t"]("word.rank")}">Score</p>'


def test_a_text_that_the_catalogue_lacks_is_still_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_text"):
        environment("en").from_string("""{{ t("no_such_text") }}""").render()


def test_a_piece_that_is_kept_is_escaped_and_its_own_for_each_value() -> None:
    template = environment("en").from_string(RULE + "{% for n in names %}{{ once(asked, n, 'seen') }}{% endfor %}")
    assert template.render(names=["<a>", "b", "<a>"]) == (
        '<b class="seen">&lt;a&gt;</b><b class="seen">b</b><b class="seen">&lt;a&gt;</b>'
    )


def test_pieces_of_hostile_pages_do_not_pile_up() -> None:
    asked = environment("en").from_string(RULE).module.asked  # type: ignore[attr-defined]
    once = Once()
    for number in range(MOST_KEPT + 5):
        once(asked, str(number), "seen")
    assert len(once) == 5
