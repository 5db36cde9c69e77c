# Shared by the commands in this folder: finds Python 3.11+ and makes the environment.
# Sourced, not run.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="${AMPARO_VENV:-$root/.venv}"

find_python() {
    local name
    for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "amparo: needs Python 3.11 or newer" >&2
    return 1
}

# make_environment MARK PIP_ARGUMENTS...: installs once for this pyproject.toml and MARK.
make_environment() {
    local mark="$1" stamp python
    shift
    stamp="$venv/.amparo-$mark"
    if [ ! -x "$venv/bin/python" ]; then
        python="$(find_python)"
        echo "Making the environment in $venv (once) ..." >&2
        "$python" -m venv "$venv"
    fi
    if [ ! -f "$stamp" ] || ! cmp -s "$root/pyproject.toml" "$stamp"; then
        echo "Installing ($mark) ..." >&2
        (cd "$root" && "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@") >&2
        cp "$root/pyproject.toml" "$stamp"
    fi
}
