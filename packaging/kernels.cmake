# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Where the time goes, with all that it takes of the other rooms. Built for the machine that builds it is part
# of its stages. Built for any (LACUNA_NATIVE=OFF), it is a shared library, one for each instruction set, in the
# folders from which glibc (2.33 or later) loads the best that the processor has. Widths of vectors (lanes.h)
# differ between them: no Lanes cross their border.
set(of_meshes
  meshes/octree/cell_pieces.cc
  meshes/octree/moments.cc)
set(of_solver
  solver/multigrid/coarse_solver.cc
  solver/multigrid/level_operator.cc
  solver/multigrid/transfer.cc
  solver/operators/cell_kernel.cc
  solver/operators/grid_cells.cc
  solver/operators/instruction_set.cc
  solver/operators/node_numbering.cc
  solver/operators/surplus.cc)

set(LACUNA_INSTRUCTION_SETS "")
if(LACUNA_NATIVE OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  target_sources(lacuna_meshes PRIVATE ${of_meshes})
  target_sources(lacuna_solver PRIVATE ${of_solver})
  return()
endif()

set(LACUNA_INSTRUCTION_SETS baseline x86-64-v3 x86-64-v4)
foreach(name ${LACUNA_INSTRUCTION_SETS})
  set(library lacuna_kernels_${name})
  add_library(${library} SHARED ${of_meshes} ${of_solver})
  target_include_directories(${library} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${library} PUBLIC dealii_interface fmt::fmt)
  target_precompile_headers(${library} PRIVATE
    <deal.II/distributed/tria.h> <deal.II/lac/affine_constraints.h> <deal.II/lac/la_parallel_vector.h>)
  set(folder lib/lacuna)
  if(NOT name STREQUAL baseline)
    string(APPEND folder /glibc-hwcaps/${name})
    target_compile_options(${library} PRIVATE -march=${name})
  endif()
  set_target_properties(${library} PROPERTIES OUTPUT_NAME lacuna_kernels
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${folder})
  # Its own functions are those of its own instruction set, whatever the program has of the same name.
  target_compile_options(${library} PRIVATE -fno-semantic-interposition)
  target_link_options(${library} PRIVATE LINKER:-Bsymbolic LINKER:-z,defs)
  install(TARGETS ${library} LIBRARY DESTINATION ${folder})
endforeach()

# For a program that uses Lanes itself: it is of one instruction set, and so are its kernels.
function(lacuna_of_instruction_set target name)
  if(NOT name STREQUAL baseline)
    target_compile_options(${target} PRIVATE -march=${name})
  endif()
  get_target_property(folder lacuna_kernels_${name} LIBRARY_OUTPUT_DIRECTORY)
  target_link_libraries(${target} PRIVATE lacuna_kernels_${name})
  set_target_properties(${target} PROPERTIES BUILD_RPATH ${folder} DISABLE_PRECOMPILE_HEADERS ON)
endfunction()

# Programs are linked to the first, and load the best.
target_link_libraries(lacuna_meshes PUBLIC lacuna_kernels_baseline)
add_dependencies(lacuna_meshes lacuna_kernels_x86-64-v3 lacuna_kernels_x86-64-v4)
