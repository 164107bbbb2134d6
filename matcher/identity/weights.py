"""How much each sign counts for one organisation: logistic regression over the training half of the labelled pairs.

`scripts/evaluate_identity.py --fit` prints these tables; a test holds that they are what the pairs give.
"""

from __future__ import annotations

INTERCEPT = -5.43
WEIGHTS: dict[str, float] = {
    "words": 1.02,
    "letters": 0.87,
    "telling": 0.69,
    "extra": -1.04,
    "other": -0.95,
    "same_name": 4.27,
    "short_is_name": 1.68,
    "same_short": 2.73,
    "other_form": -0.43,
    "same_host": 1.02,
    "same_domain": 0.71,
    "other_domain": -2.5,
    "same_country": 1.01,
    "other_country": -3.57,
    "other_place": 0.0,
    "one_place": -0.35,
}

SAME_FROM = 0.77
# Below it, a person would look at many pairs for nothing: of the 35 training pairs from .03 to .1 none is the same.
ASK_FROM = 0.1
