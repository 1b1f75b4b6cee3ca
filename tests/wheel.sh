#!/bin/sh
# Build the wheel, install it into a clean environment, and run the demonstration outside the checkout.
set -eu
python=${1:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/.venv/bin/python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$work/wheel" "$here"
"$python" -m venv "$work/venv"
"$here/.venv/bin/uv" pip install --quiet --python "$work/venv/bin/python" --constraint "$here/requirements.lock" "$work"/wheel/*.whl
mkdir "$work/elsewhere"
cd "$work/elsewhere"
"$work/venv/bin/rlsanalysis" run --source demo --outcome treated --exposure diabetes_told
"$work/venv/bin/python" - <<'EOF'
from pathlib import Path

import rlsanalysis

home = Path(rlsanalysis.__file__).parent
assert "site-packages" in home.parts, home
assert (home / "py.typed").exists()
assert (home / "SKILL.md").exists()
(results,) = Path("results").iterdir()
written = {path.name for path in results.iterdir()}
assert {"estimates.csv", "flow.csv", "provenance.json", "report.html", "figures"} <= written, written
EOF
echo "wheel: 1 passed, 0 failed"
