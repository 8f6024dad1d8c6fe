// The lines of a geo: networks, or ranges behind "ranges". Source: ngx_http_geo(), ngx_stream_geo().

#include "model/address.h"
#include "model/body_ranges.h"
#include "model/body_reader.h"

typedef struct geo_lines {
    nwl_body_reader *reader;
    nwl_range_set set;
    bool ranges;       // they were switched on
    bool has_networks; // or "default" or "delete": it is too late for ranges
    bool mixed;        // a line of the other sort was told
} geo_lines;

// A word of the other sort: the mistake is one, however many lines it has.
static void tell_mixed(geo_lines *geo, nwl_site line, nwl_str word)
{
    if (geo->mixed)
        return;
    geo->mixed = true;
    nwl_body_tell(geo->reader, NWL_BODY_INVALID, line,
                  geo->ranges ? "\"%.*s\" is no range of addresses, and \"ranges\" "
                                "leaves no place for others"
                              : "\"%.*s\" is a range, and \"ranges\" does not stand "
                                "before it",
                  NWL_STR_FMT(word));
}

static bool is_network(nwl_str word)
{
    return nwl_address_is_network(word) || nwl_str_eq(word, NWL_STR("255.255.255.255"));
}

static void check_network(geo_lines *geo, nwl_site line, nwl_str word)
{
    if (!is_network(word))
        nwl_body_tell(geo->reader, NWL_BODY_INVALID, line, "\"%.*s\" is no network",
                      NWL_STR_FMT(word));
}

static void read_network(geo_lines *geo, nwl_site line, nwl_str word)
{
    nwl_address_range range;
    if (nwl_address_range_read(word, &range))
        tell_mixed(geo, line, word);
    else
        check_network(geo, line, word);
}

static void tell_overlap(geo_lines *geo, nwl_site line, nwl_address_range other)
{
    uint32_t a = other.begin, b = other.end;
    nwl_body_tell(geo->reader, NWL_BODY_INVALID, line,
                  "\"%.*s\" overlaps the range %u.%u.%u.%u-%u.%u.%u.%u",
                  NWL_STR_FMT(line.directive->name), a >> 24, a >> 16 & 255, a >> 8 & 255,
                  a & 255, b >> 24, b >> 16 & 255, b >> 8 & 255, b & 255);
}

static void read_range(geo_lines *geo, nwl_site line, nwl_str word, bool is_deleted)
{
    nwl_address_range range, other;
    if (!nwl_address_range_read(word, &range)) {
        if (is_network(word))
            tell_mixed(geo, line, word);
        else
            nwl_body_tell(geo->reader, NWL_BODY_INVALID, line,
                          "\"%.*s\" is no range of addresses", NWL_STR_FMT(word));
    } else if (is_deleted) {
        nwl_range_set_remove(&geo->set, range);
    } else if (!nwl_range_set_add(&geo->set, range, &other)) {
        tell_overlap(geo, line, other);
    }
}

// "default value", "delete net", "net value".
static void read_entry(geo_lines *geo, nwl_site line)
{
    const nwl_directive *d = line.directive;
    bool is_deleted = nwl_str_eq(d->name, NWL_STR("delete"));
    nwl_str word = is_deleted ? d->args[0].value : d->name;
    geo->has_networks = geo->has_networks || !geo->ranges;
    if (nwl_str_eq(d->name, NWL_STR("default")))
        return;
    if (geo->ranges)
        read_range(geo, line, word, is_deleted);
    else
        read_network(geo, line, word);
}

// When a range before it was told, this is the same mistake.
static void switch_ranges_on(geo_lines *geo, nwl_site line)
{
    if (geo->has_networks && !geo->mixed)
        nwl_body_tell(geo->reader, NWL_BODY_INVALID, line,
                      "\"ranges\" does not stand before the first address");
    geo->ranges = true;
}

static bool is_other_switch(const geo_lines *geo, nwl_site line)
{
    const nwl_body_reader *r = geo->reader;
    return (!r->in_stream &&
            nwl_body_is_switch(r, line, NWL_STR("proxy_recursive"), 0)) ||
           nwl_body_is_switch(r, line, NWL_STR("volatile"), NWL_VERSION_OF(1u, 29u, 3u));
}

void nwl_body_read_geo(nwl_body_reader *r)
{
    // A few lines may cut up all addresses there are; files of many are about small ranges.
    enum { PIECES_OF_A_LINE = 64, SPARE_LINES = 16 };
    uint64_t pieces = (uint64_t)PIECES_OF_A_LINE * (r->line_count + SPARE_LINES);
    geo_lines geo = {.reader = r, .set = nwl_range_set_new(r->arena, pieces)};
    for (uint32_t i = 0; i < r->line_count; i++) {
        nwl_site line = r->lines[i];
        bool is_proxy =
            !r->in_stream && nwl_str_eq(line.directive->name, NWL_STR("proxy"));
        if (nwl_body_is_switch(r, line, NWL_STR("ranges"), 0))
            switch_ranges_on(&geo, line);
        else if (is_other_switch(&geo, line))
            continue;
        else if (line.directive->arg_count != 1)
            nwl_body_tell_count(r, line);
        else if (is_proxy)
            check_network(&geo, line, line.directive->args[0].value);
        else
            read_entry(&geo, line);
    }
}
