//! Cases of the thirty-six that other tests show.

/// Cases that are no answer to a call, or only partly, and the tests that show them.
pub(crate) const ELSEWHERE: &[(u8, &[&str])] = &[
    (6, &["numbers_in_every_spelling", "a_member_that_is_not_needed_never_fails_a_sign_in"]),
    (
        12,
        &[
            "each_bad_certificate_has_its_own_words_and_nothing_is_sent",
            "plain_http_behind_an_https_address_gets_nothing",
        ],
    ),
    // There are no pins: a profile may add an authority, and nothing makes a certificate acceptable that is not.
    (13, &["a_companys_own_authority_is_trusted_for_its_profile_only"]),
    (14, &["each_kind_leads_to_the_server_with_a_password_that_is_shown_nowhere"]),
    (15, &["nobody_there_is_unreachable_and_costs_no_attempt"]),
    (18, &["twelve_sign_ins_at_once_are_one_request_and_the_next_click_is_another"]),
    (
        19,
        &[
            "a_password_arrives_byte_for_byte_and_never_twice_the_same",
            "base64_and_plain_carry_any_length_byte_for_byte",
        ],
    ),
    (20, &["twelve_bad_pictures_are_refused_and_the_next_good_one_is_shown"]),
    (21, &["odd_captcha_keys_stay_in_their_segment_or_are_refused"]),
    (22, &["bad_keys_are_refused_before_anything_is_sent"]),
    (25, &["limits_of_an_account_that_is_not_as_it_should_be", "a_dead_session_is_expired_and_a_limited_one_says_so"]),
    (26, &["whatever_the_wall_clock_does_every_wait_is_held_and_none_is_longer", "states_by_the_servers_clock"]),
    (
        27,
        &[
            "a_missing_item_is_missing_and_is_not_made_again",
            "a_keyring_that_hangs_is_given_up_in_time_and_does_not_keep_the_process",
        ],
    ),
    (
        28,
        &[
            "a_flipped_byte_of_the_database_is_never_accepted",
            "a_cut_database_is_never_accepted",
            "a_newer_schema_is_refused_before_any_write",
        ],
    ),
    (29, &["a_table_that_cannot_be_written_is_told_first_and_goes_elsewhere"]),
    (30, &["kill_9_during_500_saves_loses_nothing_that_was_committed", "killed_at_random_and_taken_up_again"]),
    (31, &["one_process_at_a_time", "a_writer_that_is_killed_does_not_keep_the_lock"]),
    (
        32,
        &[
            "answers_go_to_their_accounts_in_whatever_order_the_list_has_them",
            "each_account_once_and_the_first_of_two_stays",
        ],
    ),
    (33, &["past_far_and_bare_numbers_are_refused"]),
    (34, &["libreoffice_computes_nothing_of_a_hostile_csv", "our_own_reader_gets_exact_cells_back"]),
    (35, &["hostile_and_plain_addresses"]),
    (36, &["files_are_private_also_under_umask_000", "a_variable_that_names_no_proxy_is_named_and_not_passed_over"]),
];
