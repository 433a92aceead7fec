"""Every benchmark, one line of JSON each: `make bench`."""

import subprocess
import sys

for name in ("footprint", "latency", "turns"):
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
