"""Products of matrices whose rows do not depend on how many rows there are.

A library of linear algebra takes several ways through a product, some for the rows that are left over at the end, and
they differ in the last digit of a sum. Whoever wants the same numbers for a word whatever is read beside it gives it
rows in full blocks, so that none are left over, and stays on one thread, as `models.parse` does. On processors with
AVX-512 that is all; on older ones OpenBLAS still sums a few columns by the place of a row in its block, and the last
digit may differ.
"""

from typing import Any

import numpy

Floats = Any  # a matrix of 32-bit floats

_BLOCK = 48  # rows; a multiple of what OpenBLAS takes at once on any processor of today (4, 6, 12, 16)


def rounded(rows: int) -> int:
    """Return how many rows the blocks for so many rows have."""
    return max(_BLOCK, -(-rows // _BLOCK) * _BLOCK)


def in_blocks(rows: Floats, spare: int = 0) -> Floats:
    """Return rows with rows of nothing behind them, at least `spare`, so that all are full blocks."""
    size = rounded(len(rows) + spare)
    if size == len(rows):
        return rows
    padded = numpy.zeros((size, rows.shape[1]), dtype=rows.dtype)
    padded[: len(rows)] = rows
    return padded


def steady_products() -> Any:
    """Return operations for thinc whose products go through NumPy's own library in full blocks.

    On matrices of this size it is faster than the one that spaCy brings.
    """
    from thinc.api import NumpyOps

    class SteadyOps(NumpyOps):  # type: ignore[misc]
        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            if trans1:
                return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            product = super().gemm(in_blocks(x), y, trans2=trans2)[: len(x)]
            if out is None:
                return product
            out[:] = product
            return out

    return SteadyOps(use_blis=False)
