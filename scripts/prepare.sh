# Shared by ./run and ./test: Debian packages, the web client, CMake builds. Sourced in the root of the checkout.

say() { printf '\n== %s\n' "$*"; }

# The names under the headings of packages.txt.
packages_of() {
  local heading
  for heading in "$@"; do
    sed -n "/^\[$heading\]/,/^\[/p" packages.txt | grep -vE '^(\[|#|$)' || true
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
  local missing=() package
  for package in $(packages_of "$@"); do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
  done
  # A Node.js of one's own serves as well as Debian's, which only starts npm.
  command -v npm >/dev/null || missing+=(nodejs npm)
  [ ${#missing[@]} -gt 0 ] || { say "All Debian packages are there"; return 0; }
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # Packages that come with a server must not start it here: tests run their own, in their own directories.
  local policy=/usr/sbin/policy-rc.d made=no
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && made=yes
  fi
  local failed=no
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" || failed=yes
  [ "$made" = no ] || as_root rm -f "$policy"
  [ "$failed" = no ]
}

# npm ci where the lock file changed since it was done last.
install_modules() {
  local folder=$1 stamp
  stamp=$(sha256sum "$folder/package-lock.json" | cut -c1-64)
  [ "$(cat "$folder/node_modules/.installed" 2>/dev/null)" = "$stamp" ] && return 0
  say "Installing the npm packages of $folder"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
  echo "$stamp" > "$folder/node_modules/.installed"
}

build_web() {
  local stamp
  stamp=$(cd web && find . \( -path ./node_modules -o -path ./dist \) -prune -o -type f -print0 | sort -z |
    xargs -0 sha256sum | sha256sum | cut -c1-64)
  [ "$(cat web/dist/.built 2>/dev/null)" = "$stamp" ] && return 0
  install_modules web
  say "Building the web client"
  (cd web && npm run --silent build)
  echo "$stamp" > web/dist/.built
}

check_web() {
  install_modules web
  say "Checking the web client"
  (cd web && npm run --silent check && npm test --silent)
}

test_tools() {
  [ ! -f tests/package-lock.json ] || install_modules tests
}

configure_and_build() {
  local preset=$1 target=$2
  cmake --preset "$preset" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >"/tmp/congvan-configure.$$" 2>&1 ||
    { cat "/tmp/congvan-configure.$$"; rm -f "/tmp/congvan-configure.$$"; return 1; }
  rm -f "/tmp/congvan-configure.$$"
  cmake --build --preset "$preset" --target "$target"
}
