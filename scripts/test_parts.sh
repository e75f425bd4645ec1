#!/bin/sh
# The real parts the tests start: Dovecot, PostgreSQL, Chromium with Chinese letters, nginx, the XHTML DTDs, libarchive. Installed by apt when root.
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
need libxml2-utils xmllint
need w3c-sgml-lib /usr/share/xml/w3c-sgml-lib
ldconfig -p 2>/dev/null | grep -q "libarchive\.so" || [ "$(uname)" = Darwin ] || missing="$missing libarchive13"
[ -z "$missing" ] && exit 0
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
    exit 0
fi
echo "Not installed, so the tests that need them will be skipped:$missing" >&2
