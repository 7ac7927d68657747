
function __hallpass_names
    hallpass profile list --names --no-input 2>/dev/null
end
complete -c hallpass -f -n "__fish_seen_subcommand_from login session token copy qr renew verify logout switch-org run" \
    -a "(__hallpass_names)"
complete -c hallpass -f -n "__fish_seen_subcommand_from profile; and __fish_seen_subcommand_from show edit remove export" \
    -a "(__hallpass_names)"
function __hallpass_environments
    hallpass environment list --names --no-input 2>/dev/null
end
complete -c hallpass -f -n "__fish_seen_subcommand_from environment; and __fish_seen_subcommand_from edit remove" \
    -a "(__hallpass_environments)"
