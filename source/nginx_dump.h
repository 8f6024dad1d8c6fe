// What `nginx -T` prints: all files of a configuration in one text, as a file system of their own.
//
//     nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
//     # configuration file /etc/nginx/nginx.conf:
//     http { include conf.d/*.conf; }
//
//     # configuration file /etc/nginx/conf.d/app.conf:
//     server { … }
#ifndef NWL_SOURCE_NGINX_DUMP_H
#define NWL_SOURCE_NGINX_DUMP_H

#include "base/array.h"
#include "source/fs.h"

typedef struct nwl_dumped_file {
    nwl_str path; // absolute and clean
    nwl_str text; // borrowed from the dump
} nwl_dumped_file;

typedef struct nwl_nginx_dump {
    nwl_fs fs; // fs.state is the dump itself
    nwl_arena *arena;
    nwl_str root;                     // path of the first file, which includes all others
    NWL_ARRAY(nwl_dumped_file) files; // by path, what lies in a directory right behind it
} nwl_nginx_dump;

// Whether text is such a dump: the first line that is none of the messages which end up there with 2>&1, and
// not blank, announces a file. A configuration with a line of that form further down is none.
bool nwl_nginx_dump_is(nwl_str text);

// The files of text, which is a dump, and lives as long as arena. Nothing else exists, and nothing is a symlink:
// nginx prints a file under the name by which it opened it. A file that comes twice is the first of both.
//
// Paths that begin with "." (from nginx -p .) are made absolute with base. A line inside a file that looks as if it
// announced another one cannot be told from one that does.
//
// Source: ngx_conf_add_dump() in nginx src/core/ngx_conf_file.c, main() in src/core/nginx.c.
nwl_nginx_dump *nwl_nginx_dump_new(nwl_arena *arena, nwl_str text, nwl_str base);

#endif
