"""The house stays as it was drawn: arrows point one way, rooms stay small, promises stand in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "monitor", "responders")

FOUNDATION = ("monitor.types", "monitor.errors", "monitor.policy", "monitor.roles")
ANSWERING = ("responders.types", "responders.errors")
STEPS: dict[str, tuple[str, ...]] = {
    "monitor.sources": FOUNDATION,
    "monitor.understand": FOUNDATION,
    "monitor.link": FOUNDATION,
    "monitor.complaints": FOUNDATION,
    "monitor.practice_platform": FOUNDATION,
    "responders.drafting": FOUNDATION + ANSWERING,
    "responders.guard": FOUNDATION + ANSWERING,
    "responders.approval": FOUNDATION + ANSWERING,
    "responders.publishing": (*FOUNDATION, *ANSWERING, "monitor.sources"),
}
"""What each pure step may know besides itself. Publishing asks a site, and asking is what sources do."""
LAYERS: dict[str, tuple[str, ...]] = {
    "models": ("services", "selectors", "views", "forms"),
    "services": ("views", "forms"),
    "selectors": ("views", "forms"),
}
"""What a layer may not know."""
CATCH_ALLS = {"monitor/services/jobs.py", "responders/guard/verdict.py"}
REQUESTS = {"monitor/sources/client.py", "monitor/sources/line.py"}


@cache
def modules() -> dict[Path, ast.Module]:
    files = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for path in files
        if "migrations" not in path.parts
    }


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def arrows(package: str) -> Iterator[tuple[Path, str]]:
    """Every import of our own or of Django that starts in ``package``."""
    for path, tree in modules().items():
        if is_within(dotted(path), package):
            yield from ((path, name) for name in imported(tree) if name.split(".")[0] in (*PACKAGES, "django"))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_knows_only_itself_and_the_foundation(step: str) -> None:
    allowed = (step, *STEPS[step])
    strays = [f"{path} → {name}" for path, name in arrows(step) if not any(is_within(name, one) for one in allowed)]
    assert strays == []


def test_listening_never_depends_on_answering() -> None:
    assert [f"{path} → {name}" for path, name in arrows("monitor") if name.startswith("responders")] == []


@pytest.mark.parametrize("side", ["monitor", "responders"])
@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_knows_nothing_of_the_layers_above_it(side: str, layer: str) -> None:
    above = [f"{package}.{upper}" for package in ("monitor", "responders") for upper in LAYERS[layer]]
    strays = [
        f"{path} → {name}"
        for path, name in arrows(f"{side}.{layer}")
        if any(is_within(name, one) for one in above) or name.startswith("config")
    ]
    assert strays == []


@pytest.mark.parametrize("foundation", [*FOUNDATION, *ANSWERING])
def test_the_foundation_stands_on_nothing_but_itself(foundation: str) -> None:
    allowed = FOUNDATION if foundation.startswith("monitor") else FOUNDATION + ANSWERING
    strays = [name for _, name in arrows(foundation) if not any(is_within(name, one) for one in allowed)]
    assert strays == []


def test_only_the_client_speaks_http() -> None:
    uses = [(str(path), name.split(".")[0]) for path, tree in modules().items() for name in imported(tree)]
    assert {path for path, package in uses if package == "requests"} <= REQUESTS
    others = [
        f"{path}: {name}"
        for path, tree in modules().items()
        for name in imported(tree)
        if (name.split(".")[0] in {"httpx", "aiohttp", "urllib3"} and str(path) not in REQUESTS)
        or name.startswith("urllib.request")
    ]
    assert others == []


def test_imports_stand_at_the_top() -> None:
    inner = [
        f"{path}:{inside.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inside in ast.walk(node)
        if isinstance(inside, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def test_everything_is_caught_in_two_places_only() -> None:
    everywhere = {
        str(path)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    }
    assert everywhere == CATCH_ALLS


def test_rooms_stay_small_and_say_what_they_return() -> None:
    too_long = [str(path) for path in modules() if (ROOT / path).read_text(encoding="utf-8").count("\n") > 400]
    functions = [(p, n) for p, t in modules().items() for n in ast.walk(t) if isinstance(n, ast.FunctionDef)]
    sprawling = [f"{p}:{n.name}" for p, n in functions if (n.end_lineno or 0) - n.lineno + 1 > 60]
    silent = [f"{p}:{n.name}" for p, n in functions if n.returns is None]
    assert (too_long, sprawling, silent) == ([], [], [])


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"#\s*(TODO|FIXME|XXX)\b|raise NotImplementedError")
    found = [str(path) for path in modules() if marks.search((ROOT / path).read_text(encoding="utf-8"))]
    assert found == []


def test_no_door_around_escaping_or_certificates() -> None:
    pages = (ROOT / "templates" / "pages").rglob("*.html")
    templates = [path for path in pages if re.search(r"\|\s*safe\b|autoescape", path.read_text(encoding="utf-8"))]
    code = [
        str(path)
        for path in modules()
        if re.search(r"mark_safe|verify\s*=\s*False|csrf_exempt", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert (templates, code) == ([], [])


def test_every_row_of_what_platforms_do_has_its_test() -> None:
    """46 things that platforms really do; each is a test somewhere, named after its row."""
    names = {
        match[1]
        for path in (ROOT / "tests").rglob("test_*.py")
        for match in re.finditer(r"def test_row_(\d\d)_", path.read_text(encoding="utf-8"))
    }
    missing = [f"{row:02}" for row in range(1, 47) if f"{row:02}" not in names]
    assert missing == []


def test_the_tests_of_this_file_can_fail() -> None:
    tree = ast.parse("def f():\n    import os\n    try:\n        pass\n    except Exception:\n        pass\n")
    assert list(imported(tree)) == ["os"]
    assert any(isinstance(node, ast.ExceptHandler) and node.type.id == "Exception" for node in ast.walk(tree))
    assert is_within("monitor.sources.client", "monitor.sources")
    assert not is_within("monitor.sources_old", "monitor.sources")
