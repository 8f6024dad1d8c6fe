#include "model/address.h"

#include <stdio.h>

#include "tests/support/world.h"

static void addresses_of_version_4_have_four_octets(void **state)
{
    (void)state;
    uint32_t address = 7;
    assert_true(nwl_address_v4(NWL_STR("10.0.1.255"), &address));
    assert_int_equal(address, 0x0a0001ff);
    assert_true(nwl_address_v4(NWL_STR("...010"), &address));
    assert_int_equal(address, 10);
    static const char *const WRONG[] = {
        "",          "10",        "10.0.1",          "10.0.1.256", "10.0.1.-1",
        "10.0.1.1 ", "1.2.3.4.5", "255.255.255.255", "a.b.c.d"};
    for (size_t i = 0; i < COUNT_OF(WRONG); i++)
        assert_false(nwl_address_v4(nwl_str_of(WRONG[i]), &address));
    assert_int_equal(address, 10);
}

static void check_v6(const char *text, const char *hex)
{
    uint8_t address[16];
    char found[33];
    if (!nwl_address_v6(nwl_str_of(text), address))
        fail_msg("\"%s\" is no address", text);
    for (size_t i = 0; i < 16; i++)
        snprintf(found + 2 * i, 3, "%02x", address[i]);
    assert_string_equal(found, hex);
}

static void groups_that_are_left_out_are_zeros(void **state)
{
    (void)state;
    check_v6("::", "00000000000000000000000000000000");
    check_v6("::1", "00000000000000000000000000000001");
    check_v6("fe80::1:A", "fe80000000000000000000000001000a");
    check_v6("1::", "00010000000000000000000000000000");
    check_v6("1:2:3:4:5:6:7:8", "00010002000300040005000600070008");
    check_v6("::ffff:10.0.0.1", "00000000000000000000ffff0a000001");
    check_v6("1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304");
}

static void other_texts_are_no_addresses_of_version_6(void **state)
{
    (void)state;
    static const char *const WRONG[] = {"",
                                        ":",
                                        ":::",
                                        "1",
                                        "1:2:3:4:5:6:7",
                                        "1:2:3:4:5:6:7:8:9",
                                        "12345::",
                                        "g::",
                                        "1::2::3",
                                        "1:2:3:4:5:6:7:1.2.3.4",
                                        "1:2:3:4:5:6:7:8:",
                                        "1.2.3.4",
                                        "::1.2.3",
                                        "[::1]",
                                        "1:2:3:4:5:6:7::"};
    uint8_t address[16];
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        if (nwl_address_v6(nwl_str_of(WRONG[i]), address))
            fail_msg("\"%s\" is an address", WRONG[i]);
    }
}

static void a_network_is_an_address_and_a_length(void **state)
{
    (void)state;
    static const char *const RIGHT[] = {"10.0.0.0/8", "10.0.0.1", "10.0.0.1/0",
                                        "::/0",       "::1/128",  "1.2.3.4/032"};
    static const char *const WRONG[] = {
        "10.0.0.0/33",        "::1/129", "10.0.0.0/",       "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0", "all",     "255.255.255.255", ""};
    for (size_t i = 0; i < COUNT_OF(RIGHT); i++)
        assert_true(nwl_address_is_network(nwl_str_of(RIGHT[i])));
    for (size_t i = 0; i < COUNT_OF(WRONG); i++)
        assert_false(nwl_address_is_network(nwl_str_of(WRONG[i])));
}

static void a_network_contains_the_addresses_that_begin_as_it_does(void **state)
{
    (void)state;
    static const struct {
        const char *network, *address;
        bool contains;
    } CASES[] = {
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"10.0.0.8/29", "10.0.0.15", true},
        {"10.0.0.8/29", "10.0.0.16", false},
        {"10.0.0.1", "10.0.0.1", true},
        {"10.0.0.1", "10.0.0.2", false},
        {"0.0.0.0/0", "192.0.2.1", true},
        {"::/0", "192.0.2.1", false},
        {"10.0.0.0/8", "::ffff:10.0.0.1", true},
        {"::ffff:0:0/96", "10.0.0.1", false},
        {"2001:db8::/33", "2001:db8::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {"all", "10.0.0.1", false},
        {"10.0.0.0/8", "nowhere", false},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_int_equal(
            nwl_address_is_in(nwl_str_of(CASES[i].address), nwl_str_of(CASES[i].network)),
            CASES[i].contains);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_version_4_have_four_octets),
        cmocka_unit_test(groups_that_are_left_out_are_zeros),
        cmocka_unit_test(other_texts_are_no_addresses_of_version_6),
        cmocka_unit_test(a_network_is_an_address_and_a_length),
        cmocka_unit_test(a_network_contains_the_addresses_that_begin_as_it_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
