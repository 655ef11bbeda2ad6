
# Keys of the review.
_sourcebook_keys() {
    local -a keys
    keys=(${(f)"$(_call_program keys sourcebook complete-keys 2>/dev/null)"})
    compadd -a keys
}
