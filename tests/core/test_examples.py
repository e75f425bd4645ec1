"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import tougao.core

MODULES = [module.name for module in pkgutil.walk_packages(tougao.core.__path__, "tougao.core.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried > 15
