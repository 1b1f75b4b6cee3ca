#!/bin/sh
# Install, run and test a clean copy of the last commit with each Python that is named: sh tools/matrix.sh python3.11 ...
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for python in "$@"; do
    copy=$work/$(basename "$python")
    git clone --quiet "$here" "$copy"
    make -C "$copy" run test PYTHON="$python"
    echo "$("$python" --version): passed"
done
