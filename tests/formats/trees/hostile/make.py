"""Makes, in the working directory, a configuration whose names and words try to be more than text: commands of CI systems,
escape sequences of terminals, ends of strings and markup of every format. A file system may refuse some of the names."""

import os

WORDS = [
    b"::error file=x::pwned",
    b"::stop-commands::x",
    b"##[error]pwned",
    b"##vso[task.setvariable variable=a]b",
    b"##VSO[task.complete result=Succeeded;]x",
    b"##teamcity[buildStop comment='x']",
    b"a\r\n::error::b",
    b"a\n##vso[task.complete]b",
    b"x%0A::error::y,z:w;v",
    b"]]><evil a='1' b=\"2\">&amp;</failure>",
    b"<!DOCTYPE x><script>alert(1)</script>",
    b"[text](1)](http://evil.example) ![x](y) `code` ``` | cell | *b* <b>",
    b"\x1b[2J\x1b]0;title\x07\x9b31m",
    b"\xe2\x80\xae\xe2\x81\xa6bidi\xe2\x80\x8b",
    b"\xff\xfe\xc3 not UTF-8 \xed\xa0\x80",
    b"\xef\xbf\xbe\xef\xbf\xbf\xf0\x9f\x98\x80",
    b"|' || |n |[x] \\ \\n \" ' ; ] , %",
    b" spaces and a tab\t ",
    b"-o",
    b"\x01\x02\x7f\xc2\x85\xe2\x80\xa8\xe2\x80\xa9",
    b"\r::error::after CR\r##[error]x",
    "\u3000::error::after a wide space".encode(),
    # Characters that .NET skips when it compares.
    "#\ufe0f#[error]pwned".encode(),
    "##v\u0591so[task.complete]x".encode(),
    "##team\U0001d173city[buildStop]".encode(),
    b"###[error] ####vso[task.complete]x ##",
    # What Markdown takes for a block, a link, a mention, a reference, an emoji or an order.
    b"``````\n~~~\n</code></details>\n\n/approve\n- [ ] x",
    b"@user #123 GH-1 :smile: !1 ~label http://evil.example www.evil.example",
    b"<!--x--><![CDATA[x]]>",
    b"&#60;b&#62; &amp;lt; %25 %AZP25 \\u0000",
    b"...",
    b" .conf ",
    b"long" * 50,
]


def quoted(word):
    return b'"' + word.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


SITE = b"""\
upstream %(upstream)s { server 127.0.0.1:1; }
map $http_x %(variable)s { default %(word)s; }
server {
  listen 80;
  server_name %(name)s;
  location %(path)s {
    proxy_pass http://127.0.0.1:%(port)d/; # %(line)s
  }
  location ~ %(word)s {
    proxy_pass http://127.0.0.1:%(port)d;
    proxy_set_header Upgrade %(word)s;
    proxy_set_header Connection %(word)s;
    proxy_read_timeout %(word)s;
  }
  # nginx-wslint: ignore %(line)s
  location /x {
    %(word)s %(word)s;
    error_page 404 %(named)s;
    include %(missing)s;
  }
}
"""


def site(index, word):
    number = b"%d" % index
    return SITE % {b"word": quoted(word), b"line": word.replace(b"\n", b" "), b"port": 9600 + index,
                   b"upstream": quoted(b"up" + number + word), b"variable": quoted(b"$v" + number + word),
                   b"name": quoted(b"h" + word), b"path": quoted(b"/ws/" + word), b"named": quoted(b"@" + word),
                   b"missing": quoted(b"missing/" + word)}


os.mkdir("conf.d")
with open("nginx.conf", "wb") as root:
    root.write(b"events {}\nhttp {\n include conf.d/*;\n}\n")
for number, hostile in enumerate(WORDS):
    name = hostile.replace(b"/", b"|")
    try:
        with open(b"conf.d/" + name, "wb") as out:
            out.write(site(number, hostile))
    except OSError as error:
        if len(name) > 200:
            raise
        print(f"no file of the name {name!r}: {error}")
