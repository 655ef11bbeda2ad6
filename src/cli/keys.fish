
# Keys of the review, where a command takes some.
complete -c sourcebook -n "__fish_seen_subcommand_from note export" -f -a "(sourcebook complete-keys 2>/dev/null)"
