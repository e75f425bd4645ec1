"""security.txt (RFC 9116): where a contact is configured, and never out of date."""

import re
from datetime import UTC, datetime, timedelta


def test_it_is_printed_where_a_contact_is_configured(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.cn"
    answer = client.get("/.well-known/security.txt")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:security@example.cn\n" in text
    until = datetime.strptime(re.search(r"Expires: (\S+)", text)[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=150) < until - datetime.now(UTC) < timedelta(days=365)


def test_without_one_there_is_none(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_no_secret_is_shown_with_the_configuration(tmp_path):
    from tougao import config

    path = tmp_path / "tougao.toml"
    path.write_text(
        '[site]\nname = "x"\n[[categories]]\nslug = "a"\nname = "a"\n[[oidc]]\nname = "my-school"\ntitle = "t"\n'
        'issuer = "https://sso.example.cn/"\nclient_id = "c"\n[accounts]\nsecond_factor = ["chief"]\n',
        "utf-8",
    )
    made = config.load(path, {"TOUGAO_SECRET_KEY": "k" * 50, "TOUGAO_OIDC_MY_SCHOOL_SECRET": "hunter2"})
    assert (made.oidc[0].client_secret, made.oidc[0].issuer) == ("hunter2", "https://sso.example.cn")
    assert "hunter2" not in repr(made.oidc)
    other = config.load(path, {"TOUGAO_SECRET_KEY": "another", "TOUGAO_OIDC_MY_SCHOOL_SECRET": "another"})
    assert made.fingerprint == other.fingerprint  # secrets are no part of it
    path.write_text(path.read_text("utf-8").replace("chief", "administrator"), "utf-8")
    assert config.load(path, {"TOUGAO_SECRET_KEY": "k" * 50}).fingerprint != made.fingerprint


def test_behind_tls_cookies_are_bound_to_the_host(tmp_path):
    import subprocess
    import sys

    path = tmp_path / "tougao.toml"
    path.write_text('[site]\nname = "x"\n[server]\nbehind_tls = true\n[storage]\nvar = "var"\n', "utf-8")
    asked = "import tougao.settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={"TOUGAO_CONFIG": str(path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["__Host-desk", "/", "True", "__Host-csrftoken"]
