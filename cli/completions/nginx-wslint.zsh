
# One of the words that the function $1 adds, then "=" and one of those that follow.
_nginx_wslint_pair()
{
    if compset -P 1 '*='; then
        compadd -- "${@[2,-1]}"
    else
        $1 -S =
    fi
}

# The first operand: a command, or a file for the default one.
_nginx_wslint_first()
{
    _alternative 'commands:command:_nginx_wslint_commands' 'files:path:_files'
}

# Prints the command of the words that stand before the cursor, when they name one.
_nginx_wslint_named()
{
    local word awaits=
    for word in "${(@)words[2,CURRENT-1]}"; do
        if [[ -n $awaits ]]; then
            awaits=
        elif _nginx_wslint_awaits "$word"; then
            awaits=yes
        elif [[ $word != -?* ]]; then
            _nginx_wslint_is_command "$word" && print -r -- "$word"
            return
        fi
    done
}

_nginx-wslint()
{
    local named=$(_nginx_wslint_named)
    local -a specs operands
    _nginx_wslint_options "${named:-check}"
    _nginx_wslint_operands "${named:-check}"
    if [[ -n $named ]]; then
        specs+=('1:command:_nginx_wslint_commands' "${(@)operands}")
    else
        specs+=('1:command:_nginx_wslint_first' '*:path:_files')
    fi
    _arguments -s -S "${(@)specs}"
}

# As a file of fpath it is run to complete, read by "source" it has to say what it is for.
if [[ $funcstack[1] == _nginx-wslint ]]; then
    _nginx-wslint "$@"
else
    compdef _nginx-wslint nginx-wslint
fi
