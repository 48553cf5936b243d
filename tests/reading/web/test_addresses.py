"""Which addresses are taken, and that no password or key of one is ever shown or kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.errors import NotAllowed
from bilat.reading.web.addresses import Address, shown, without_marks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("file:///etc/passwd", "file: is not read"),
        ("ftp://example.org/a", "ftp: is not read"),
        ("javascript:alert(1)", "javascript: is not read"),
        ("//example.org/a", "no web address"),
        ("http://", "no host"),
        ("http:///path", "no host"),
        ("http://exam ple.org/", "invalid character"),
        ("http://example.org:99999/", "no web address"),
        ("http://example.org:0/", "port 0"),
        ("http://example.org:25/", "port 25"),
        ("http://example.org/" + "a" * 5000, "longer than 4096"),
    ],
)
def test_what_is_no_web_address_is_refused_with_its_reason(text: str, told: str) -> None:
    with pytest.raises(NotAllowed, match=told) as caught:
        Address.of(text)

    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a/../b?x=1#part", "https://example.org/b?x=1"),
        ("http://[2606:2800::1]:8080/", "http://[2606:2800::1]:8080/"),
        ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
    ],
)
def test_one_page_has_one_form_of_its_address(text: str, plain: str) -> None:
    assert str(Address.of(text)) == plain


def test_a_password_is_used_and_never_shown() -> None:
    address = Address.of("https://desk:s3cret%40@example.org/feed?api_key=5ca1ab1e&page=2")

    assert address.authorization == "Basic ZGVzazpzM2NyZXRA"
    assert str(address) == "https://example.org/feed?api_key=...&page=2"
    assert address.target == "/feed?api_key=5ca1ab1e&page=2"
    for text in (repr(address), str(address)):
        assert "s3cret" not in text
        assert "ZGVz" not in text


def test_a_password_goes_to_its_own_origin_alone() -> None:
    address = Address.of("https://desk:s3cret@example.org/feed")

    assert address.joined("/new").authorization == address.authorization
    for elsewhere in ("https://other.example/feed", "http://example.org/feed", "https://example.org:8443/feed"):
        assert address.joined(elsewhere).authorization is None
    assert address.joined("https://x:y@other.example/feed").authorization is None


@pytest.mark.parametrize(
    "text", ["http://desk:s3cret@exam ple.org/", "ftp://desk:s3cret@example.org/", "http://desk:s3cret@h:99999"]
)
def test_errors_do_not_tell_the_password(text: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        Address.of(text)

    assert "s3cret" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for whole in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            address = Address.of(whole)
        except NotAllowed:
            continue
        assert address.scheme in ("http", "https")
        assert not set(address.host + address.target) & set("\r\n \t\0")
        assert Address.of(f"{address.origin}{address.target}").host == address.host


@given(st.from_regex(r"[a-z0-9]{1,8}:[a-z0-9@/?#]{1,8}", fullmatch=True))
def test_shown_has_no_name_or_password(userinfo: str) -> None:
    assert not shown(f"https://{userinfo.replace('/', '%2F').replace('?', '%3F').replace('#', '%23')}@h/p").count("@")


def test_marks_of_campaigns_are_no_part_of_an_address() -> None:
    assert without_marks("https://e.org/a?utm_source=rss&id=7&utm_medium=x") == "https://e.org/a?id=7"
    assert without_marks("https://e.org/a?id=7&fbclid=zz#top") == "https://e.org/a?id=7#top"
    assert without_marks("https://e.org/a?utm_source=rss") == "https://e.org/a"
    assert without_marks("https://e.org/a&b?id=7") == "https://e.org/a&b?id=7"
