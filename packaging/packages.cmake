# The packages that "cpack" makes of a build: cpack -G DEB, cpack -G RPM, cpack -G TGZ.

set(NWL_PACKAGE_MAINTAINER "the nginx-wslint authors <nobody@nginx-wslint.invalid>"
    CACHE STRING "Who answers for the packages: Name <address>")

set(CPACK_PACKAGE_VENDOR "the nginx-wslint authors")
set(CPACK_PACKAGE_CONTACT "${NWL_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION
"nginx-wslint reads an nginx configuration with all that it includes, computes
what nginx would do with it, and tells where a WebSocket handshake fails, which
line is to blame, and how long an idle connection lives. It needs neither nginx
nor root privileges and changes no file.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_GENERATOR TGZ)
set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_IGNORE_FILES /build/ /[.]git)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS git)
set(CPACK_DEBIAN_PACKAGE_ENHANCES nginx)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE MIT)
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
set(CPACK_RPM_PACKAGE_SUGGESTS git)
set(CPACK_RPM_PACKAGE_RELOCATABLE OFF)
set(CPACK_RPM_SPEC_MORE_DEFINE "%define _build_id_links none")
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
    /usr/share/man /usr/share/man/man1 /usr/share/man/man5
    /usr/share/bash-completion /usr/share/bash-completion/completions
    /usr/share/zsh /usr/share/zsh/site-functions
    /usr/share/fish /usr/share/fish/vendor_completions.d)

# What Debian wants otherwise than "cmake --install" does it.
string(TIMESTAMP NWL_PACKAGE_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(packaging/debian-changelog.in debian-changelog @ONLY)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/as-debian-wants.cmake)
set(CPACK_NWL_CHANGELOG ${PROJECT_BINARY_DIR}/debian-changelog)

include(CPack)
