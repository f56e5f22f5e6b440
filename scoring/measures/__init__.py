"""How things are seen: every measure by name. A measure is a pure function from a site's facts to a reading.

Its docstring says what counts, when it is not observed, and its blind spot; the method page prints it.
"""

from __future__ import annotations

from collections.abc import Callable

from scoring.measures import (
    accessibility,
    availability,
    census,
    contents,
    errors,
    forms,
    functionality,
    guides,
    hosting,
    identity,
    interaction,
    services,
    survey,
    timeliness,
    uptime,
)
from scoring.measures.living import of_a_living_portal
from scoring.model import Reading

MEASURES: dict[str, Callable[..., Reading]] = {
    # availability
    "home_answers": availability.home_answers,
    "home_response_seconds": of_a_living_portal(availability.home_response_seconds),
    "https_validity": of_a_living_portal(availability.https_validity),
    "http_leads_to_https": of_a_living_portal(availability.http_leads_to_https),
    "answers_under_other_name": of_a_living_portal(availability.answers_under_other_name),
    "answered_share": of_a_living_portal(availability.answered_share),
    "mobile_ready_share": of_a_living_portal(availability.mobile_ready_share),
    "is_readable_without_scripts": of_a_living_portal(availability.is_readable_without_scripts),
    # hosting
    "certificate_days_left": of_a_living_portal(hosting.certificate_days_left),
    "keeps_to_new_tls": of_a_living_portal(hosting.keeps_to_new_tls),
    "speaks_http2": of_a_living_portal(hosting.speaks_http2),
    "has_ipv6": of_a_living_portal(hosting.has_ipv6),
    "dnssec_signed": of_a_living_portal(hosting.dnssec_signed),
    "restricts_issuers": of_a_living_portal(hosting.restricts_issuers),
    "security_header_share": of_a_living_portal(hosting.security_header_share),
    "guarded_cookie_share": of_a_living_portal(hosting.guarded_cookie_share),
    "compresses": of_a_living_portal(hosting.compresses),
    "can_be_cached": of_a_living_portal(hosting.can_be_cached),
    "has_security_contact": of_a_living_portal(hosting.has_security_contact),
    # availability over time
    "availability_share": of_a_living_portal(uptime.availability_share),
    "meets_census_rule": of_a_living_portal(uptime.meets_census_rule),
    "weighted_up_share": of_a_living_portal(uptime.weighted_up_share),
    # timeliness
    "days_since_update": timeliness.days_since_update,
    "recent_items": timeliness.recent_items,
    "dated_share": timeliness.dated_share,
    "fresh_column_share": timeliness.fresh_column_share,
    "empty_columns": timeliness.empty_columns,
    "edition_age_days": timeliness.edition_age_days,
    # errors
    "broken_link_share": errors.broken_link_share,
    "broken_home_links": errors.broken_home_links,
    "broken_external_share": errors.broken_external_share,
    "broken_file_share": errors.broken_file_share,
    "server_error_share": errors.server_error_share,
    "missing_page_answer": errors.missing_page_answer,
    "marked_pages": errors.marked_pages,
    "empty_page_share": errors.empty_page_share,
    "encoding_fault_share": errors.encoding_fault_share,
    "damaged_text_share": errors.damaged_text_share,
    "untitled_share": errors.untitled_share,
    "repeated_title_share": errors.repeated_title_share,
    "private_address_links": errors.private_address_links,
    # faults of content
    "files_that_are_pages": contents.files_that_are_pages,
    "unsound_files": contents.unsound_files,
    "injected_pages": contents.injected_pages,
    "named_owner_share": identity.named_owner_share,
    "filing_marks": identity.filing_marks,
    "identity_conflict_share": identity.identity_conflict_share,
    "misspellings": contents.misspellings,
    "likely_misspellings": contents.likely_misspellings,
    "watched_expressions": contents.watched_expressions,
    # functionality
    "has_search": functionality.has_search,
    "has_section": functionality.has_section,
    "contact_details": functionality.contact_details,
    "social_links": functionality.social_links,
    "alternative_text_share": functionality.alternative_text_share,
    "labelled_field_share": functionality.labelled_field_share,
    "language_declared_share": functionality.language_declared_share,
    "heading_share": functionality.heading_share,
    "has_skip_link": functionality.has_skip_link,
    "language_editions": functionality.language_editions,
    "has_feed": functionality.has_feed,
    "has_machine_sitemap": functionality.has_machine_sitemap,
    "clicks_to": functionality.clicks_to,
    # interaction
    "has_feedback_form": forms.has_feedback_form,
    "takes_letters_without_login": forms.takes_letters_without_login,
    "search_form_leads_somewhere": forms.search_form_leads_somewhere,
    "publishes_letters": interaction.publishes_letters,
    "answered_letter_share": interaction.answered_letter_share,
    "reply_days": interaction.reply_days,
    "overdue_letters": interaction.overdue_letters,
    "days_since_answer": interaction.days_since_answer,
    "recent_consultations": interaction.recent_consultations,
    "publishes_outcomes": interaction.publishes_outcomes,
    # accessibility
    "fault_free_share": accessibility.fault_free_share,
    "rule_kept_share": accessibility.rule_kept_share,
    "barrier_free_share": accessibility.barrier_free_share,
    "offers_aid": accessibility.offers_aid,
    # services
    "topic_pages": services.topic_pages,
    "guide_pages": services.guide_pages,
    "guide_completeness": services.guide_completeness,
    "guides_naming": services.guides_naming,
    "downloads_on": services.downloads_on,
    "service_stage": services.service_stage,
    "named_services": services.named_services,
    "services_reaching": services.services_reaching,
    "live_handover_share": services.live_handover_share,
    # service guides
    "time_saved_share": guides.time_saved_share,
    "few_visits_share": guides.few_visits_share,
    "fully_online_share": guides.fully_online_share,
    "consistent_guide_share": guides.consistent_guide_share,
    "working_form_share": guides.working_form_share,
    # inspections
    "overdue_columns": census.overdue_columns,
    "home_recent_items": census.home_recent_items,
    "broken_links_below": census.broken_links_below,
    "missing_guide_classes": census.missing_guide_classes,
    # questionnaires
    "has_any_section": survey.has_any_section,
    "has_login": survey.has_login,
    "search_filters": survey.search_filters,
}
