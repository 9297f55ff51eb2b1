# Sourced by the other scripts.

# install_packages PACKAGE...: installs the Debian packages that are missing. With none missing it touches neither apt nor
# the network. Where there is no apt-get it says what is needed and goes on.
install_packages() {
    local package missing=() as_root=()
    if ! command -v apt-get >/dev/null; then
        echo "This is not Debian; needed are what Debian calls: $*" >&2
        return
    fi
    for package in "$@"; do
        if [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]]; then
            missing+=("$package")
        fi
    done
    if ((${#missing[@]} == 0)); then return; fi
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            echo "Not root, and there is no sudo. As root, run: apt-get install ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}" >&2
    "${as_root[@]}" apt-get update --quiet=2 >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" >&2
}

# What the build links against.
build_packages=(git libsqlite3-dev zlib1g-dev libcrypt-dev pkg-config)
