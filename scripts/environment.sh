# Sourced with $root set to the checkout: installs what is missing there and sets $node to the Node.js that comes with it.
# Says nothing and starts almost nothing when there is nothing to do.

fail() {
  echo "kubets: $*" >&2
  exit 1
}

installed() {
  [ -x "$node" ] && [ -e "$root/node_modules/.package-lock.json" ] &&
    ! [ "$root/package-lock.json" -nt "$root/node_modules/.package-lock.json" ]
}

install_packages() {
  command -v npm >/dev/null || fail "npm is needed to install the packages kubets uses, and is not on this machine; it comes with Node.js 20 or newer"
  mkdir -p "$root/.cache"
  exec 9>"$root/.cache/install.lock"
  if command -v flock >/dev/null; then flock 9; fi
  if ! installed; then
    echo "kubets: installing the packages in package-lock.json (npm ci)" >&2
    (cd "$root" && npm ci --no-audit --no-fund --loglevel=error) >&2 || fail "npm ci failed, see above; run it again in $root"
    [ -x "$node" ] || fail "npm left out the optional package node-linux-$architecture; install without --omit=optional"
    touch "$root/node_modules/.package-lock.json"
  fi
  exec 9>&-
}

# The bundled Node.js is linked with libatomic, which Debian leaves out of a small system.
need_libatomic() {
  for library in /usr/lib/*/libatomic.so.1 /lib/*/libatomic.so.1 /usr/lib64/libatomic.so.1 /usr/lib/libatomic.so.1; do
    [ -e "$library" ] && return
  done
  "$node" --version >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "kubets: installing the Debian package libatomic1" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends libatomic1; } >&2 && return
  fi
  fail "the library libatomic.so.1 is missing; install it, on Debian as root: apt-get install libatomic1"
}

case $(uname -sm) in
  'Linux x86_64' | 'Linux amd64') architecture=x64 ;;
  'Linux aarch64' | 'Linux arm64') architecture=arm64 ;;
  'Linux '*) fail "runs on x86-64 and arm64, not on $(uname -m)" ;;
  *) fail "runs on Linux, not on $(uname -s); use a Linux virtual machine" ;;
esac
node=$root/node_modules/node-linux-$architecture/bin/node

installed || install_packages
need_libatomic
