# SPDX-License-Identifier: LGPL-2.1-or-later
"""Release in time: the specimens of a group brought to common times and averaged."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd

from .results import Results


@dataclass(frozen=True)
class MeanSeries:
    """Mean and sample SD (0 for one specimen) over a group at `time` (s), columns as on disk."""

    time: np.ndarray
    mean: pd.DataFrame
    sd: pd.DataFrame
    n: int


def mean_series(results: Results, group: str, factor: str) -> Optional[MeanSeries]:
    """The release of `factor` in `group`, over the time that all specimens reached.

    Specimens are interpolated linearly to the times of the first. None if none has the factor.
    """
    tables = []
    for specimen in results.of_group(group)["specimen"]:
        release = results.release(group, specimen)
        if release is None:
            continue
        rows = release[release["factor"] == factor].drop(columns="factor")
        if len(rows):
            tables.append(rows.sort_values("time_s", kind="stable").set_index("time_s"))
    if not tables:
        return None
    time = tables[0].index.to_numpy()
    time = time[time <= min(table.index[-1] for table in tables)]
    columns = tables[0].select_dtypes("number").columns
    values = np.stack([[np.interp(time, table.index, table[column]) for column in columns]
                       for table in tables])
    spread = values.std(axis=0, ddof=1) if len(tables) > 1 else np.zeros_like(values[0])
    return MeanSeries(time, pd.DataFrame(values.mean(axis=0).T, columns=columns),
                      pd.DataFrame(spread.T, columns=columns), len(tables))
