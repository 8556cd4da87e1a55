# SPDX-License-Identifier: LGPL-2.1-or-later
#
# `cpack` in the build folder makes a Debian package, for the release of Debian that it is made on.

# There, the system's Python finds the package without being told.
set(link ${PROJECT_BINARY_DIR}/share/dist-packages)
file(MAKE_DIRECTORY ${link})
file(CREATE_LINK ../../../share/lacuna/python/lacuna ${link}/lacuna SYMBOLIC)
install(DIRECTORY ${link} DESTINATION lib/python3 COMPONENT debian EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "Lacuna's maintainers <maintainers@lacuna.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Design of printed bone scaffolds: stiffness, strength, release of factors")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/lib/lacuna)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "openmpi-bin, python3, python3-numpy, python3-pandas, python3-scipy, \
python3-sklearn, python3-matplotlib, python3-jinja2, python3-vtk9")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "xvfb, xauth, libjs-three")
# One package of all components.
set(CPACK_COMPONENTS_ALL Unspecified debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
include(CPack)
