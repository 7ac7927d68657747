
_hallpass_names() {
    _hallpass "$@"
    local cur="${COMP_WORDS[COMP_CWORD]}" name first=2 what=profile
    case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in
        "run "*) ((COMP_CWORD == 2)) || return ;;
        "login "* | "session "* | "token "* | "copy "* | "qr "* | "renew "* | "verify "* | "logout "* | "switch-org "*) ;;
        "profile show" | "profile edit" | "profile remove" | "profile export" | "authkeys export" | "authkeys revoke")
            first=3
            ;;
        "environment edit" | "environment remove") first=3 what=environment ;;
        *) first=99 ;;
    esac
    # Own environments beside those that are always there.
    case "${COMP_WORDS[COMP_CWORD - 1]}" in
        --env | --move-to | --after) first=0 what=environment ;;
    esac
    # Options are completed by name, and their values by what they are.
    ((COMP_CWORD < first)) && return
    [[ "$cur" == -* ]] && return
    [[ $first != 0 && "${COMP_WORDS[COMP_CWORD - 1]}" == -* ]] && return
    COMPREPLY=()
    while IFS= read -r name; do
        [[ "$name" == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$name")")
    done < <("${COMP_WORDS[0]}" "$what" list --names --no-input 2>/dev/null)
}
complete -F _hallpass_names -o bashdefault -o default hallpass
