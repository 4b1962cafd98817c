"""Binomial probabilities, and the largest value of a mixture of them over the success rate.

An unconditional exact test adds up the probability of all outcomes at least as extreme as the
observed one. With s successes in both groups together, this is the mixture
P(pi) = sum over s of w_s * Binomial(s; n, pi), where w_s is the probability, given s, of an
outcome that counts as extreme. The p-value is the largest P(pi). Nothing here knows how outcomes
are ordered.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, lgamma, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The angle theta with pi = sin(theta / 2)^2 spreads the binomial evenly: its standard deviation
# is 1 / sqrt(n) everywhere. From its maximum towards the middle, a nonnegative mixture of
# binomials falls within the distance d at most by the factor exp(-n d^2 / 2). With 8 points to a
# standard deviation the grid misses 0.8 % at most, and each refinement divides that by 16.
_POINTS_PER_DEVIATION = 8
_REFINEMENTS = 5
_CANDIDATE = 0.99
"""Grid maxima this close to the best one may turn out higher when refined."""

_BLOCK = 256
"""Weight vectors handled at once, to bound the memory."""


@lru_cache(maxsize=64)
def log_choose(n: int) -> Floats:
    """Return the logarithms of the binomial coefficients C(n, 0) to C(n, n)."""
    log_factorial = np.array([lgamma(k + 1) for k in range(n + 1)])
    # Summed before subtracting, so that C(n, k) and C(n, n - k) are equal to the last bit.
    return log_factorial[-1] - (log_factorial + log_factorial[::-1])


def binomial(n: int, rate: Floats) -> Floats:
    """Return the probabilities of 0 to n successes at each rate, along a new last axis."""
    tiny = np.finfo(float).tiny  # the logarithm of 0 times 0 would be NaN
    success = np.log(np.maximum(rate, tiny))[..., None]
    failure = np.log(np.maximum(1 - rate, tiny))[..., None]
    s = np.arange(n + 1)
    return np.exp(log_choose(n) + success * s + failure * (n - s))


def largest_probability(weights: Floats) -> Floats:
    """Return max over pi of sum_s w_s * Binomial(s; n, pi) for each row of weights.

    Parameters
    ----------
    weights : ndarray, shape (k, n + 1)
        One row = one rejection region; column s = its conditional mass given s, from 0 to 1.

    Returns
    -------
    ndarray, shape (k,)
        The maxima, to 1e-8 of their size.
    """
    blocks = [weights[i : i + _BLOCK] for i in range(0, len(weights), _BLOCK)]
    return np.concatenate([_largest_in_block(block) for block in blocks])


def _largest_in_block(weights: Floats) -> Floats:
    angles, chances = _grid(weights.shape[1] - 1)
    on_grid = weights @ chances.T
    best = on_grid.max(axis=1)
    left = np.pad(on_grid, ((0, 0), (1, 0)))[:, :-1]
    right = np.pad(on_grid, ((0, 0), (0, 1)))[:, 1:]
    promising = (on_grid > left) & (on_grid >= right) & (on_grid >= _CANDIDATE * best[:, None])
    # A mixture cannot exceed its largest weight: where it is reached, nothing is left to refine.
    promising &= (best < weights.max(axis=1) * (1 - 1e-10))[:, None]
    row, column = np.nonzero(promising)
    refined = _refined(weights[row], angles[column], angles[0] * 2)
    np.maximum.at(best, row, refined)
    return best


def _refined(weights: Floats, angle: Floats, step: float) -> Floats:
    """Zoom in, row by row, on the maximum within one grid step of its angle."""
    nine = np.linspace(-1, 1, 9)
    row = np.arange(len(angle))
    value = np.zeros(len(angle))
    for _ in range(_REFINEMENTS):
        angles = angle[:, None] + step * nine
        chances = binomial(weights.shape[1] - 1, _rate(angles))
        values = np.einsum("rs,ras->ra", weights, chances)
        highest = values.argmax(axis=1)
        angle, value = angles[row, highest], values[row, highest]
        step /= 4
    return value


@lru_cache(maxsize=16)
def _grid(n: int) -> tuple[Floats, Floats]:
    """Return the grid of angles, half a step from both ends, and the binomial at each."""
    size = ceil(pi * sqrt(n) * _POINTS_PER_DEVIATION)
    angles = (np.arange(size, dtype=np.float64) + 0.5) * (pi / size)
    return angles, binomial(n, _rate(angles))


def _rate(angles: Floats) -> Floats:
    return np.sin(angles / 2) ** 2
