#include "model/argument.h"

#include "model/context.h"

#include "tests/support/world.h"

enum { MOST_ARGUMENTS = 8 };

// Of "name argument ...", all that is needed to judge it. A "_" stands for an empty argument.
static bool judge(void **state, const char *text, uint32_t contexts, nwl_version version,
                  nwl_argument_fault *fault)
{
    world *w = *state;
    nwl_str rest = nwl_str_of(text), word;
    nwl_directive *directive = NWL_NEW(w->arena, nwl_directive);
    nwl_arg *args = NWL_NEW_ARRAY(w->arena, nwl_arg, MOST_ARGUMENTS);
    nwl_str_cut(&rest, ' ', &directive->name);
    while (nwl_str_cut(&rest, ' ', &word))
        args[directive->arg_count++].value =
            nwl_str_eq(word, NWL_STR("_")) ? NWL_STR("") : word;
    directive->args = args;
    directive->id = (uint16_t)nwl_directive_lookup(directive->name);
    nwl_argument_line line = {.arena = w->arena,
                              .directive = directive,
                              .contexts = contexts,
                              .version = version};
    return nwl_argument_refused(&line, fault);
}

static void check(void **state, uint32_t contexts, const char *const *lines, bool refused)
{
    for (; *lines != NULL; lines++) {
        nwl_argument_fault fault = {.index = 42};
        if (judge(state, *lines, contexts, 0, &fault) != refused)
            fail_msg("\"%s\" is %s", *lines, refused ? "taken" : "refused");
        if (refused == (fault.index == 42))
            fail_msg("\"%s\": the fault does not fit", *lines);
    }
}

#define TAKEN(contexts, ...)                                                             \
    check(state, contexts, (const char *const[]){__VA_ARGS__, NULL}, false)
#define REFUSED(contexts, ...)                                                           \
    check(state, contexts, (const char *const[]){__VA_ARGS__, NULL}, true)

static void times_are_in_milliseconds_or_seconds(void **state)
{
    TAKEN(NWL_CX_HTTP, "proxy_read_timeout 1m30s", "proxy_read_timeout 1ms",
          "open_file_cache_valid 1y1M", "keepalive_timeout 75ms 60s");
    REFUSED(NWL_CX_HTTP, "proxy_read_timeout 5x", "proxy_read_timeout 1y",
            "proxy_read_timeout _", "open_file_cache_valid 1ms",
            "keepalive_timeout 75s 60ms", "keepalive_timeout 1M");
}

static void only_offsets_know_gigabytes(void **state)
{
    TAKEN(NWL_CX_HTTP, "client_max_body_size 1g", "client_body_buffer_size 8K",
          "directio off", "directio 1g");
    REFUSED(NWL_CX_HTTP, "client_body_buffer_size 1g", "client_max_body_size 10MB",
            "directio Off", "client_max_body_size $size");
}

static void values_have_bounds(void **state)
{
    TAKEN(NWL_CX_HTTP, "gzip_comp_level 1", "gzip_comp_level 9", "gzip_window 32k",
          "gzip_hash 128k", "connection_pool_size 112", "http2_streams_index_size 64",
          "http2_body_preread_size 2147483647");
    REFUSED(NWL_CX_HTTP, "gzip_comp_level 0", "gzip_comp_level 10", "gzip_window 64k",
            "gzip_window 3k", "connection_pool_size 96", "connection_pool_size 120",
            "http2_streams_index_size 0", "http2_body_preread_size 2147483648");
}

static void flags_come_from_the_directive_table(void **state)
{
    TAKEN(NWL_CX_HTTP, "gzip on", "gzip OFF", "sendfile On");
    REFUSED(NWL_CX_HTTP, "gzip yes", "sendfile 1", "proxy_buffering $buffering");
    REFUSED(NWL_CX_MAIN, "daemon true");
}

static void what_is_called_a_flag_may_take_other_words(void **state)
{
    TAKEN(NWL_CX_HTTP_LOCATION, "fancyindex_css_href /style.css", "ssl_ocsp leaf");
    REFUSED(NWL_CX_HTTP, "uwsgi_cache_background_update maybe");
}

