
# Keys of the review, where a command takes some.
_sourcebook_with_keys() {
    local words=" ${COMP_WORDS[*]:1:COMP_CWORD-1} " line key
    _sourcebook "$@"
    case "$words" in *" note "*|*" export "*) ;; *) return 0 ;; esac
    # A key may hold a colon, at which bash begins a new word.
    line="${COMP_LINE:0:COMP_POINT}"
    line="${line##* }"
    case "$line" in -*) return 0 ;; esac
    while IFS= read -r key; do
        case "$key" in "$line"*) COMPREPLY+=("${key:${#line}-${#2}}") ;; esac
    done < <("$1" complete-keys 2>/dev/null)
}
complete -F _sourcebook_with_keys -o bashdefault -o default sourcebook
