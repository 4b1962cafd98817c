"""Small workbooks that would end the program are refused within the memory of a small machine.

Each is read in a process of its own: where the memory does not suffice, Rust ends the process.
"""

import subprocess
import sys

import pytest

from tests.hostile import copies, old_workbooks

READ = """
import sys
from pathlib import Path
from selfcheck_analysis.responses.files.readers import read_file
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
except ImportError:
    pass
path = Path(sys.argv[1])
for delivered in read_file(path, path.name):
    for sheet in delivered.sheets:
        try:
            print(sum(len(cells) for _, cells in sheet.source))
        except Exception as error:
            print(type(error).__name__)
"""


@pytest.mark.parametrize("name", [*copies.FILES, *old_workbooks.FILES])
def test_read_file__a_small_file_neither_ends_the_process_nor_prints(tmp_path, name):
    hostile = {**copies.FILES, **old_workbooks.FILES}[name]
    path = tmp_path / hostile.file
    path.write_bytes(hostile.content())
    ran = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert set(ran.stdout.split()) <= {"1", "65536", "ProblemsError"}