static void words_are_taken_in_any_case(void **state)
{
    TAKEN(NWL_CX_HTTP_LOCATION, "satisfy ANY", "proxy_next_upstream Error http_502 OFF",
          "gzip_proxied any", "proxy_ignore_headers set-cookie vary");
    REFUSED(NWL_CX_HTTP_LOCATION, "satisfy some", "proxy_next_upstream error http_501",
            "fastcgi_next_upstream http_502", "gzip_proxied _");
}

static void some_words_are_taken_in_small_letters_only(void **state)
{
    TAKEN(NWL_CX_MAIN, "worker_processes auto", "worker_processes 4");
    REFUSED(NWL_CX_MAIN, "worker_processes Auto", "worker_processes -1");
    TAKEN(NWL_CX_MAIL_SERVER, "protocol imap");
    REFUSED(NWL_CX_MAIL_SERVER, "protocol IMAP");
}

static void arguments_that_belong_together(void **state)
{
    TAKEN(NWL_CX_HTTP, "proxy_buffers 8 4k", "proxy_temp_path /tmp 1 2 3",
          "proxy_temp_path /tmp 10", "proxy_temp_path /tmp",
          "proxy_store_access user:rw group:r");
    REFUSED(NWL_CX_HTTP, "proxy_buffers 0 4k", "proxy_buffers 8 0", "proxy_buffers 8k 4",
            "proxy_temp_path /tmp 0", "proxy_temp_path /tmp 5 6",
            "proxy_temp_path /tmp a", "proxy_store_access user:w",
            "proxy_store_access User:rw", "proxy_store_access user");
}

static void expires_takes_moments(void **state)
{
    TAKEN(NWL_CX_HTTP, "expires epoch", "expires max", "expires off", "expires -1",
          "expires +1M", "expires @24h", "expires modified +1d", "expires $type",
          "expires modified $type");
    REFUSED(NWL_CX_HTTP, "expires _", "expires Max", "expires @24h1s", "expires 1ms",
            "expires modified max", "expires modified @1h", "expires access 1h",
            "expires +", "expires +-1");
}

static void a_priority_may_have_a_sign(void **state)
{
    TAKEN(NWL_CX_MAIN, "worker_priority -20", "worker_priority +5", "worker_priority 0");
    REFUSED(NWL_CX_MAIN, "worker_priority -", "worker_priority --1",
            "worker_priority 4294967295", "worker_priority nice");
}

static void caches_need_a_maximum(void **state)
{
    TAKEN(NWL_CX_HTTP, "open_file_cache off", "open_file_cache max=9 inactive=20s",
          "open_log_file_cache max=9 valid=1m min_uses=0",
          "ssl_certificate_cache max=9 inactive=1m valid=1h");
    REFUSED(NWL_CX_HTTP, "open_file_cache inactive=20s", "open_file_cache max=0",
            "open_file_cache max=9 inactive=1ms", "open_file_cache max=9 valid=1m",
            "open_file_cache Off", "open_log_file_cache max=9 min_uses=x");
}

static void processors_are_masks(void **state)
{
    TAKEN(NWL_CX_MAIN, "worker_cpu_affinity auto", "worker_cpu_affinity auto 0101",
          "worker_cpu_affinity 01 10 01");
    REFUSED(NWL_CX_MAIN, "worker_cpu_affinity Auto", "worker_cpu_affinity 0x1",
            "worker_cpu_affinity auto 01 10");
}

static void words_with_something_behind_them(void **state)
{
    TAKEN(NWL_CX_HTTP, "aio threads", "aio threads=pool", "aio off", "aio on",
          "userid_mark =", "userid_mark a", "userid_mark off");
    REFUSED(NWL_CX_HTTP, "aio thread", "aio threads:pool", "aio Off", "userid_mark ab",
            "userid_mark _");
}

static void a_location_has_a_modifier_or_none(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "location /", "location =/a", "location ^~ /a",
          "location ~*\\.js$", "location ~", "location = @a", "location @a");
    REFUSED(NWL_CX_HTTP_SERVER, "location ~= /a", "location /a /b", "location ~ (",
            "location ~*[", "location @a /b", "location _ /a");
}

