"""Functions that numba compiles, and keeps on disk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import PACKAGE

DECORATORS = {"compiled", "inlined"}


def compiled_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Those of a module that have one of the decorators."""
    for node in tree.body:
        names = [ast.unparse(one) for one in getattr(node, "decorator_list", [])]
        if isinstance(node, ast.FunctionDef) and DECORATORS.intersection(names):
            yield node


def called_from_elsewhere(package: Path) -> list[str]:
    """`file: name` of each compiled function that a compiled function of another file calls."""
    trees = {
        path.relative_to(package).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in package.rglob("*.py")
    }
    own = {name: {one.name for one in compiled_functions(tree)} for name, tree in trees.items()}
    everywhere = set().union(*own.values())
    return sorted(
        f"{name}: {call.func.id}"
        for name, tree in trees.items()
        for function in compiled_functions(tree)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in everywhere - own[name]
    )


def test_compiled_functions_keep_to_their_file() -> None:
    """Numba would not compile the caller anew when the other file changes: old code would go on running."""
    assert called_from_elsewhere(PACKAGE) == []


def test_such_a_call_is_found(tmp_path: Path) -> None:
    """Of a function in another file, not of one in the same or of a plain one."""
    (tmp_path / "a.py").write_text("@compiled\ndef one():\n    pass\n\ndef plain():\n    pass\n")
    (tmp_path / "b.py").write_text("@inlined\ndef two():\n    one()\n    plain()\n    two()\n")
    assert called_from_elsewhere(tmp_path) == ["b.py: one"]
