# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What `cmake --install` puts where. The program finds the rest from its own place (shared_folder.cc), so
# that nothing of the source or build folder is looked for, and the prefix may be moved.

# The build folder looks like an installed tree.
set(share share/lacuna)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/${share}/python)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/params ${PROJECT_BINARY_DIR}/${share}/params SYMBOLIC)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/postprocess ${PROJECT_BINARY_DIR}/${share}/python/lacuna SYMBOLIC)

# Libraries that are elsewhere than the system's, such as a module's deal.II, are found where they were.
set_target_properties(lacuna PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
if(LACUNA_INSTRUCTION_SETS)
  set_target_properties(lacuna PROPERTIES INSTALL_RPATH "$ORIGIN/../lib/lacuna")
endif()
install(TARGETS lacuna RUNTIME DESTINATION bin)
install(DIRECTORY postprocess/ DESTINATION ${share}/python/lacuna
        FILES_MATCHING PATTERN "*.py" PATTERN "*.j2" PATTERN "*.css" PATTERN "*.js"
        PATTERN __pycache__ EXCLUDE)
install(DIRECTORY params/designs params/sites params/studies params/validation DESTINATION ${share}/params
        PATTERN "*.md" EXCLUDE PATTERN "*.png" EXCLUDE)
install(FILES README.md CHANGELOG.md DESTINATION share/doc/lacuna)
install(FILES LICENSE DESTINATION share/doc/lacuna RENAME copyright)

# Manual pages and completion, of what the program says of itself; under sanitizers MPI's leaks make it fail.
if(LACUNA_SANITIZE)
  return()
endif()
set(manual ${PROJECT_BINARY_DIR}/share/man)
set(bash ${PROJECT_BINARY_DIR}/share/bash-completion/completions/lacuna)
set(zsh ${PROJECT_BINARY_DIR}/share/zsh/site-functions/_lacuna)
set(scripts ${PROJECT_SOURCE_DIR}/packaging)
file(MAKE_DIRECTORY ${manual} ${PROJECT_BINARY_DIR}/share/bash-completion/completions
     ${PROJECT_BINARY_DIR}/share/zsh/site-functions)
add_custom_command(OUTPUT ${manual}/lacuna.1 ${bash} ${zsh}
  COMMAND ${LACUNA_PYTHON} -B ${scripts}/manual.py $<TARGET_FILE:lacuna> ${manual}
  COMMAND ${LACUNA_PYTHON} -B ${scripts}/completion.py $<TARGET_FILE:lacuna> ${bash} ${zsh}
  DEPENDS lacuna ${scripts}/interface.py ${scripts}/manual.py ${scripts}/completion.py
          ${scripts}/completion.bash ${scripts}/completion.zsh
  COMMENT "Writing manual pages and completion" VERBATIM)
add_custom_target(manual ALL DEPENDS ${manual}/lacuna.1 ${bash} ${zsh})
install(DIRECTORY ${manual}/ DESTINATION share/man/man1 FILES_MATCHING PATTERN "*.1")
install(DIRECTORY ${manual}/ DESTINATION share/man/man5 FILES_MATCHING PATTERN "*.5")
install(FILES ${bash} DESTINATION share/bash-completion/completions)
install(FILES ${zsh} DESTINATION share/zsh/site-functions)
