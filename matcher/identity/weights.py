"""How much each sign counts for one organisation: logistic regression over the training half of the labelled pairs.

`scripts/evaluate_identity.py --fit` prints these tables; a test holds that they are what the pairs give.
"""

from __future__ import annotations

INTERCEPT = -5.32
WEIGHTS: dict[str, float] = {
    "words": 0.87,
    "letters": 0.92,
    "telling": 0.61,
    "extra": -1.19,
    "other": -0.67,
    "same_name": 4.26,
    "short_is_name": 1.35,
    "same_short": 2.51,
    "other_form": -0.48,
    "same_host": 1.02,
    "same_domain": 0.93,
    "other_domain": -2.45,
    "same_country": 0.97,
    "other_country": -3.44,
    "other_place": 0.0,
    "one_place": -0.19,
}

SAME_FROM = 0.74
# Below it, a person would look at many pairs for nothing: of the 35 training pairs from .03 to .1 none is the same.
ASK_FROM = 0.1
