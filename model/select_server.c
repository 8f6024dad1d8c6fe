#include "model/selection.h"
#include "model/server_names.h"

// An address and port that connections come to, with the servers that listen there.
typedef struct server_socket {
    nwl_address address;
    nwl_str text;                            // "*:80"
    const nwl_server *first, *last, *marked; // marked: the one with default_server
    nwl_server_names names;
    bool ssl, proxy_protocol, ipv6only;
} server_socket;

typedef struct nwl_port {
    NWL_ARRAY(server_socket *) sockets;
    nwl_map by_address; // text of the socket -> server_socket
} nwl_port;

// ---- the sockets of a port ------------------------------------------------------------------

static const nwl_server *default_server(const server_socket *socket)
{
    return socket->marked != NULL ? socket->marked : socket->first;
}

static server_socket *socket_at(nwl_arena *arena, nwl_port *port, nwl_address address,
                                uint32_t number)
{
    nwl_str text = nwl_address_text(arena, &address, number);
    server_socket *found = nwl_map_get(&port->by_address, text);
    if (found != NULL)
        return found;
    found = NWL_NEW(arena, server_socket);
    found->address = address;
    found->text = text;
    found->names = nwl_server_names_new(arena);
    found->ipv6only = true;
    nwl_map_put(&port->by_address, text, found);
    *NWL_PUSH(arena, &port->sockets) = found;
    return found;
}

static void add_listen(nwl_arena *arena, nwl_port *port, uint32_t number,
                       const nwl_listen *listen, const nwl_server *server)
{
    if (listen->quic || number < listen->first_port || number > listen->last_port)
        return;
    server_socket *socket = socket_at(arena, port, listen->address, number);
    socket->ssl = socket->ssl || listen->ssl;
    socket->proxy_protocol = socket->proxy_protocol || listen->proxy_protocol;
    socket->ipv6only = socket->ipv6only && listen->ipv6only;
    if (listen->default_server && socket->marked == NULL)
        socket->marked = server;
    if (socket->last == server)
        return;
    if (socket->first == NULL)
        socket->first = server;
    socket->last = server;
    nwl_server_names_add(&socket->names, server);
}

static void add_server(nwl_arena *arena, nwl_port *port, uint32_t number,
                       const nwl_server *server)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(server->scope, NWL_D_listen, &count);
    nwl_listen listen = nwl_listen_default();
    if (count == 0)
        add_listen(arena, port, number, &listen, server);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_listen_read(sites[i].directive, &listen))
            add_listen(arena, port, number, &listen, server);
    }
}

static const nwl_port *port_of(nwl_selection *selection, uint32_t number)
{
    nwl_str key = {(const char *)&number, sizeof(number)};
    nwl_port *port = nwl_map_get(&selection->ports, key);
    if (port != NULL)
        return port;
    port = NWL_NEW(selection->arena, nwl_port);
    port->by_address = nwl_map_new(selection->arena);
    for (uint32_t i = 0; i < selection->model->servers.count; i++)
        add_server(selection->arena, port, number, selection->model->servers.items[i]);
    for (uint32_t i = 0; i < port->sockets.count; i++) {
        server_socket *socket = port->sockets.items[i];
        // "ssl on", which 1.25.1 took away.
        socket->ssl = socket->ssl ||
                      nwl_scope_is_on(default_server(socket)->scope, NWL_D_ssl, false);
    }
    nwl_map_put(&selection->ports, nwl_arena_copy(selection->arena, key), port);
    return port;
}

// ---- the socket of a connection -------------------------------------------------------------

// How well a socket fits the connection: the kernel and nginx prefer the address itself, then all addresses of its family,
// then those of IPv6 that take IPv4 too. 0 when it does not.
static int fit(const server_socket *socket, const nwl_connection *connection)
{
    const nwl_address *wanted = &connection->address;
    if (nwl_address_eq(&socket->address, wanted))
        return 3;
    if (!nwl_address_is_wildcard(&socket->address))
        return 0;
    if (socket->address.kind == wanted->kind)
        return 2;
    return socket->address.kind == NWL_ADDRESS_INET6 && !socket->ipv6only &&
                   wanted->kind == NWL_ADDRESS_INET
               ? 1
               : 0;
}

static const server_socket *best_socket(const nwl_port *port,
                                        const nwl_connection *connection)
{
    const server_socket *best = NULL;
    int best_fit = 0;
    for (uint32_t i = 0; i < port->sockets.count; i++) {
        int now = fit(port->sockets.items[i], connection);
        if (now > best_fit) {
            best = port->sockets.items[i];
            best_fit = now;
        }
    }
    return best;
}

