
# Takes note of a whole word $1 that stands before the cursor.
_nginx_wslint_pass()
{
    if [[ -n $option ]]; then
        option=
    elif [[ $1 == -?* ]]; then
        _nginx_wslint_await "$1"
    elif [[ $named == no && $operands -eq 0 && " $commands " == *" $1 "* ]]; then
        command=$1 named=yes
    else
        operands=$((operands + 1))
    fi
}

# Reads the words up to the cursor. Readline takes "=" and ":" for words of their own.
_nginx_wslint_read()
{
    local word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ $word == [=:]* || $current == *[=:] ]]; then
            current+=$word
        else
            [[ -z $current ]] || _nginx_wslint_pass "$current"
            current=$word
        fi
    done
}

# Finds out what the word at the cursor is to be.
_nginx_wslint_judge()
{
    value=$current
    if [[ -n $option ]]; then
        _nginx_wslint_value "$command" "$option"
    elif [[ $current == --*=* ]]; then
        _nginx_wslint_value "$command" "${current%%=*}"
        value=${current#*=}
    elif [[ $current == -* ]]; then
        form=word
        _nginx_wslint_options "$command"
    elif [[ $named == no && $operands -eq 0 ]]; then
        form=first words=$commands
    else
        _nginx_wslint_value "$command" "$operands"
    fi
}

# Offers the candidates. What is left empty for a path is completed by bash itself. Bash 3 has no mapfile.
# shellcheck disable=SC2207
_nginx_wslint_offer()
{
    local before=
    [[ $form == path ]] || compopt +o default +o bashdefault
    case $form in
    first)
        compopt -o filenames
        local IFS=$'\n'
        COMPREPLY=($(compgen -W "${words// /$IFS}" -- "$value") $(compgen -f -- "$value"))
        ;;
    directory) compopt -o dirnames ;;
    word) COMPREPLY=($(compgen -W "$words $others" -- "$value")) ;;
    list)
        [[ $value != *,* ]] || before=${value%,*},
        COMPREPLY=($(compgen -P "$before" -W "$words" -- "${value##*,}"))
        ;;
    pair)
        if [[ $value == *=* ]]; then
            COMPREPLY=($(compgen -W "$others" -- "${value#*=}"))
        else
            compopt -o nospace
            COMPREPLY=($(compgen -S = -W "$words" -- "$value"))
        fi
        ;;
    esac
}

_nginx_wslint()
{
    local command=check commands current='' form='' named=no operands=0 option='' others=''
    local rules value words=''
    COMPREPLY=()
    _nginx_wslint_lists
    _nginx_wslint_read
    _nginx_wslint_judge
    _nginx_wslint_offer 2>/dev/null # bash before 4 has no compopt
}

complete -o bashdefault -o default -F _nginx_wslint nginx-wslint
