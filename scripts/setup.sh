# Sourced by serve, test and lint: make .venv with exactly the locked dependencies. `locks` names the lock files.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv="$root/.venv"

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  printf 'Partner Matcher needs Python 3.11 or newer; install it, or name it: PYTHON=/path/to/python3.11 %s\n' "$0" >&2
  return 1
}

set_up() { # lock files
  local python lock wanted
  python=$(find_python) || exit 1
  if [ ! -x "$venv/bin/pip" ]; then # made last, so not there where making it failed
    echo "Making .venv" >&2
    "$python" -m venv "$venv"
  fi
  for lock in "$@"; do
    wanted=$(cksum <"$root/$lock")
    if [ "$(cat "$venv/$lock.installed" 2>/dev/null)" != "$wanted" ]; then
      echo "Installing $lock (about 2 GB the first time, some minutes)" >&2
      "$venv/bin/python" -m pip --disable-pip-version-check install --quiet --progress-bar off -r "$root/$lock" >&2
      printf '%s\n' "$wanted" >"$venv/$lock.installed"
    fi
  done
  # So that the commands of the README find the packages from every folder.
  printf '%s\n' "$root" >"$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/checkout.pth"
  printf '#!/usr/bin/env bash\nexec %q -m webapp "$@"\n' "$venv/bin/python" >"$venv/bin/partner-matcher"
  chmod +x "$venv/bin/partner-matcher"
}
