"""DKIM signatures are checked against real keys."""

import subprocess

import dkim
import pytest

from tougao.mailroom.signatures import signed_by

MAIL = b"From: lin@jyvtc.edu.cn\r\nSubject: =?utf-8?B?5oqV56i/?=\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\n\r\n\xe6\xad\xa3\xe6\x96\x87\r\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A private key, and DNS as its owner publishes it."""
    path = tmp_path_factory.mktemp("keys") / "key"
    subprocess.run(["openssl", "genrsa", "-traditional", "-out", path, "2048"], check=True, capture_output=True)
    public = subprocess.run(
        ["openssl", "rsa", "-in", path, "-pubout", "-outform", "DER"], check=True, capture_output=True
    ).stdout
    import base64

    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    return path.read_bytes(), lambda name, timeout=5: record if name == b"s1._domainkey.jyvtc.edu.cn." else None


def signed(key: bytes, domain: bytes = b"jyvtc.edu.cn") -> bytes:
    return dkim.sign(MAIL, b"s1", domain, key, include_headers=[b"from", b"subject"]) + MAIL


def test_a_signature_that_holds_names_its_domain(keys):
    key, dns = keys
    assert signed_by(signed(key), dns) == ("jyvtc.edu.cn",)


def test_a_changed_text_or_a_domain_without_key_does_not_hold(keys):
    key, dns = keys
    assert signed_by(signed(key).replace("正文".encode(), "改文".encode()), dns) == ()
    assert signed_by(signed(key, b"elsewhere.cn"), dns) == ()


@pytest.mark.parametrize(
    "raw", [b"", b"x", b"DKIM-Signature: v=1\r\n\r\nx", b"DKIM-Signature: " + b"a=b;" * 5000 + b"\r\n\r\n", MAIL]
)
def test_nothing_breaks_the_check(raw, keys):
    assert signed_by(raw, keys[1]) == ()


def test_without_a_signature_nobody_is_asked():
    def lookup(*_):
        raise AssertionError("DNS was asked")

    assert signed_by(MAIL, lookup) == ()
