"""The benchmarks are run by hand; here only that each still finds everything it uses."""

import importlib
import pkgutil

import pytest

import benchmarks

NAMES = [module.name for module in pkgutil.walk_packages(benchmarks.__path__, "benchmarks.")]


@pytest.mark.parametrize("name", NAMES)
def test_finds_what_it_uses(name: str) -> None:
    assert importlib.import_module(name)
