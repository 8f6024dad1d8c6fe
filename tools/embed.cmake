# Makes C files of texts that become a part of the program.

# Turns a text into a C string literal.
function(nwl_quote out text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "\n" "\\n\"\n        \"" text "${text}")
    set(${out} "\"${text}\"" PARENT_SCOPE)
endfunction()

# Leaves a file alone that holds text already, so that nothing is compiled again.
function(nwl_write_if_changed file text)
    set(before "")
    if(EXISTS ${file})
        file(READ ${file} before)
    endif()
    if(NOT before STREQUAL text)
        file(WRITE ${file} "${text}")
    endif()
endfunction()

# Writes nwl_completion_code_<shell> for each file cli/completions/nginx-wslint.<shell> to file.
function(nwl_embed_completions file)
    set(code "#include \"cli/completion.h\"\n")
    foreach(shell IN ITEMS bash zsh fish)
        set(source ${PROJECT_SOURCE_DIR}/cli/completions/nginx-wslint.${shell})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
        file(READ ${source} text)
        nwl_quote(text "${text}")
        string(APPEND code "\nconst nwl_str nwl_completion_code_${shell} = NWL_TEXT(${text});\n")
    endforeach()
    nwl_write_if_changed(${file} "${code}")
endfunction()
