"""This script knows how scores.csv follows from findings.parquet and a rubric's file, and uses nothing of ours for it.

For whoever doubts the program: means, shares of yes, deductions, vetoes, floors and ranks, without bonus or rescaling.
"""

import tomllib

import duckdb

WAYS = {
    "weighted mean": lambda rows: sum(p * w for p, w in rows) / sum(w for _, w in rows) * 100,
    "share of yes": lambda rows: sum(p == 1 for p, _ in rows) / len(rows) * 100,
    "deductions": lambda rows: max(0, 100 - sum(w * (1 - p) for p, w in rows)),
}


def recompute(results, rubric_file):
    """By site and criterion the score (None when there is none) and the coverage; by site the rank of its total."""
    rubric, scores, ranks = tomllib.loads(rubric_file.read_text(encoding="utf-8")), {}, {}
    rows = duckdb.sql(
        f"SELECT site_id, criterion, indicator_id, state, points, weight FROM '{results}/findings.parquet'"
    )
    rows = [row for row in rows.fetchall() if row[5] and row[3] != "not_applicable"]
    guessed = {i["id"] for c in rubric["criteria"] for i in c["indicators"] if i.get("decided") == "prefilled"}
    vetoes = {veto["indicator"] for veto in rubric.get("vetoes", ())}
    parts = {c["id"]: (c.get("arithmetic", "weighted mean"), c.get("weight", 1)) for c in rubric["criteria"]}
    way = rubric.get("total", "weighted mean")
    for site in {row[0] for row in rows}:
        mine = [row for row in rows if row[0] == site]
        is_failed = any(row[4] == 0 and row[2] in vetoes - guessed for row in mine)
        for name, (kind, _) in parts.items():
            asked = [row for row in mine if row[1] == name]
            seen = [(row[4], row[5]) for row in asked if row[4] is not None]
            share = covered(asked, is_weighted=kind == "weighted mean")
            is_scored = seen and round(share, 3) >= rubric.get("count_above_coverage", 0)
            is_scored = is_scored and (not is_failed or any(row[2] in vetoes for row in asked))
            scores[site, name] = WAYS[kind](seen) if is_scored else None, share
        counted = {name: weight for name, (_, weight) in parts.items() if weight}
        pool = [row for row in mine if row[1] in counted or row[2] in vetoes]
        means = [(*scores[site, name], weight) for name, weight in counted.items()]
        apply = [(share, weight) for score, share, weight in means if score is not None or share < 1]
        if way == "weighted mean":
            seen = [(score / 100, weight) for score, _, weight in means if score is not None]
            share = sum(s * w for s, w in apply) / sum(w for _, w in apply) if apply else 0
        else:
            seen = [(row[4], row[5]) for row in pool if row[4] is not None and row[1] in counted]
            share = covered(pool, is_weighted=False)
        scores[site, "total"] = WAYS[way](seen) if seen and not is_failed else None, share
    floor = rubric["rank_above_coverage"]
    totals = {site: round(score, 1) for (site, name), (score, share) in scores.items()
              if name == "total" and score is not None and round(share, 3) >= floor}  # fmt: skip
    ranks = {site: 1 + sum(other > score for other in totals.values()) for site, score in totals.items()}
    return scores, ranks


def covered(rows, *, is_weighted):
    """The observed share of what was asked, by weight or each question once."""
    stakes = [(row[5] if is_weighted else 1, row[4] is not None) for row in rows]
    return sum(stake for stake, is_seen in stakes if is_seen) / sum(stake for stake, _ in stakes) if stakes else 1
