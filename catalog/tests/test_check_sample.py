"""The comparison of the sample with real files, which `data/check_sample.py` runs."""

import runpy
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "data/check_sample.py"


def test_a_folder_that_has_nothing_to_compare_is_refused(tmp_path):
    assert runpy.run_path(str(SCRIPT))["main"](str(tmp_path)) == 1
