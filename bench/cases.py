"""Single configurations that are hard in one way each: what the lexer and the parser do alone.

Each case is (name, full size, make(directory, size)); make writes nginx.conf and what it includes
into directory and returns how many bytes of configuration nginx would read there.
"""

SNIPPET = """\
proxy_set_header X-Forwarded-Host $host;
proxy_set_header X-Forwarded-Proto "$scheme";
"""


def write(directory, *parts):
    text = "".join(parts)
    (directory / "nginx.conf").write_text(text)
    return len(text)


def in_location(*parts):
    return ["events {}\nhttp {\nserver {\nlisten 8080;\nlocation / {\n", *parts,
            "proxy_pass http://127.0.0.1:20000;\n}\n}\n}\n"]


def statements(directory, size):
    line = 'add_header X-Item-{:07} "value {:07}" always; # and a comment\n'
    count = size // len(line.format(0, 0))
    return write(directory, *in_location(*(line.format(i, i) for i in range(count))))


def map_arms(directory, size):
    arms = (f"value-{i:06} target-{i:06};\n" for i in range(size))
    return write(directory, "events {}\nhttp {\nmap $http_upgrade $target {\ndefault none;\n",
                 *arms, "}\nserver {\nlocation / {\nproxy_set_header X-Target $target;\n",
                 "proxy_pass http://127.0.0.1:20000;\n}\n}\n}\n")


def nested_blocks(directory, size):
    return write(directory, *in_location("location / {\n" * size), "}\n" * size)


def includes(directory, size):
    (directory / "snippet.conf").write_text(SNIPPET)
    root = write(directory, *in_location("include snippet.conf;\n" * size))
    return root + size * len(SNIPPET)


CASES = [
    ("one file of 30 MB", 30_000_000, statements),
    ("a map of 100,000 arms", 100_000, map_arms),
    ("20,000 nested blocks", 20_000, nested_blocks),
    ("20,000 includes", 20_000, includes),
]
