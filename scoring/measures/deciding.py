"""This module knows which of several pages a measure names first: the one that decided, or that shows it best."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Deciding(StrEnum):
    """Why a page stands first among those that a reading rests on."""

    NEWEST = "newest"
    WORST = "worst"
    FURTHEST = "furthest"
    EACH = "each"
    """Each page counts alike; the first one found is shown."""


DECIDING: Mapping[str, Deciding] = {
    "days_since_update": Deciding.NEWEST,
    "home_recent_items": Deciding.NEWEST,
    "days_since_answer": Deciding.NEWEST,
    "overdue_columns": Deciding.WORST,
    "fresh_column_share": Deciding.WORST,
    "edition_age_days": Deciding.WORST,
    "reply_days": Deciding.WORST,
    "fault_free_share": Deciding.WORST,
    "rule_kept_share": Deciding.WORST,
    "barrier_free_share": Deciding.WORST,
    "alternative_text_share": Deciding.WORST,
    "time_saved_share": Deciding.WORST,
    "few_visits_share": Deciding.WORST,
    "fully_online_share": Deciding.WORST,
    "consistent_guide_share": Deciding.WORST,
    "working_form_share": Deciding.WORST,
    "live_handover_share": Deciding.WORST,
    "service_stage": Deciding.FURTHEST,
    "empty_columns": Deciding.EACH,
    "broken_home_links": Deciding.EACH,
    "broken_links_below": Deciding.EACH,
    "broken_link_share": Deciding.EACH,
    "broken_external_share": Deciding.EACH,
    "broken_file_share": Deciding.EACH,
    "server_error_share": Deciding.EACH,
    "marked_pages": Deciding.EACH,
    "private_address_links": Deciding.EACH,
    "files_that_are_pages": Deciding.EACH,
    "unsound_files": Deciding.EACH,
    "injected_pages": Deciding.EACH,
    "misspellings": Deciding.EACH,
    "watched_expressions": Deciding.EACH,
    "missing_guide_classes": Deciding.EACH,
    "topic_pages": Deciding.EACH,
    "services_reaching": Deciding.EACH,
    "named_services": Deciding.EACH,
}
"""By measure; a measure that rests on one page, or whose order of pages means nothing, is left out."""
