"""How much each sign counts for one organisation: logistic regression over the training half of the labelled pairs.

`scripts/evaluate_identity.py --fit` prints these tables; a test holds that they are what the pairs give.
"""

from __future__ import annotations

INTERCEPT = -5.45
WEIGHTS: dict[str, float] = {
    "words": 1.02,
    "letters": 0.85,
    "telling": 0.7,
    "extra": -1.03,
    "other": -0.94,
    "same_name": 4.27,
    "short_is_name": 1.66,
    "same_short": 2.73,
    "other_form": -0.46,
    "same_host": 1.01,
    "same_domain": 0.71,
    "other_domain": -2.52,
    "same_country": 1.03,
    "other_country": -3.53,
    "other_place": 0.0,
    "one_place": -0.33,
}

SAME_FROM = 0.77
# Below it, a person would look at many pairs for nothing: of the 35 training pairs from .03 to .1 none is the same.
ASK_FROM = 0.1
