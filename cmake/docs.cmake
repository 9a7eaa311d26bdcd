# The documents that are generated or checked: the module graph of docs/architecture.md, the use of the error codes,
# and what no file of the project may hold. Included last: the graph is known when every module is.
add_custom_target(module_graph
  COMMAND ${CMAKE_COMMAND} -DMODULES=${CMAKE_BINARY_DIR}/modules.txt -DDOCUMENT=${CMAKE_SOURCE_DIR}/docs/architecture.md
          -P ${CMAKE_SOURCE_DIR}/cmake/module_graph.cmake
  COMMENT "Writing the module graph of docs/architecture.md")
if(CONGVAN_TESTS)
  add_test(NAME docs/module_graph
    COMMAND ${CMAKE_COMMAND} -DCHECK=ON -DMODULES=${CMAKE_BINARY_DIR}/modules.txt
            -DDOCUMENT=${CMAKE_SOURCE_DIR}/docs/architecture.md -P ${CMAKE_SOURCE_DIR}/cmake/module_graph.cmake)
  add_test(NAME docs/error_codes_used
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -P ${CMAKE_SOURCE_DIR}/cmake/check_error_codes.cmake)
  add_test(NAME docs/no_leaks
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -P ${CMAKE_SOURCE_DIR}/cmake/check_leaks.cmake)
  set_tests_properties(docs/module_graph docs/error_codes_used docs/no_leaks PROPERTIES LABELS docs TIMEOUT 120)
endif()
