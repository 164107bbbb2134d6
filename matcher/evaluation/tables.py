"""Tables of what was measured, as plain text for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.evaluation.comparison import Ahead, Comparison
from matcher.evaluation.intervals import with_interval
from matcher.evaluation.measurement import Difference, Measurement, differences
from matcher.evaluation.metrics import METRICS

Rows = list[list[str]]  # the first row holds the headings
NAMES = {"ndcg@10": "nDCG@10", "recall@10": "Recall@10", "recall@50": "Recall@50", "mrr": "MRR", "hit@10": "Hit@10"}
_METRIC_NAMES = [NAMES[metric] for metric in METRICS]


def tables(comparison: Comparison) -> list[Rows]:
    """Return the tables of all that was compared, without those that would be empty."""
    some = [metric_rows(comparison.methods), exposure_rows(comparison.methods), difference_rows(comparison.ahead)]
    if comparison.ablated:
        some.append(ablation_rows(comparison.methods["matcher"], comparison.ablated))
    return [rows for rows in some if len(rows) > 1]


def metric_rows(measured: Mapping[str, Measurement]) -> Rows:
    """Return every metric with its interval, a row for each set of judgements and method."""
    rows = [["judgements", "method", *_METRIC_NAMES]]
    for name in _judgement_names(measured):
        for method, each in measured.items():
            figures, intervals = each.metrics[name], each.intervals[name]
            rows.append([name, method, *(with_interval(figures[m], intervals[m]) for m in METRICS)])
    return rows


def difference_rows(ahead: Ahead) -> Rows:
    """Return the paired differences to the best baseline in each metric, which is named under them."""
    rows = [["judgements", "ahead by", *_METRIC_NAMES]]
    for name, by_metric in ahead.items():
        rows.append([name, "difference", *(signed(by_metric[m]) for m in METRICS)])
        rows.append([name, "best other", *(by_metric[m].other for m in METRICS)])
    return rows


def exposure_rows(measured: Mapping[str, Measurement]) -> Rows:
    """Return the exposure of each group that is relevant to some goal, a row for each method; no rows without one."""
    known = [group for each in measured.values() for group, value in each.exposure.items() if value is not None]
    groups = list(dict.fromkeys(known))
    if not groups:
        return []
    rows = [["exposure", *(group.replace("_", " ") for group in groups)]]
    for method, each in measured.items():
        values, intervals = each.exposure, each.exposure_intervals
        rows.append([method, *(with_interval(values[group] or 0.0, intervals[group]) for group in groups)])
    return rows


def ablation_rows(full: Measurement, ablated: Mapping[str, Measurement]) -> Rows:
    """Return the metrics without each term, and by how much leaving it out changes nDCG@10 (paired)."""
    rows = [["judgements", "left out", *_METRIC_NAMES, "change of nDCG@10"]]
    for name, figures in full.metrics.items():
        rows.append([name, "nothing", *(_number(figures[m]) for m in METRICS), ""])
        for term, each in ablated.items():
            metrics, changes = each.metrics[name], differences(each, {"full": full}).get(name)
            change = signed(changes["ndcg@10"]) if changes else ""
            rows.append([name, term, *(_number(metrics[m]) for m in METRICS), change])
    return rows


def signed(difference: Difference) -> str:
    """Return a difference with its sign and interval."""
    return with_interval(difference.mean, difference.interval, "+.3f")


def as_text(rows: Rows) -> str:
    """Return rows as lines with aligned columns; nothing for no rows."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def as_markdown(rows: Rows) -> str:
    """Return rows as a Markdown table; nothing for no rows."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([*lines[:1], "|" + "---|" * len(rows[0]), *lines[1:]]) if rows else ""


def _number(value: float) -> str:
    return f"{value:.3f}"


def _judgement_names(measured: Mapping[str, Measurement]) -> Sequence[str]:
    return list(dict.fromkeys(name for each in measured.values() for name in each.scores))
