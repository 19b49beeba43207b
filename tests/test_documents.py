"""README and the vignettes run, print what they show, and draw the figures that they show."""

from __future__ import annotations

from pathlib import Path

import documents
import matplotlib
import numpy as np
import pytest

# of the mean difference of two figures' pixels, 0 to 1: what other fonts may change; a line drawn
# elsewhere changes more. Before 3.10 matplotlib sets text in other places (0.029): no comparison
ALIKE = 0.02
COMPARABLE = tuple(map(int, matplotlib.__version__.split(".")[:2])) >= (3, 10)


@pytest.mark.parametrize("page", documents.pages(), ids=lambda page: page.stem)
def test_page_prints_and_draws_what_it_shows(page, tmp_path):
    blocks = documents.run(page, tmp_path)
    assert blocks
    for code, shown, printed in blocks:
        assert printed == (shown or ""), f"after\n{code}"
    for path in documents.figures(page):
        found = tmp_path / documents.drawn(path)
        assert found.exists(), f"{path} was not drawn"
        if COMPARABLE:
            assert difference(found, page.parent / path) < ALIKE, f"{path} has changed"


def difference(one: Path, two: Path) -> float:
    """The mean difference of the pixels of two figures; 1 for other sizes."""
    from matplotlib.image import imread

    first, second = imread(one), imread(two)
    if abs(np.subtract(first.shape, second.shape)).max() > 4:
        return 1.0
    rows, columns = np.minimum(first.shape, second.shape)[:2]
    return float(np.abs(first[:rows, :columns] - second[:rows, :columns]).mean())


def test_figures_are_small_and_none_is_left_over():
    kept = {path.name for path in (documents.ROOT / "vignettes" / "figures").glob("*")}
    shown = {Path(path).name for page in documents.pages() for path in documents.figures(page)}
    assert kept == shown
    for name in kept:
        assert (documents.ROOT / "vignettes" / "figures" / name).stat().st_size < 120_000