static void rewriting_has_flags_codes_and_variables(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "rewrite ^ / last", "rewrite ^(.*)$ $1?", "return 999",
          "return https://a", "return $scheme://a", "return 200 a", "set $a _");
    REFUSED(NWL_CX_HTTP_SERVER, "rewrite ^ _", "rewrite ( /", "rewrite ^ / Last",
            "rewrite ^ /$", "return 1000", "return a", "return https://a b",
            "return http://$", "set a b", "set $ b", "set _ b", "set $a ${b");
    TAKEN(NWL_CX_STREAM_SERVER, "return a", "return $remote_addr");
    REFUSED(NWL_CX_STREAM_SERVER, "return a$", "set a b");
    TAKEN(NWL_CX_ANY, "return a");
}

static void conditions_have_three_forms(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "if ($a)", "if ( $a )", "if ($a = _ )", "if ($a != b)",
          "if ($a !~* b)", "if (-f a)", "if (!-x $a )", "if (-f ))", "if ($a ~ \\(b\\))");
    REFUSED(NWL_CX_HTTP_SERVER, "if $a", "if ($a", "if (", "if ()", "if ( )", "if _",
            "if (a)", "if ($)", "if ($a b)", "if ($a = b c)", "if ($a == b)",
            "if ($a = $)", "if ($a ~ ()", "if (-f)", "if (-s a)", "if (-f a b)",
            "if (-f $)", "if (!$a)", "if (!-ff a)");
}

static void pages_have_statuses_and_codes(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "error_page 300 599 /a", "error_page 404 = /a",
          "error_page 404 =200 $a", "try_files a =404", "try_files =a b", "index a /b");
    REFUSED(NWL_CX_HTTP_SERVER, "error_page 299 /a", "error_page 499 /a",
            "error_page = /a", "error_page 404 =a /b", "error_page 404 b /a",
            "error_page 404 $", "try_files a =", "try_files a =1000", "try_files a =40$x",
            "try_files $ a", "index a _", "index $");
}

static void roots_are_not_made_of_themselves(void **state)
{
    TAKEN(NWL_CX_HTTP_LOCATION, "root /a/$host", "alias $document", "root _");
    REFUSED(NWL_CX_HTTP_LOCATION, "root $document_root/a", "alias ${realpath_root}",
            "root /a$");
}

static void names_of_servers_have_wildcards_at_an_end(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "server_name _ a.b *.a .a a.* w*.a ~^(a|b)$",
          "valid_referers none a.b *.a www.* ~a /b a.b/c");
    REFUSED(NWL_CX_HTTP_SERVER, "server_name *", "server_name *a.b", "server_name .",
            "server_name ~", "server_name ~(", "valid_referers _", "valid_referers w*.a",
            "valid_referers a..b", "valid_referers ~", "valid_referers ~[");
    TAKEN(NWL_CX_MAIL_SERVER, "server_name *");
    TAKEN(NWL_CX_ANY, "server_name *");
}

static void regular_expressions_are_held_to_pcre(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "gzip_disable msie6 a", "fastcgi_split_path_info (a)(b)",
          "proxy_redirect off", "proxy_redirect default", "proxy_redirect ~*(a) $1",
          "proxy_redirect (a b", "proxy_cookie_domain ~a b", "proxy_cookie_path off",
          "proxy_cookie_flags ~a secure");
    REFUSED(NWL_CX_HTTP_SERVER, "gzip_disable a (", "fastcgi_split_path_info (a)",
            "fastcgi_split_path_info (", "proxy_redirect on", "proxy_redirect ~( a",
            "proxy_redirect ~*( a", "proxy_redirect a $", "proxy_cookie_domain ~*a b",
            "proxy_cookie_domain default", "proxy_cookie_path ~( a",
            "proxy_cookie_flags ~( secure");
}

