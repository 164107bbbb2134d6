"""How much each sign counts for one organisation: logistic regression over the training half of the labelled pairs.

`scripts/evaluate_identity.py --fit` prints these tables; a test holds that they are what the pairs give.
"""

from __future__ import annotations

INTERCEPT = -5.24
WEIGHTS: dict[str, float] = {
    "words": 0.89,
    "letters": 0.9,
    "telling": 0.58,
    "extra": -1.23,
    "other": -0.65,
    "same_name": 4.26,
    "short_is_name": 1.33,
    "same_short": 2.5,
    "other_form": -0.46,
    "same_host": 1.02,
    "same_domain": 0.89,
    "other_domain": -2.42,
    "same_country": 0.91,
    "other_country": -3.51,
    "other_place": 0.0,
    "one_place": -0.21,
}

SAME_FROM = 0.74
# Below it, a person would look at many pairs for nothing: of the 35 training pairs from .03 to .1 none is the same.
ASK_FROM = 0.1
