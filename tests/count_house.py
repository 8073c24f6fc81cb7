"""What the house owes its next maintainer, counted: `python tests/count_house.py [FOLDER]`.

Facts that travel in two forms show as parameters: a zone beside rows that know theirs, a plan beside the
file it was read from. `tests/test_house.py` holds each count to its limit.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "staffing"
Graph = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class House:
    """The modules of a package, each parsed once; names are dotted, from the package's own name on."""

    package: Path

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """Dotted module name → syntax tree."""
        return {
            self._name(path): ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted(self.package.rglob("*.py"))
        }

    def functions_with(self, parameter: str) -> list[str]:
        """`module:function` of every function or method that takes a parameter of that name."""
        return [
            f"{module}:{node.name}"
            for module, tree in self.trees.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and parameter in {argument.arg for argument in _arguments(node)}
        ]

    def class_names_used_twice(self) -> dict[str, list[str]]:
        """Class name → the modules that define one of that name, where there are several."""
        homes: dict[str, list[str]] = {}
        for module, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    homes.setdefault(node.name, []).append(module)
        return {name: modules for name, modules in homes.items() if len(modules) > 1}

    def protocols_in(self, folder: str) -> list[str]:
        """`module:class` of every Protocol of a folder."""
        return [
            f"{module}:{node.name}"
            for module, tree in self.trees.items()
            if module.startswith(f"{self.package.name}.{folder}")
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)
        ]

    def imports(self, *, everywhere: bool) -> Graph:
        """Module → the package's modules that it imports.

        `everywhere`: those inside functions and for type checking only too, not only what runs on import.
        """
        return {module: frozenset(self._imports_of(module, everywhere)) for module in self.trees}

    def _imports_of(self, module: str, everywhere: bool) -> Iterator[str]:
        for node in _imports_in(self.trees[module], everywhere):
            if isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            else:
                targets = [f"{node.module}.{alias.name}" for alias in node.names]
                targets = [name if name in self.trees else str(node.module) for name in targets]
            yield from (name for name in targets if name in self.trees and name != module)

    def _name(self, path: Path) -> str:
        parts = path.relative_to(self.package).with_suffix("").parts
        return ".".join([self.package.name, *(part for part in parts if part != "__init__")])


def circles(graph: Graph) -> list[list[str]]:
    """Groups of modules that import one another, however long the way round (Tarjan 1972)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = low[module] = len(order)
        stack.append(module)
        for other in graph[module]:
            if other not in order:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], order[other])
        if low[module] == order[module]:
            start = stack.index(module)
            groups.append(stack[start:])
            del stack[start:]

    for module in graph:
        if module not in order:
            visit(module)
    return [sorted(group) for group in groups if len(group) > 1]


def longest_chain(graph: Graph) -> list[str]:
    """The longest chain of modules each of which imports the next; the graph has no circle."""
    chains: dict[str, list[str]] = {}

    def chain(module: str) -> list[str]:
        if module not in chains:
            below = [chain(other) for other in sorted(graph[module])]
            chains[module] = [module, *max(below, key=len, default=[])]
        return chains[module]

    return max((chain(module) for module in graph), key=len, default=[])


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    given = node.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]


def _imports_in(tree: ast.AST, everywhere: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield node
        elif isinstance(node, ast.ImportFrom):
            if node.module:
                yield node
        elif everywhere or not _waits(node):
            yield from _imports_in(node, everywhere)


def _waits(node: ast.AST) -> bool:
    """Whether what stands inside is not run when the module is imported."""
    for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    return for_types or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def main(arguments: list[str]) -> None:
    """Print each count, and where its longest or most frequent cases stand."""
    house = House(Path(arguments[0]) if arguments else PACKAGE)
    for parameter in ("timezone", "plan_file"):
        where = house.functions_with(parameter)
        print(f"{len(where):4d} functions with a parameter `{parameter}`")
        for module, count in Counter(name.partition(":")[0] for name in where).most_common():
            print(f"       {count} in {module}")
    for title, found in (
        ("class names used twice", house.class_names_used_twice()),
        ("Protocols in report/", house.protocols_in("report")),
        ("circles of imports", circles(house.imports(everywhere=True))),
    ):
        print(f"{len(found):4d} {title}: {found}")
    chain = longest_chain(house.imports(everywhere=False))
    print(f"{len(chain):4d} modules in the longest chain of imports:\n       " + "\n       ".join(chain))


if __name__ == "__main__":
    main(sys.argv[1:])