// ---- the server of a socket -----------------------------------------------------------------

static nwl_server_reason reason_for(const server_socket *socket,
                                    const nwl_server_name *name)
{
    if (socket->first == socket->last)
        return NWL_SERVER_ONLY;
    if (name == NULL)
        return socket->marked != NULL ? NWL_SERVER_DEFAULT : NWL_SERVER_FIRST;
    if (name->kind == NWL_NAME_EXACT)
        return NWL_SERVER_EXACT;
    return name->kind == NWL_NAME_REGEX ? NWL_SERVER_REGEX : NWL_SERVER_WILDCARD;
}

// Of a single server nginx looks at the names for the sake of captures alone, and asks the last regex whether there are any.
static bool has_use_for_names(const server_socket *socket)
{
    uint32_t count = socket->names.regexes.count;
    if (socket->first != socket->last || count == 0)
        return socket->first != socket->last;
    const nwl_regex *last = socket->names.regexes.items[count - 1]->regex;
    return last != NULL && nwl_regex_has_groups(last);
}

static nwl_chosen_server choose(const server_socket *socket, nwl_arena *arena,
                                const nwl_connection *connection, nwl_str host,
                                bool *undecided)
{
    nwl_chosen_server chosen = {
        .before_host = default_server(socket),
        .socket = socket->text,
        .ssl = socket->ssl,
        .proxy_protocol = socket->proxy_protocol,
        .plain_to_ssl = socket->ssl && !connection->tls,
    };
    const nwl_server_name *name = NULL;
    *undecided = false;
    if (has_use_for_names(socket))
        name = nwl_server_names_find(&socket->names, arena, host, &chosen.captures,
                                     undecided);
    *undecided = *undecided && socket->first != socket->last;
    chosen.reason = reason_for(socket, name);
    chosen.server = name != NULL ? name->server : default_server(socket);
    if (name != NULL)
        chosen.name = name->text;
    return chosen;
}

static bool is_same(const nwl_chosen_server *a, const nwl_chosen_server *b)
{
    return a->server == b->server && a->ssl == b->ssl &&
           a->proxy_protocol == b->proxy_protocol;
}

static void add_choice(nwl_server_selection *selected, const nwl_chosen_server *choice,
                       bool undecided)
{
    if (selected->outcome == NWL_SELECTED_NONE) {
        selected->outcome = undecided ? NWL_SELECTED_SEVERAL : NWL_SELECTED_ONE;
        selected->chosen = *choice;
    } else if (undecided || !is_same(&selected->chosen, choice)) {
        selected->outcome = NWL_SELECTED_SEVERAL;
        if (selected->other.server == NULL && !undecided)
            selected->other = *choice;
    }
}

// Whether a socket may take the connection though nobody knows: its address, or the connection's, is not known.
static bool may_take(const server_socket *socket, const nwl_connection *connection)
{
    if (!connection->address_known)
        return socket->address.kind != NWL_ADDRESS_UNIX;
    return socket->address.kind == NWL_ADDRESS_UNKNOWN &&
           connection->address.kind != NWL_ADDRESS_UNIX;
}

nwl_server_selection nwl_select_server(nwl_selection *selection, nwl_arena *arena,
                                       const nwl_connection *connection, nwl_str host)
{
    nwl_server_selection selected = {0};
    const nwl_port *port = port_of(selection, connection->port);
    const server_socket *best =
        connection->address_known ? best_socket(port, connection) : NULL;
    for (uint32_t i = 0; i < port->sockets.count; i++) {
        const server_socket *socket = port->sockets.items[i];
        bool undecided;
        if (socket != best && !may_take(socket, connection))
            continue;
        nwl_chosen_server choice = choose(socket, arena, connection, host, &undecided);
        add_choice(&selected, &choice, undecided);
    }
    return selected;
}

nwl_str nwl_chosen_server_text(nwl_arena *arena, const nwl_chosen_server *chosen)
{
    static const nwl_str REASONS[] = {
#define X(id, name) NWL_TEXT(name),
        NWL_SERVER_REASONS(X)
#undef X
    };
    nwl_str reason = REASONS[chosen->reason];
    if (chosen->reason <= NWL_SERVER_FIRST)
        return nwl_arena_format(arena, "%.*s %.*s", NWL_STR_FMT(reason),
                                NWL_STR_FMT(chosen->socket));
    return nwl_arena_format(arena, "%.*s \"%.*s\"", NWL_STR_FMT(reason),
                            NWL_STR_FMT(chosen->name));
}
