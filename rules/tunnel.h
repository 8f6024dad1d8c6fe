// What the rules about open WebSockets share: where one is to stay open, and which times are meant to keep it so.
#ifndef NWL_RULES_TUNNEL_H
#define NWL_RULES_TUNNEL_H

#include "rules/rule.h"

// Whether a WebSocket is expected at the location by more than upgrade lines that stand on a level above.
bool nwl_tunnel_is_expected(const nwl_proxied_location *location);

// The same, and nothing but the version of nginx may stand against it: a WebSocket that never opens needs no timeout.
bool nwl_tunnel_may_open(const nwl_proxied_location *location);

// Whether nginx closes a quiet WebSocket of the location before its application, or the user, wants that. A limit of 0, with
// which it never opens, and one whose unit is a mistake are none of it.
bool nwl_tunnel_is_short(const nwl_pass *pass, const nwl_proxied_location *location);

// Whether an Upgrade is sent from the location, by lines of its own or by ones above that are meant for it: it takes everything, or
// its path is that of a WebSocket. True as well where nginx answers before, so that nobody expects one.
bool nwl_is_set_up_for_socket(const nwl_proxied_location *location);

// Whether a short limit may do all the same: the application is known to ping a little earlier, or nothing is known of its
// pings and its documentation leaves the default.
bool nwl_tunnel_is_doubtful(const nwl_pass *pass, const nwl_proxied_location *location);

// "proxy_read_timeout", or what it is called for another handler that tunnels.
nwl_str nwl_tunnel_timer(nwl_handler handler);

// What is meant by a time whose unit is likely a mistake, in ms; 0 for any other:
//
//     3600ms    seconds are meant: whole minutes of them, and no whole seconds of ms
//     60000     milliseconds are meant: whole minutes of them, and seconds that nobody counts so
int64_t nwl_tunnel_time_meant_ms(nwl_str time);

// A line that raises a time which does not keep a quiet WebSocket of the location open, above what nginx has by default and
// above the time that does: one in the location's own block or, unless own_only, also one above that can be meant for nothing
// but its backend. A line whose unit is a mistake is none of them. No site without one.
nwl_site nwl_tunnel_raised_in_vain(const nwl_proxied_location *location, bool own_only);

// "60 s", "1500 ms", in memory that lasts.
nwl_str nwl_tunnel_duration(nwl_pass *pass, int64_t ms);

#endif
