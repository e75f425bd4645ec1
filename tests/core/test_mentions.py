"""Who is called upon in a comment."""

import pytest

from tougao.core.mentions import mentioned

NAMES = ["lin", "linda", "王芳", "王", "z.li"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@lin 请核对", ("lin",)),
        ("@LIN请核对", ("lin",)),
        ("@linda @lin", ("linda", "lin")),
        ("请@王芳看一下，也请＠王看", ("王芳", "王")),
        ("@lin @lin", ("lin",)),
        ("写信给 a@lin.cn", ()),
        ("@nobody", ()),
        ("@z.li 好", ("z.li",)),
        ("@", ()),
    ],
)
def test_names_are_found_with_and_without_spaces(text, names):
    assert mentioned(text, NAMES) == names
