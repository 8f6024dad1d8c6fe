# nginx-wslint in a container, see docs/ci.md.
#
#   docker build -t nginx-wslint .                      the program alone
#   docker build -t nginx-wslint --target with-git .    and git, which --new-from-rev needs
#
# The distribution's own packages, in the versions of the day of the build: Debian keeps no older ones to pin.
# Who needs the same bytes again gives the base as IMAGE@sha256:... with --build-arg DEBIAN=.
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS build
WORKDIR /build
COPY . .
RUN ./dev build release && cmake --install build/release --strip --prefix /opt/nginx-wslint

FROM ${DEBIAN} AS program
RUN apt-get -q update \
    && apt-get -q -y --no-install-recommends install libjansson4 libpcre2-8-0 libssl3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/nginx-wslint /usr/local
LABEL org.opencontainers.image.title="nginx-wslint" \
      org.opencontainers.image.description="Static analyzer for nginx configurations that carry WebSockets" \
      org.opencontainers.image.licenses="MIT"
# nobody, as a number: Kubernetes can see that it is not root.
USER 65534:65534
WORKDIR /src
ENTRYPOINT ["nginx-wslint"]

FROM program AS with-git
USER 0:0
# What is mounted belongs to somebody else, and git would refuse to read it.
RUN apt-get -q update \
    && apt-get -q -y --no-install-recommends install git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
USER 65534:65534

FROM program
