"""Where webhooks may go: one way to write an address, the list of hosts, and networks that are ours."""

from ipaddress import ip_address

import pytest

from exchange.domain.addresses import AddressRefused, Allowed, Place, Refused, entry_of, read_address


def place(text):
    return read_address(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://data.gov.cn", Place("https", "data.gov.cn", 443, "/")),
        ("https://Data.GOV.cn:8443/hooks/a?x=1", Place("https", "data.gov.cn", 8443, "/hooks/a?x=1")),
        ("http://datahub/in", Place("http", "datahub", 80, "/in")),
        ("https://10.1.2.3/", Place("https", "10.1.2.3", 443, "/")),
        ("https://[2001:DB8:0::1]:9000/", Place("https", "2001:db8::1", 9000, "/")),
        ("https://xn--fiq228c.cn/", Place("https", "xn--fiq228c.cn", 443, "/")),
    ],
)
def test_an_address_is_read(text, read):
    assert place(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "data.gov.cn", "//data.gov.cn/", "ftp://data.gov.cn/", "HTTPS://data.gov.cn/", "javascript://data.gov.cn/",
        "https://", "https:///x", "https://.data.gov.cn/", "https://data..gov.cn/", "https://data.gov.cn./", "https://data_hub/",
        "https://-data.cn/", "https://" + "a" * 64 + ".cn/", "https://" + "a." * 150 + "cn/",
        # another program reads another host
        "https://user@data.gov.cn/", "https://user:pass@data.gov.cn/", "https://data.gov.cn@10.0.0.1/",
        "https://data.gov.cn\\@10.0.0.1/", "https://data.gov.cn#@10.0.0.1/", "https://data.gov.cn%2f@10.0.0.1/",
        "https://data.gov.cn%00.evil.cn/", "https://data.gov.cn?x=1", "https://data.gov.cn/#x",
        # blanks and lines: another header, another request
        " https://data.gov.cn/", "https://data.gov.cn/ ", "https://data.gov.cn/\n", "https://data.gov.cn/a b",
        "https://data.gov.cn/\r\nHost: x", "https://data.gov.cn/\t", "https://data\u3000.gov.cn/",
        # numbers in other dress
        "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://017700000001/", "https://0177.0.0.1/",
        "https://127.1/", "https://127.0.1/", "https://127.0.0.01/", "https://1.2.3.4.5/", "https://256.1.1.1/", "https://a.1/",
        "https://127.0.0.1./", "https://①②⑦.0.0.1/", "https://１２７.0.0.1/",
        "https://[::1%25lo]/", "https://[::1%lo]/", "https://[127.0.0.1]/", "https://::1/", "https://[::1/", "https://[:::1]/",
        # letters that only look like others
        "https://dаta.gov.cn/", "https://数据.cn/", "https://data。gov.cn/", "https://data．gov.cn/", "https://ℓocalhost/",
        # ports
        "https://data.gov.cn:/", "https://data.gov.cn:0/", "https://data.gov.cn:65536/", "https://data.gov.cn:080/",
        "https://data.gov.cn:80a/", "https://data.gov.cn:-1/", "https://data.gov.cn:80:90/", "https://data.gov.cn:٨٠/",
        "https://data.gov.cn/数据", "https://data.gov.cn/" + "a" * 300,
    ],
)  # fmt: skip
def test_nothing_else_is(text):
    with pytest.raises(AddressRefused) as refused:
        place(text)
    assert refused.value.why == Refused.WRITING