static void a_dollar_begins_a_variable_where_they_are_read(void **state)
{
    TAKEN(NWL_CX_HTTP_LOCATION, "add_header X ${a}$1$b", "add_header $ b",
          "default_type a$", "proxy_hide_header $", "log_format a $a");
    REFUSED(NWL_CX_HTTP_LOCATION, "add_header X $", "add_header X ${a",
            "proxy_set_header X $-", "expires $", "limit_rate $", "sub_filter a ${}");
    TAKEN(NWL_CX_HTTP, "proxy_set_header X $");
    REFUSED(NWL_CX_HTTP, "add_header X $");
}

// Of the first location inside another one.
static const char *nested(void **state, const char *outer, const char *inner)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "http { server { location %s { %s } } }",
                                    outer, inner);
    const nwl_model *model = model_of(state, text.ptr);
    const nwl_scope *around = model->top->first->first->first;
    nwl_site site = around->first != NULL ? around->first->opener : around->sites[0];
    nwl_argument_line line = {.arena = w->arena,
                              .scope = around,
                              .directive = site.directive,
                              .contexts = NWL_CX_HTTP_LOCATION};
    nwl_argument_fault fault = {0};
    if (!nwl_argument_refused(&line, &fault))
        return "taken";
    assert_true(fault.of_nesting || around->first == NULL);
    return nwl_arena_copy(w->arena, fault.message).ptr;
}

static void locations_stand_inside_those_they_begin_with(void **state)
{
    assert_string_equal(nested(state, "/a", "location /a/b { }"), "taken");
    assert_string_equal(nested(state, "/a", "location ~ b { }"), "taken");
    assert_string_equal(nested(state, "/a", "location = /ab { }"), "taken");
    assert_string_equal(nested(state, "~ /a", "location /a { }"), "taken");
    assert_string_equal(nested(state, "$a", "location $b { }"), "taken");
    assert_string_equal(nested(state, "~= /a", "location /b { }"), "taken");
    assert_string_equal(nested(state, "\"/${A}/\"", "location /b/c { }"), "taken");
    assert_string_equal(nested(state, "/a", "location /A { }"),
                        "location \"/A\" does not begin with \"/a\", the location "
                        "around it");
    assert_string_equal(nested(state, "= /a", "location ~ b { }"),
                        "location \"b\" cannot be inside the exact location \"/a\"");
    assert_string_equal(nested(state, "@a", "location /b { }"),
                        "location \"/b\" cannot be inside the named location \"@a\"");
    assert_string_equal(nested(state, "/a", "location @b { }"),
                        "the named location \"@b\" stands in another location, not in a "
                        "server");
    assert_string_equal(nested(state, "@a", "alias /b;"),
                        "\"alias\" cannot be used in the named location \"@a\"");
}

static void the_default_redirect_needs_a_target_before_it(void **state)
{
    const char *late = "\"proxy_redirect default\" has no \"proxy_pass\" before it";
    assert_string_equal(nested(state, "/", "proxy_redirect default;"), late);
    assert_string_equal(
        nested(state, "/", "proxy_redirect default; include missing.conf;"), "taken");
}

static void zones_have_a_name_and_a_size(void **state)
{
    TAKEN(NWL_CX_HTTP, "limit_req_zone $uri zone=one:10m rate=10r/s",
          "limit_req_zone $uri rate=1r/m zone=one:32k sync",
          "limit_req_zone $uri zone=a:1m rate=5", "limit_conn_zone $uri zone=a:33K",
          "ssl_session_cache shared:a:32k", "ssl_session_cache builtin shared:a:1m",
          "ssl_session_cache builtin:9");
    REFUSED(NWL_CX_HTTP, "limit_req_zone $uri zone=one rate=1r/s",
            "limit_req_zone $uri zone=one:31k rate=1r/s", "limit_req_zone $uri rate=1r/s",
            "limit_req_zone $uri zone=:1m rate=1r/s",
            "limit_req_zone $uri zone=a:1m rate=0r/s",
            "limit_req_zone $uri zone=a:1m rate=1r/h", "limit_conn_zone $uri zone=a:1g",
            "limit_conn_zone $uri size=a:1m", "ssl_session_cache shared::1m",
            "ssl_session_cache shared:a", "ssl_session_cache on",
            "ssl_session_cache builtin:");
}

