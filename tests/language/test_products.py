"""Products in full blocks: a row is the same whatever stands beside it."""

from collections.abc import Iterator

import numpy
import pytest
from exactly import same
from threadpoolctl import threadpool_limits

from foedus.language.products import in_blocks, rounded, steady_products


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with threadpool_limits(1, user_api="blas"):
        yield


@pytest.mark.parametrize(("rows", "expected"), [(0, 48), (1, 48), (48, 48), (49, 96), (960, 960)])
def test_blocks_hold_the_rows_and_are_full(rows: int, expected: int) -> None:
    assert rounded(rows) == expected
    assert len(in_blocks(numpy.ones((rows, 3), dtype="float32"))) == expected


def test_a_spare_row_is_behind_the_others_and_empty() -> None:
    rows = in_blocks(numpy.ones((48, 3), dtype="float32"), spare=1)
    assert (len(rows), rows[:48].min(), rows[48:].max()) == (96, 1, 0)


@pytest.mark.parametrize("columns", [50, 106, 197])
def test_a_row_of_a_product_does_not_depend_on_the_rows_beside_it(columns: int) -> None:
    some = numpy.random.default_rng(0)
    left, right = some.standard_normal((500, 96), dtype="float32"), some.standard_normal((columns, 96), dtype="float32")
    ops = steady_products()
    whole = ops.gemm(left, right, trans2=True)
    assert numpy.allclose(whole, left @ right.T, atol=1e-4)
    for size in (1, 2, 3, 11, 24, 47, 48, 49, 200, 499):
        assert same(ops.gemm(left[:size], right, trans2=True), whole[:size])
        assert same(ops.gemm(left[:size], right, trans2=True, out=numpy.zeros((size, columns), "f")), whole[:size])
