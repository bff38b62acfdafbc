#!/usr/bin/env bash
# Sets up everything that the program and its tests need, below .venv where that is possible. Safe to run again: a stamp
# keeps a second run from doing anything.
#   tools/setup.sh [--with-browser]
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.venv
python=${PYTHON:-python3.11}
command -v "$python" >/dev/null 2>&1 || python=python3
# Data that no Python package carries: the OCR model of Vietnamese, page orientation, fonts with Vietnamese glyphs.
data_packages=(tesseract-ocr-vie tesseract-ocr-osd fonts-liberation2)
# Playwright's driver needs libatomic, which a bare Debian lacks.
browser_packages=(chromium libatomic1)

say() { printf 'setup: %s\n' "$*" >&2; }

stamp_of() { { cat requirements.lock requirements-dev.lock pyproject.toml tools/setup.sh; echo "$1"; } | sha256sum | cut -d' ' -f1; }

python_packages() {
  [ -x $venv/bin/python ] || "$python" -m venv $venv
  $venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { say "Python 3.11 is needed"; exit 1; }
  say "installing the locked Python packages"
  $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
  $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

apt_install() {  # as root: from Debian, into the system
  local missing=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  apt-get -qq update >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

apt_unpack() {  # without root: the same packages, unpacked below the environment
  local target="$PWD/$venv/debian"
  mkdir -p "$target"
  say "unpacking $* below $venv"
  (cd "$target" && apt-get -qq download "$@" && for deb in ./*.deb; do dpkg -x "$deb" . && rm "$deb"; done)
}

link_data() {  # one place for the program to look at: .venv/share/{tessdata,fonts}
  local root
  mkdir -p $venv/share/tessdata $venv/share/fonts
  for root in "$PWD/$venv/debian" ""; do
    find "$root/usr/share/tesseract-ocr" -name '*.traineddata' -exec ln -sf {} $venv/share/tessdata/ \; 2>/dev/null || true
    find "$root/usr/share/fonts/truetype/liberation2" "$root/usr/share/fonts/truetype/liberation" -name 'Liberation*.ttf' \
      -exec ln -sf {} $venv/share/fonts/ \; 2>/dev/null || true
  done
}

debian_packages() {
  if ! command -v apt-get >/dev/null 2>&1; then
    say "no apt-get here: install these by hand: ${data_packages[*]}"
    return 0
  fi
  if [ "$(id -u)" = 0 ]; then apt_install "${data_packages[@]}"; else apt_unpack "${data_packages[@]}"; fi
  link_data
}

browser() {
  if [ "$(id -u)" != 0 ] && command -v chromium >/dev/null 2>&1; then return 0; fi
  if [ "$(id -u)" = 0 ]; then apt_install "${browser_packages[@]}"; else say "browser tests need Debian's chromium (not root: skipped)"; fi
}

main() {
  local stamp
  stamp=$(stamp_of "${1:-}")
  if [ "$(cat $venv/.setup-stamp"${1:-}" 2>/dev/null || true)" = "$stamp" ]; then return 0; fi
  python_packages
  debian_packages
  [ "${1:-}" = --with-browser ] && browser
  echo "$stamp" > $venv/.setup-stamp"${1:-}"
  say "done"
}

main "${1:-}"