static void limits_are_numbers(void **state)
{
    TAKEN(NWL_CX_HTTP_LOCATION, "limit_req zone=a", "limit_req burst=5 zone=a nodelay",
          "limit_req zone=a delay=3", "limit_conn a 65535");
    REFUSED(NWL_CX_HTTP_LOCATION, "limit_req burst=5", "limit_req zone=a burst=0",
            "limit_req zone=a delay=", "limit_req zone=a nodelay=1", "limit_conn a 0",
            "limit_conn a 65536");
}

static void caches_have_levels_keys_and_times(void **state)
{
    TAKEN(NWL_CX_HTTP, "proxy_cache_path /a keys_zone=a:8k",
          "proxy_cache_path /a levels=1:2:2 use_temp_path=off keys_zone=a:1m inactive=1M "
          "max_size=1g",
          "proxy_cache_path /a keys_zone=a:1m levels= manager_sleep=50ms purger=on",
          "proxy_cache_valid 1h", "proxy_cache_valid 200 any 1M");
    REFUSED(NWL_CX_HTTP, "proxy_cache_path /a levels=1:2",
            "proxy_cache_path /a keys_zone=a:8191",
            "proxy_cache_path /a keys_zone=a:1m levels=1:3",
            "proxy_cache_path /a keys_zone=a:1m levels=1:",
            "proxy_cache_path /a keys_zone=a:1m levels=1:1:1:1",
            "proxy_cache_path /a keys_zone=a:1m use_temp_path=Off",
            "proxy_cache_path /a keys_zone=a:1m inactive=1ms",
            "proxy_cache_valid 200 any", "proxy_cache_valid 99 1h",
            "proxy_cache_valid all 1h");
}

static void addresses_are_read_without_asking_for_names(void **state)
{
    TAKEN(NWL_CX_HTTP_LOCATION, "allow 10.0.0.0/8", "deny all",
          "allow unix:", "allow ::1", "set_real_ip_from proxy.example",
          "resolver ns.example:53 valid=30s", "resolver [::1]:53 ipv6=off",
          "proxy_bind $server_addr transparent", "proxy_bind off",
          "proxy_bind 127.0.0.1:80");
    REFUSED(NWL_CX_HTTP_LOCATION, "allow 10.0.0.0/33", "deny example.com", "allow All",
            "set_real_ip_from 10.0.0.0/33", "resolver 127.0.0.1:0", "resolver ::1",
            "resolver [::1", "resolver [::1]53", "resolver valid=30s",
            "resolver 1.1.1.1 valid=1ms", "resolver 1.1.1.1 ipv4=off ipv6=off",
            "proxy_bind off transparent", "proxy_bind 127.0.0.1 Transparent",
            "proxy_bind example.com");
    TAKEN(NWL_CX_ANY, "allow publish"); // of RTMP
}

static void a_header_has_one_word_behind_it(void **state)
{
    TAKEN(NWL_CX_HTTP_LOCATION, "add_header A b always", "add_trailer A b",
          "fastcgi_param A b if_not_empty");
    REFUSED(NWL_CX_HTTP_LOCATION, "add_header A b Always", "add_trailer A b c",
            "fastcgi_param A b always", "uwsgi_param A b _");
}

static void logs_have_parameters_of_their_own(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "access_log off", "access_log /a",
          "access_log /a combined gzip flush=5m",
          "access_log syslog:server=unix:/a,tag=a_1,nohostname combined if=$a",
          "error_log /a", "error_log stderr debug_http debug_core",
          "error_log memory:32m debug");
    REFUSED(NWL_CX_HTTP_SERVER, "access_log off combined",
            "access_log /a combined flush=5m", "access_log /a$host combined buffer=1k",
            "access_log /a combined gzip=10",
            "access_log syslog:server=127.0.0.1 combined gzip", "access_log syslog:tag=a",
            "access_log syslog:server=127.0.0.1,tag=a-b", "error_log /a warning",
            "error_log /a warn error", "error_log /a debug_http error",
            "error_log syslog:server=127.0.0.1,facility=local8", "error_log memory:1k");
    TAKEN(NWL_CX_HTTP, "log_format a escape=json b", "log_format a Escape=x");
    REFUSED(NWL_CX_HTTP, "log_format a escape=JSON b");
    REFUSED(NWL_CX_STREAM, "access_log /a");
}

