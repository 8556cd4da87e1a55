# SPDX-License-Identifier: LGPL-2.1-or-later
"""Exact p values of rank tests, ties included: the share of all ways to deal the ranks out to the
groups that parts them as far as what was seen, or further.

What is compared is S = Σ R²/n over the groups (R: sum of ranks), with which Kruskal and Wallis' H
(1952, 10.1080/01621459.1952.10483441) grows. For two groups that is Mann and Whitney's test with
both sides, by the distance of U from n₁n₂/2.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Optional, Sequence

import numpy as np

# States that are held at a time: some seconds.
MOST_STATES = 1_000_000
# Of S, whose distinct values lie much further apart.
_ROUNDING = 1e-11


@dataclass(frozen=True)
class Exact:
    """p, and the smallest p that these ranks in groups of this size can give."""

    p: float
    smallest: float


def exact_rank_test(ranks: Sequence[np.ndarray]) -> Optional[Exact]:
    """The test for the (mid)ranks of each group; None where there are too many arrangements."""
    sizes = tuple(len(group) for group in ranks)
    doubled = tuple(sorted(int(round(2 * rank)) for rank in np.concatenate(ranks)))
    distribution = _distribution(doubled, sizes)
    if distribution is None:
        return None
    spread, share = distribution
    seen = sum((2 * group.sum())**2 / len(group) for group in ranks)
    return Exact(float(share[spread >= seen * (1 - _ROUNDING)].sum()),
                 float(share[spread >= spread.max() * (1 - _ROUNDING)].sum()))


@lru_cache(maxsize=64)
def _distribution(ranks: tuple[int, ...],
                  sizes: tuple[int, ...]) -> Optional[tuple[np.ndarray, np.ndarray]]:
    """Values of S for all ways to deal out `ranks` (doubled), and the share of each.

    Rank by rank; a state is the number of ranks and their sum in each group but the last, as one
    whole number. Equal states are merged, so that far fewer than all arrangements are held.
    """
    per_sum = sum(ranks) + 1
    places, place = [], 1  # of a group's count and sum in the number
    for size in sizes[:-1]:
        places.append((place, place * (size + 1)))
        place *= (size + 1) * per_sum
        if place > 2**62:
            return None
    states, ways = np.zeros(1, np.int64), np.ones(1)
    for dealt, rank in enumerate(ranks):
        counts = [states // at % (size + 1) for (at, _), size in zip(places, sizes)]
        free = [count < size for count, size in zip(counts, sizes)]
        free.append(dealt - sum(counts) < sizes[-1])
        steps = [at + rank * at_sum for at, at_sum in places] + [0]
        reached = np.concatenate([states[may] + step for may, step in zip(free, steps)])
        states, which = np.unique(reached, return_inverse=True)
        ways = np.bincount(which, np.concatenate([ways[may] for may in free]))
        if len(states) > MOST_STATES:
            return None
    sums = [states // at_sum % per_sum for _, at_sum in places]
    sums.append(sum(ranks) - sum(sums))
    spread = sum(total.astype(float)**2 / size for total, size in zip(sums, sizes))
    return spread, ways / ways.sum()
