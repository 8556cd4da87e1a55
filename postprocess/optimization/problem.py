# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is looked for: variables, goals and constraints, as plain data.

Models and searches work in the unit cube; a variable maps its values there and back.
"""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..errors import InputError


@dataclass(frozen=True)
class Variable:
    """low ≤ x ≤ high, on a logarithmic scale, or in steps from low on; or one of the `choices`.

    `words`: the choices are places in a list of words, of which none is nearer to one than to another.
    """

    name: str
    low: float = np.nan
    high: float = np.nan
    step: Optional[float] = None
    log: bool = False
    choices: tuple[float, ...] = ()
    words: bool = False

    def __post_init__(self):
        if self.words and not self.choices:
            raise InputError(f"{self.name}: words; expected choices")
        if self.choices:
            if list(self.choices) != sorted(set(self.choices)):
                raise InputError(f"{self.name}: choices {self.choices}; expected rising numbers")
        elif not self.low < self.high or not np.isfinite([self.low, self.high]).all():
            raise InputError(f"{self.name}: {self.low} .. {self.high}; expected a range that rises")
        elif self.log and (self.step or self.low <= 0):
            raise InputError(f"{self.name}: log; expected a range above 0 without steps")
        elif self.step is not None and not 0 < self.step <= self.high - self.low:
            raise InputError(f"{self.name}: step {self.step}; expected one that fits into the range")

    @property
    def levels(self) -> Optional[np.ndarray]:
        """The values there are; None where they are continuous."""
        if self.choices:
            return np.array(self.choices, float)
        if self.step is None:
            return None
        count = int(np.floor((self.high - self.low) / self.step * (1 + 1e-12) + 1e-9)) + 1
        return self.low + self.step * np.arange(count)

    def to_unit(self, values: np.ndarray) -> np.ndarray:
        """0..1 within the range; levels lie in the middle of equal shares. Values outside the
        range, from an earlier and wider one, lie outside."""
        values = np.asarray(values, float)
        levels = self.levels
        if levels is None:
            low, high = (np.log([self.low, self.high]) if self.log else (self.low, self.high))
            return ((np.log(values) if self.log else values) - low) / (high - low)
        if self.choices:
            return (np.interp(values, levels, np.arange(len(levels))) + 0.5) / len(levels)
        return ((values - self.low) / self.step + 0.5) / len(levels)

    def features(self, unit: np.ndarray) -> np.ndarray:
        """What models see, a row each: the number itself; a column each word, so that all words are
        1 apart."""
        if not self.words:
            return np.asarray(unit)[:, np.newaxis]
        return (self.from_unit(unit)[:, np.newaxis] == self.choices) / np.sqrt(2)

    def from_unit(self, unit: np.ndarray) -> np.ndarray:
        """Values of numbers in 0..1, levels where the variable has some."""
        unit = np.clip(unit, 0, 1)
        levels = self.levels
        if levels is not None:
            return levels[np.minimum((unit * len(levels)).astype(int), len(levels) - 1)]
        if self.log:
            return np.clip(self.low * (self.high / self.low) ** unit, self.low, self.high)
        return np.clip(self.low + unit * (self.high - self.low), self.low, self.high)


@dataclass(frozen=True)
class Goal:
    """A column to maximise or minimise. Hypervolume is counted from `reference`; where it is None,
    from a little worse than the worst point (`front.reference`)."""

    column: str
    maximise: bool = True
    reference: Optional[float] = None


@dataclass(frozen=True)
class Constraint:
    """low ≤ column ≤ high."""

    column: str
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self):
        if not self.low < self.high:
            raise InputError(f"{self.column}: within {self.low} .. {self.high}; expected a range "
                             "that rises")

    def excess(self, values: np.ndarray) -> np.ndarray:
        """How far values lie outside; 0 within."""
        return np.maximum(np.maximum(self.low - values, values - self.high), 0)


@dataclass(frozen=True)
class Problem:
    """Variables, goals and constraints, each with a name of its own. What is to be proposed needs one to
    three goals; what is only to be described may have any number."""

    variables: tuple[Variable, ...]
    goals: tuple[Goal, ...]
    constraints: tuple[Constraint, ...] = ()

    def __post_init__(self):
        if not self.variables:
            raise InputError("no variables; expected at least one")
        for things in (self.names, [goal.column for goal in self.goals],
                       [constraint.column for constraint in self.constraints]):
            twice = {name for name in things if things.count(name) > 1}
            if twice:
                raise InputError(f"{min(twice)}: named twice")

    @property
    def names(self) -> list[str]:
        return [variable.name for variable in self.variables]

    @property
    def columns(self) -> list[str]:
        """Of goals and constraints, each once."""
        return list(dict.fromkeys(item.column for item in (*self.goals, *self.constraints)))

    @property
    def signs(self) -> np.ndarray:
        """What goals are multiplied by, so that more is better."""
        return np.array([1.0 if goal.maximise else -1.0 for goal in self.goals])

    def to_unit(self, values: np.ndarray) -> np.ndarray:
        """Rows of values to rows of the unit cube."""
        return np.column_stack([variable.to_unit(column)
                                for variable, column in zip(self.variables, np.asarray(values).T)])

    def from_unit(self, unit: np.ndarray) -> np.ndarray:
        return np.column_stack([variable.from_unit(column)
                                for variable, column in zip(self.variables, np.asarray(unit).T)])

    def features(self, unit: np.ndarray) -> np.ndarray:
        """Rows of the unit cube as models see them."""
        return np.column_stack([variable.features(column)
                                for variable, column in zip(self.variables, np.asarray(unit).T)])

    def snapped(self, unit: np.ndarray) -> np.ndarray:
        """The nearest points of the unit cube that exist."""
        return self.to_unit(self.from_unit(unit))