static void a_pool_has_threads(void **state)
{
    TAKEN(NWL_CX_MAIN, "thread_pool a threads=4 max_queue=0",
          "thread_pool a threads=4 queue=x", "load_module a.so");
    REFUSED(NWL_CX_MAIN, "thread_pool a threads=0", "thread_pool a max_queue=9",
            "thread_pool a threads=4 max_queue=-1");
    TAKEN(NWL_CX_EVENTS, "use epoll", "use kqueue");
    REFUSED(NWL_CX_EVENTS, "use Epoll");
}

static void a_name_may_mean_other_things_in_other_blocks(void **state)
{
    TAKEN(NWL_CX_HTTP_SERVER, "proxy_next_upstream error");
    REFUSED(NWL_CX_STREAM_SERVER, "proxy_next_upstream error");
    TAKEN(NWL_CX_STREAM_SERVER, "proxy_next_upstream on");
    REFUSED(NWL_CX_HTTP_SERVER, "proxy_next_upstream on");
    TAKEN(NWL_CX_ANY, "proxy_next_upstream on", "proxy_next_upstream error");
    REFUSED(NWL_CX_ANY, "proxy_next_upstream maybe");
}

static void nothing_is_said_of_what_is_not_known(void **state)
{
    TAKEN(NWL_CX_ANY, "no_such_directive 5x", "proxy_set_header Host 5x",
          "health_check 5x", "proxy_read_timeout", "proxy_read_timeout 60 s");
}

static void versions_differ(void **state)
{
    const nwl_version before = NWL_VERSION_OF(1, 29, 3), after = NWL_VERSION_OF(1, 29, 4);
    nwl_argument_fault fault = {0};
    assert_true(
        judge(state, "proxy_http_version 2", NWL_CX_HTTP_LOCATION, before, &fault));
    assert_false(
        judge(state, "proxy_http_version 2", NWL_CX_HTTP_LOCATION, after, &fault));
    assert_true(judge(state, "limit_rate $rate", NWL_CX_HTTP_LOCATION,
                      NWL_VERSION_OF(1, 16, 1), &fault));
    assert_false(judge(state, "limit_rate $rate", NWL_CX_HTTP_LOCATION,
                       NWL_VERSION_OF(1, 17, 0), &fault));
    TAKEN(NWL_CX_HTTP_LOCATION, "proxy_http_version 2", "limit_rate $rate");
}

static void assert_said(void **state, const char *line, uint32_t index,
                        const char *message, const char *expected)
{
    nwl_argument_fault fault = {0};
    assert_true(judge(state, line, NWL_CX_HTTP_LOCATION, 0, &fault));
    assert_int_equal(fault.index, index);
    if (!nwl_str_eq(fault.message, nwl_str_of(message)))
        fail_msg("%.*s", NWL_STR_FMT(fault.message));
    if (!nwl_str_eq(fault.expected, nwl_str_of(expected)))
        fail_msg("%.*s", NWL_STR_FMT(fault.expected));
}

