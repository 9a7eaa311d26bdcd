# A module is a library with a declared link line. `congvan_module(NAME signing USES base LINKS OpenSSL::Crypto)`
#   NAME    the folder under src/ ("signing", "adapters/sqlite"); the target is congvan_<name with _ for />
#   USES    the modules of ours it may include and links
#   LINKS   the outside libraries it links
#   TEST_USES / TEST_LINKS   what only its unit tests need besides
# Sources are all *.cpp of the folder that end neither in _test.cpp nor in _fuzz.cpp; tests are built into
# <target>_test (a folder inside with a CMakeLists.txt is a module of its own), and with CONGVAN_FUZZ each NAME_fuzz.cpp into <target>_NAME_fuzz. `congvan_finish_modules` writes
# the graph and adds the include check to every build.

set_property(GLOBAL PROPERTY CONGVAN_MODULES "")

# One precompiled header for all modules, one for all tests.
add_library(congvan_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_precompile_headers(congvan_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp)
if(CONGVAN_TESTS)
  add_library(congvan_test_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  target_precompile_headers(congvan_test_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp <gtest/gtest.h>)
  target_link_libraries(congvan_test_pch PRIVATE GTest::gtest)
endif()

function(congvan_target_name result name)
  string(REPLACE "/" "_" flat ${name})
  set(${result} congvan_${flat} PARENT_SCOPE)
endfunction()

# Takes the files of folders inside `folder` that are modules of their own out of the list.
function(congvan_without_inner_modules list folder)
  set(files ${${list}})
  file(GLOB_RECURSE rooms CONFIGURE_DEPENDS ${folder}/*/CMakeLists.txt)
  foreach(room ${rooms})
    get_filename_component(inner ${room} DIRECTORY)
    list(FILTER files EXCLUDE REGEX "^${inner}/")
  endforeach()
  set(${list} ${files} PARENT_SCOPE)
endfunction()

function(congvan_module)
  cmake_parse_arguments(M "" "NAME" "USES;LINKS;TEST_USES;TEST_LINKS;HEAVY" ${ARGN})
  congvan_target_name(target ${M_NAME})
  set(folder ${CMAKE_SOURCE_DIR}/src/${M_NAME})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  congvan_without_inner_modules(sources ${folder})
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  file(GLOB_RECURSE fuzzers CONFIGURE_DEPENDS ${folder}/*_fuzz.cpp)
  congvan_without_inner_modules(fuzzers ${folder})

  if(sources)
    add_library(${target} STATIC ${sources})
    set(reach PUBLIC)
    target_precompile_headers(${target} REUSE_FROM congvan_pch)
  else()
    add_library(${target} INTERFACE)
    set(reach INTERFACE)
  endif()
  target_include_directories(${target} ${reach} ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
  foreach(used ${M_USES})
    congvan_target_name(used_target ${used})
    target_link_libraries(${target} ${reach} ${used_target})
  endforeach()
  target_link_libraries(${target} ${reach} ${M_LINKS})
  if(sources)
    add_dependencies(${target} congvan_errors)
  endif()
  foreach(file ${M_HEAVY})
    set_source_files_properties(${folder}/${file} PROPERTIES JOB_POOL_COMPILE heavy)
  endforeach()

  if(CONGVAN_TESTS AND tests)
    add_executable(${target}_test ${tests})
    target_precompile_headers(${target}_test REUSE_FROM congvan_test_pch)
    target_link_libraries(${target}_test PRIVATE ${target} ${M_TEST_LINKS} GTest::gmock GTest::gtest_main)
    foreach(used ${M_TEST_USES})
      congvan_target_name(used_target ${used})
      target_link_libraries(${target}_test PRIVATE ${used_target})
    endforeach()
    target_compile_definitions(${target}_test PRIVATE CONGVAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME unit/${M_NAME} COMMAND ${target}_test --gtest_brief=1)
    set_tests_properties(unit/${M_NAME} PROPERTIES LABELS unit TIMEOUT 600)
  endif()

  if(CONGVAN_FUZZ)
    foreach(file ${fuzzers})
      get_filename_component(fuzzer ${file} NAME_WE)
      add_executable(${target}_${fuzzer} ${file})
      target_link_libraries(${target}_${fuzzer} PRIVATE ${target})
      target_link_options(${target}_${fuzzer} PRIVATE -fsanitize=fuzzer)
    endforeach()
  endif()

  set_property(GLOBAL APPEND PROPERTY CONGVAN_MODULES ${M_NAME})
  set_property(GLOBAL PROPERTY CONGVAN_USES_${M_NAME} "${M_USES}")
  set_property(GLOBAL PROPERTY CONGVAN_LINKS_${M_NAME} "${M_LINKS}")
endfunction()

function(congvan_finish_modules)
  get_property(modules GLOBAL PROPERTY CONGVAN_MODULES)
  set(graph "")
  foreach(module ${modules})
    get_property(uses GLOBAL PROPERTY CONGVAN_USES_${module})
    get_property(links GLOBAL PROPERTY CONGVAN_LINKS_${module})
    string(REPLACE ";" " " uses "${uses}")
    string(REPLACE ";" " " links "${links}")
    string(APPEND graph "${module}|${uses}|${links}\n")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/modules.txt CONTENT "${graph}" @ONLY)

  file(GLOB_RECURSE every CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.cpp ${CMAKE_SOURCE_DIR}/src/*.hpp)
  add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/includes.checked
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -DMODULES=${CMAKE_BINARY_DIR}/modules.txt
            -DSTAMP=${CMAKE_BINARY_DIR}/includes.checked -P ${CMAKE_SOURCE_DIR}/cmake/check_includes.cmake
    DEPENDS ${every} ${CMAKE_BINARY_DIR}/modules.txt ${CMAKE_SOURCE_DIR}/cmake/check_includes.cmake
    COMMENT "Checking who includes whom")
  add_custom_target(check_includes ALL DEPENDS ${CMAKE_BINARY_DIR}/includes.checked)
endfunction()
