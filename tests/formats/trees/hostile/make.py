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
]


def quoted(word):
    return b'"' + word.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def site(index, word):
    port = str(9600 + index).encode()
    return (b"server {\n  listen 80;\n  server_name " + quoted(b"h" + word) + b";\n"
            b"  location " + quoted(b"/ws/" + word) + b" {\n    proxy_pass http://127.0.0.1:" + port + b"/; # " +
            word.replace(b"\n", b" ") + b"\n  }\n  location /x {\n    " + quoted(word) + b" " + quoted(word) + b";\n"
            b"    include " + quoted(b"missing/" + word) + b";\n  }\n}\n")


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
