#include "model/peer.h"

#include "tests/support/world.h"

static void servers_have_a_host_and_perhaps_a_port(void **state)
{
    (void)state;
    static const char *const RIGHT[] = {"10.0.0.1",  "10.0.0.1:53", "ns.example:65535",
                                        "[::1]",     "[::1]:1",     "unix:/a",
                                        "UNIX:/a:b", "no such host"};
    for (size_t i = 0; i < COUNT_OF(RIGHT); i++) {
        if (nwl_peer_fault(nwl_str_of(RIGHT[i])) != NULL)
            fail_msg("\"%s\" is refused", RIGHT[i]);
    }
}

static void other_texts_have_a_fault(void **state)
{
    (void)state;
    static const char *const WRONG[] = {
        "",     ":53",     "a:",     "a:0",   "a:65536", "a:b",      "::1",
        "[::1", "[::1]53", "[::1]:", "[a.b]", "unix:",   "10.0.0/8", "a?b"};
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        if (nwl_peer_fault(nwl_str_of(WRONG[i])) == NULL)
            fail_msg("\"%s\" is taken", WRONG[i]);
    }
}

static void an_address_is_no_name(void **state)
{
    (void)state;
    assert_true(nwl_peer_is_address(NWL_STR("10.0.0.1")));
    assert_true(nwl_peer_is_address(NWL_STR("10.0.0.1:80")));
    assert_true(nwl_peer_is_address(NWL_STR("::1")));
    assert_true(nwl_peer_is_address(NWL_STR("[::1]:80")));
    assert_false(nwl_peer_is_address(NWL_STR("[::1]")));
    assert_false(nwl_peer_is_address(NWL_STR("localhost")));
    assert_false(nwl_peer_is_address(NWL_STR("10.0.0.1:0")));
    assert_false(nwl_peer_is_address(NWL_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(servers_have_a_host_and_perhaps_a_port),
        cmocka_unit_test(other_texts_have_a_fault),
        cmocka_unit_test(an_address_is_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
