"""Each import contract is seen to fail: a fault is planted in a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAULTS = {
    "Dependencies point down": ("care/arc.py", "import longarc.records.db\n"),
    "care is plain Python": ("care/arc.py", "import django\n"),
    "Rows are reached through queries and actions of records": (
        "web/health.py",
        "import longarc.records.models\n",
    ),
    "Kernels know arrays, not clients": (
        "analytics/kernels/ou.py",
        "import longarc.care.arc\n",
    ),
    "Only records, pages and commands know Django": ("analytics/__init__.py", "import django\n"),
    "No cycles anywhere": ("records/codec.py", "import longarc.records.models\n"),
}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--config", str(tree / "pyproject.toml"), "--no-cache"]
    return subprocess.run(
        command,
        cwd=tree / "src",
        env={"PYTHONPATH": str(tree / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src" / "longarc", tmp_path / "src" / "longarc")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(tree):
    done = lint(tree)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", FAULTS)
def test_a_planted_fault_breaks_its_contract(tree, contract):
    place, line = FAULTS[contract]
    module = tree / "src" / "longarc" / place
    module.write_text(module.read_text() + line)
    done = lint(tree)
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout, done.stdout
