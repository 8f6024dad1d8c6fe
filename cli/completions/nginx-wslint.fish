
# Prints the command that is typed, the default one unless another is named, and how many operands stand before the cursor.
function __nginx_wslint_state
    set -l command check
    set -l named no
    set -l operands 0
    set -l awaits no
    for word in (commandline -opc)[2..-1]
        if test $awaits = yes
            set awaits no
        else if __nginx_wslint_awaits $word
            set awaits yes
        else if string match -qr -- '^-.' $word
            continue
        else if test $named$operands = no0; and __nginx_wslint_is_command $word
            set command $word
            set named yes
        else
            set operands (math $operands + 1)
        end
    end
    printf '%s\n' $command $named $operands
end

# Whether one of the commands $argv is typed.
function __nginx_wslint_command_is
    contains -- (__nginx_wslint_state)[1] $argv
end

# Whether a command may stand at the cursor.
function __nginx_wslint_takes_command
    set -l state (__nginx_wslint_state)
    test $state[2] = no -a $state[3] -eq 0
end

# Whether an operand of the command $argv[1] stands at the cursor, from number $argv[2] up to number $argv[3], if that is given.
function __nginx_wslint_at
    set -l state (__nginx_wslint_state)
    test $state[1] = $argv[1] -a $state[3] -ge $argv[2]
    and test -z "$argv[3]" -o $state[3] -le "$argv[3]"
end
