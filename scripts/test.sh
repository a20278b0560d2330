#!/bin/sh
# Runs every test, or those in the files given. Sets up what they need first, and says what is left out where it cannot.
set -eu
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
cd "$root"
. scripts/environment.sh
export PATH="$(dirname -- "$node"):$root/node_modules/.bin:$PATH"
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/.cache/compiled}"

"$node" scripts/prepare-host.ts

if [ $# = 0 ]; then set -- 'src/**/*.test.ts' 'test/**/*.test.ts'; fi
# One file a core: the tests with real nodes keep both cores of a small machine busy.
exec "$node" --test --test-concurrency="$(nproc)" --test-timeout=900000 "$@"
