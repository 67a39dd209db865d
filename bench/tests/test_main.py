from importlib import import_module

import pytest

from bench.__main__ import BENCHES, main


def test_without_a_name_benches_are_listed_one_a_line(capsys):
    assert main([]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]] == list(BENCHES)


def test_unknown_name_is_an_error(capsys):
    assert main(["loaf"]) == 1
    assert "load" in capsys.readouterr().out


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_says_what_it_does(name, capsys):
    module = import_module(f"bench.{name.replace('-', '_')}")
    with pytest.raises(SystemExit, match="0"):
        module.main(["--help"])
    assert f"python -m bench {name}" in capsys.readouterr().out
