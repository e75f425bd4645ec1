"""Whom to believe: only our own server's topmost word, only for the domain of From."""

import pytest

from tougao.core.authentication import Verdict, aligned, verdict
from tougao.core.message import submission

OURS = ["mx.qq.com"]


def judged(*headers: str, signed_by: tuple[str, ...] = (), sender: str = "lin@jyvtc.edu.cn") -> Verdict:
    raw = "\n".join(
        [*(f"Authentication-Results: {header}" for header in headers), f"From: 林 <{sender}>", "", "x"]
    ).encode()
    return verdict(submission(raw), OURS, signed_by)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("mx.qq.com; dmarc=pass header.from=jyvtc.edu.cn", Verdict.VERIFIED),
        ("mx.qq.com; spf=pass smtp.mailfrom=lin@jyvtc.edu.cn; dkim=none", Verdict.VERIFIED),
        ("mx.qq.com; dkim=pass header.d=mail.jyvtc.edu.cn", Verdict.VERIFIED),
        ("MX.QQ.COM; dkim=pass header.d=jyvtc.edu.cn", Verdict.VERIFIED),
        ("mx.qq.com; dkim=pass header.d=elsewhere.com; spf=pass smtp.mailfrom=x@elsewhere.com", Verdict.UNVERIFIED),
        ("mx.qq.com; dmarc=fail header.from=jyvtc.edu.cn; spf=pass smtp.mailfrom=x@elsewhere.com", Verdict.SUSPECT),
        ("mx.qq.com; dmarc=fail header.from=jyvtc.edu.cn; dkim=pass header.d=jyvtc.edu.cn", Verdict.SUSPECT),
        ("mx.qq.com; spf=fail smtp.mailfrom=lin@jyvtc.edu.cn", Verdict.SUSPECT),
        ("mx.qq.com; spf=fail smtp.mailfrom=x@list.cn; dkim=pass header.d=jyvtc.edu.cn", Verdict.VERIFIED),
        ("mx.qq.com; none", Verdict.UNVERIFIED),
        ("mx.evil.com; dmarc=pass header.from=jyvtc.edu.cn", Verdict.UNVERIFIED),
        ("nonsense", Verdict.UNVERIFIED),
        ("mx.qq.com; dmarc=pass header.from=evil.com", Verdict.UNVERIFIED),
    ],
)
def test_words_of_servers(header, expected):
    assert judged(header) is expected


def test_only_the_topmost_word_of_our_server_counts():
    real, forged = "mx.qq.com; dmarc=fail header.from=jyvtc.edu.cn", "mx.qq.com; dmarc=pass header.from=jyvtc.edu.cn"
    assert judged(real, forged) is Verdict.SUSPECT
    assert judged("other.example; dmarc=pass header.from=jyvtc.edu.cn", real) is Verdict.SUSPECT


@pytest.mark.parametrize(
    ("signer", "expected"),
    [("jyvtc.edu.cn", Verdict.VERIFIED), ("evil.com", Verdict.UNVERIFIED), ("cn", Verdict.UNVERIFIED)],
)
def test_a_signature_we_checked_ourselves_counts_for_its_own_domain(signer, expected):
    assert judged(signed_by=(signer,)) is expected


def test_without_a_sender_nothing_is_verified():
    assert verdict(submission(b"Subject: x\n\ny"), OURS, ("jyvtc.edu.cn",)) is Verdict.UNVERIFIED


def test_lookalikes_are_not_aligned():
    assert not aligned("jyvtc.edu.cn", "jyvtc.edu.cn.evil.com")
    assert not aligned("xjyvtc.edu.cn", "jyvtc.edu.cn")