static void a_fault_says_what_was_meant(void **state)
{
    assert_said(state, "proxy_read_timeout 3600sec", 0,
                "\"proxy_read_timeout\" takes a time, not \"3600sec\"",
                "did you mean \"3600s\"?");
    assert_said(state, "proxy_buffering true", 0,
                "\"proxy_buffering\" takes \"on\" or \"off\", not \"true\"",
                "did you mean \"on\"?");
    assert_said(state, "proxy_http_version HTTP/1.1", 0,
                "\"proxy_http_version\" takes \"1.0\", \"1.1\" or \"2\", not "
                "\"HTTP/1.1\"",
                "did you mean \"1.1\"?");
    assert_said(state, "proxy_next_upstream error timout", 1,
                "\"proxy_next_upstream\" does not take \"timout\"",
                "did you mean \"timeout\"?");
    assert_said(state, "proxy_buffer_size $size", 0,
                "\"proxy_buffer_size\" takes a size, not \"$size\"",
                "variables do not work here");
    assert_said(state, "proxy_cache_methods GET,HEAD", 0,
                "\"proxy_cache_methods\" takes \"GET\", \"HEAD\" or \"POST\", not "
                "\"GET,HEAD\"",
                "words are separated by spaces, without a comma");
    assert_said(state, "limit_req zone=a brust=5", 1,
                "\"limit_req\" does not take \"brust=5\"", "did you mean \"burst=\"?");
    assert_said(state, "resolver 1.1.1.1 valid=30sec", 1,
                "\"valid=\" takes a time in seconds, not \"30sec\"",
                "did you mean \"valid=30s\"?");
    assert_said(state, "limit_req zone=a whatever", 1,
                "\"limit_req\" does not take \"whatever\"",
                "it takes zone=, burst=, delay= and nodelay");
}

static void another_number_is_no_misspelled_one(void **state)
{
    nwl_argument_fault fault = {0};
    assert_true(judge(state, "ssl_protocols TLSv1.4", NWL_CX_HTTP_SERVER, 0, &fault));
    assert_false(nwl_str_contains(fault.expected, NWL_STR("did you mean")));
}

static void a_long_argument_is_shown_in_part(void **state)
{
    world *w = *state;
    nwl_str text = NWL_STR("0123456789012345678901234567890123456789012345678901234567890"
                           "12\xC3\xA9 and more");
    nwl_str shown = nwl_argument_shown(w->arena, text);
    assert_int_equal(shown.len, strlen("...") + 63);
    assert_true(nwl_str_ends_with(shown, NWL_STR("012...")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(times_are_in_milliseconds_or_seconds),
        WORLD_TEST(only_offsets_know_gigabytes),
        WORLD_TEST(values_have_bounds),
        WORLD_TEST(flags_come_from_the_directive_table),
        WORLD_TEST(what_is_called_a_flag_may_take_other_words),
        WORLD_TEST(words_are_taken_in_any_case),
        WORLD_TEST(some_words_are_taken_in_small_letters_only),
        WORLD_TEST(arguments_that_belong_together),
        WORLD_TEST(expires_takes_moments),
        WORLD_TEST(a_priority_may_have_a_sign),
        WORLD_TEST(caches_need_a_maximum),
        WORLD_TEST(processors_are_masks),
        WORLD_TEST(words_with_something_behind_them),
        WORLD_TEST(a_location_has_a_modifier_or_none),
        WORLD_TEST(rewriting_has_flags_codes_and_variables),
        WORLD_TEST(conditions_have_three_forms),
        WORLD_TEST(pages_have_statuses_and_codes),
        WORLD_TEST(roots_are_not_made_of_themselves),
        WORLD_TEST(names_of_servers_have_wildcards_at_an_end),
        WORLD_TEST(regular_expressions_are_held_to_pcre),
        WORLD_TEST(a_dollar_begins_a_variable_where_they_are_read),
        WORLD_TEST(locations_stand_inside_those_they_begin_with),
        WORLD_TEST(the_default_redirect_needs_a_target_before_it),
        WORLD_TEST(zones_have_a_name_and_a_size),
        WORLD_TEST(limits_are_numbers),
        WORLD_TEST(caches_have_levels_keys_and_times),
        WORLD_TEST(addresses_are_read_without_asking_for_names),
        WORLD_TEST(a_header_has_one_word_behind_it),
        WORLD_TEST(logs_have_parameters_of_their_own),
        WORLD_TEST(a_pool_has_threads),
        WORLD_TEST(a_name_may_mean_other_things_in_other_blocks),
        WORLD_TEST(nothing_is_said_of_what_is_not_known),
        WORLD_TEST(versions_differ),
        WORLD_TEST(a_fault_says_what_was_meant),
        WORLD_TEST(another_number_is_no_misspelled_one),
        WORLD_TEST(a_long_argument_is_shown_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
