#!/bin/sh
# Put the library of the body's editor (Squire, MIT) where the desk serves it. Its package holds the built module; npm
# checks what it fetches. Change the version here, run it, then run tests/desk/editor.
set -eu
cd "$(dirname "$0")/.."
version=2.4.8
target=src/tougao/desk/static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "squire-rte@$version" >/dev/null && tar xzf "squire-rte-$version.tgz")
mkdir -p "$target"
{
    echo "// Squire $version, MIT; its licence stands beside it. Made by scripts/editor.sh, not by hand."
    grep -v '^//# sourceMappingURL=' "$work/package/dist/squire.mjs"
} > "$target/squire.js"
cp "$work/package/LICENSE" "$target/squire.LICENSE"
