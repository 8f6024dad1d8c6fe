# Run by cpack on the files of a package before they are packed. A .deb gets its manual pages and changelog compressed, the licence
# as its copyright file, and the completions of zsh where Debian's zsh looks for those of packages.

if(NOT CPACK_GENERATOR STREQUAL DEB)
    return()
endif()

function(run_gzip)
    execute_process(COMMAND gzip -9n ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(doc ${share}/doc/nginx-wslint)

file(GLOB pages ${share}/man/man*/*)
run_gzip(${pages})

file(COPY_FILE ${CPACK_NWL_CHANGELOG} ${doc}/changelog)
run_gzip(${doc}/changelog)
file(RENAME ${doc}/LICENSE ${doc}/copyright)
file(READ ${doc}/README.md readme)
string(REPLACE "(LICENSE)" "(copyright)" readme "${readme}")
file(WRITE ${doc}/README.md "${readme}")

file(MAKE_DIRECTORY ${share}/zsh/vendor-completions)
file(RENAME ${share}/zsh/site-functions/_nginx-wslint ${share}/zsh/vendor-completions/_nginx-wslint)
file(REMOVE_RECURSE ${share}/zsh/site-functions)
