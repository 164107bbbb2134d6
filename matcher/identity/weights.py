"""How much each sign counts for one organisation: logistic regression over the training half of the labelled pairs.

`scripts/evaluate_identity.py --fit` prints these tables; a test holds that they are what the pairs give.
"""

from __future__ import annotations

INTERCEPT = -5.46
WEIGHTS: dict[str, float] = {
    "words": 0.98,
    "letters": 0.85,
    "telling": 0.73,
    "extra": -1.02,
    "other": -0.91,
    "same_name": 4.28,
    "short_is_name": 1.66,
    "same_short": 2.74,
    "other_form": -0.44,
    "same_host": 1.04,
    "same_domain": 0.79,
    "other_domain": -2.5,
    "same_country": 1.02,
    "other_country": -3.55,
    "other_place": 0.0,
    "one_place": -0.27,
}

SAME_FROM = 0.78
# Below it, a person would look at many pairs for nothing: of the 35 training pairs from .03 to .1 none is the same.
ASK_FROM = 0.1
