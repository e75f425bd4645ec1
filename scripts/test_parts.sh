#!/bin/sh
# The real parts the tests start: Dovecot, PostgreSQL, Chromium with Chinese letters, nginx, Caddy, the XHTML DTDs, lynx, libarchive, Java; by apt when root.
# And two node packages, the Nu Html Checker and axe-core, at the versions and digests of tests/support/node/package-lock.json.
set -eu
missing=""
need() { # need PACKAGE COMMAND_OR_FILE...
    package=$1; shift
    for each in "$@"; do
        if command -v "$each" >/dev/null 2>&1 || [ -e "$each" ]; then return; fi
    done
    missing="$missing $package"
}
need dovecot-imapd /usr/lib/dovecot/imap /usr/libexec/dovecot/imap
need chromium chromium chromium-browser google-chrome
need fonts-noto-cjk /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
need nginx-light nginx /usr/sbin/nginx
need postgresql initdb /usr/lib/postgresql/*/bin/initdb
need caddy caddy
need libxml2-utils xmllint
need lynx lynx
need w3c-sgml-lib /usr/share/xml/w3c-sgml-lib
need default-jre-headless java
need npm npm
ldconfig -p 2>/dev/null | grep -q "libarchive\.so" || [ "$(uname)" = Darwin ] || missing="$missing libarchive13"
packages() {
    cd "$(dirname "$0")/../tests/support/node"
    [ "$(cksum < package-lock.json)" = "$(cat node_modules/.installed 2>/dev/null)" ] && return 0
    if ! command -v npm >/dev/null 2>&1; then
        echo "npm is not installed, so the tests that need the Nu Html Checker or axe-core will be skipped" >&2
        return 0
    fi
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/tmp/tougao-test-packages.log 2>&1 || {
        tail -5 /tmp/tougao-test-packages.log >&2
        return 1
    }
    cksum < package-lock.json > node_modules/.installed
}
if [ -z "$missing" ]; then packages; exit; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing for the tests ..."
    export DEBIAN_FRONTEND=noninteractive
    # Packages must not start servers of their own here.
    if [ ! -e /usr/sbin/policy-rc.d ]; then printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; made=1; fi
    # shellcheck disable=SC2086
    (apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing) >/tmp/tougao-test-parts.log 2>&1 || {
        tail -5 /tmp/tougao-test-parts.log >&2
        [ "${made:-}" = 1 ] && rm -f /usr/sbin/policy-rc.d
        exit 1
    }
    [ "${made:-}" = 1 ] && rm -f /usr/sbin/policy-rc.d
    packages
    exit
fi
echo "Not installed, so the tests that need them will be skipped:$missing" >&2
packages