RULES = Allowed.of(["data.gov.cn", "hub.gov.cn:8443", "8.8.8.8"], ["10.1.2.3:8080", "inner", "[fd00::1]:9000"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://data.gov.cn/", None),
        ("https://DATA.gov.cn:443/", None),
        ("https://hub.gov.cn:8443/", None),
        ("https://8.8.8.8/", None),
        ("http://10.1.2.3:8080/", None),
        ("https://10.1.2.3:8080/", None),
        ("http://inner/", None),
        ("https://inner/", None),
        ("http://[fd00::1]:9000/", None),
        ("https://data.gov.cn:8443/", Refused.NOT_ALLOWED),
        ("https://hub.gov.cn/", Refused.NOT_ALLOWED),
        ("https://sub.data.gov.cn/", Refused.NOT_ALLOWED),
        ("https://data.gov.cn.evil.cn/", Refused.NOT_ALLOWED),
        ("https://xdata.gov.cn/", Refused.NOT_ALLOWED),
        ("http://10.1.2.3:6379/", Refused.NOT_ALLOWED),
        ("http://10.1.2.3/", Refused.NOT_ALLOWED),
        ("http://127.0.0.1:8000/", Refused.NOT_ALLOWED),
        ("http://data.gov.cn:443/", Refused.NOT_ALLOWED),
        ("http://data.gov.cn/", Refused.NOT_ENCRYPTED),
        ("http://hub.gov.cn:8443/", Refused.NOT_ENCRYPTED),
    ],
)
def test_the_list_of_hosts(text, why):
    if why is None:
        RULES.check(place(text))
    else:
        with pytest.raises(AddressRefused) as refused:
            RULES.check(place(text))
        assert refused.value.why == why


def test_nobody_may_be_called_unless_named():
    with pytest.raises(AddressRefused):
        Allowed.of([], []).check(place("https://data.gov.cn/"))


@pytest.mark.parametrize(
    "entry",
    ["*", "*.gov.cn", "https://a.cn", "a.cn:0", "a.cn/", "10.0.0.0/8", "a.cn.", "127.1", "::1", "\u212aelvin.cn"],
)
def test_an_entry_of_the_list_is_one_host(entry):
    with pytest.raises(AddressRefused):
        entry_of(entry)


WHOLE_NET = ("8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8")
OURS = ("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1")
LOOPBACK = ("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1")
NEVER = (
    "192.0.0.8", "192.0.0.192", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254", "::ffff:100.100.100.200",
    "0.0.0.0", "0.1.2.3", "169.254.169.254", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.0.1",
    "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "::", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::", "2001:db8::1", "3fff::1", "100::1",
    "::ffff:0:127.0.0.1", "4000::1",
)  # fmt: skip


def allowed(text, *found):
    try:
        RULES.check_found(place(text), [ip_address(one) for one in found])
    except AddressRefused as refused:
        assert refused.why == Refused.PRIVATE
        return False
    return True


def test_where_the_name_of_a_public_host_may_lead():
    assert {one for one in WHOLE_NET if allowed("https://data.gov.cn/", one)} == set(WHOLE_NET)
    assert not [one for one in (*OURS, *LOOPBACK, *NEVER) if allowed("https://data.gov.cn/", one)]


def test_where_the_name_of_a_private_host_may_lead():
    assert {one for one in (*WHOLE_NET, *OURS) if allowed("http://inner/", one)} == {*WHOLE_NET, *OURS}
    assert not [one for one in (*LOOPBACK, *NEVER) if allowed("http://inner/", one)]


def test_the_machine_itself_only_where_it_was_named_as_such():
    rules = Allowed.of([], ["127.0.0.1:9000", "localhost:9000", "[::1]:9000", "[::ffff:127.0.0.1]:9000"])
    for text in (
        "http://127.0.0.1:9000/",
        "http://localhost:9000/",
        "http://[::1]:9000/",
        "http://[::ffff:127.0.0.1]:9000/",
    ):
        rules.check(place(text))
        rules.check_found(place(text), [ip_address(one) for one in LOOPBACK])
        for one in NEVER:
            with pytest.raises(AddressRefused):
                rules.check_found(place(text), [ip_address(one)])


def test_one_bad_address_among_several_spoils_all():
    assert allowed("https://data.gov.cn/", "8.8.8.8", "1.1.1.1")
    assert not allowed("https://data.gov.cn/", "8.8.8.8", "10.0.0.1")
    assert not allowed("https://data.gov.cn/", "8.8.8.8", "::1")
