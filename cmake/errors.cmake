# spec/errors/NAME.toml -> build/generated/errors/NAME.hpp: one constant per table, so that an error code that the
# catalogue does not explain does not compile.
file(GLOB congvan_error_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/spec/errors/*.toml)
set(congvan_error_headers "")
foreach(file ${congvan_error_files})
  get_filename_component(name ${file} NAME_WE)
  set(header ${CMAKE_BINARY_DIR}/generated/errors/${name}.hpp)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${header} -P ${CMAKE_SOURCE_DIR}/cmake/generate_errors.cmake
    DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/generate_errors.cmake)
  list(APPEND congvan_error_headers ${header})
endforeach()
add_custom_target(congvan_errors DEPENDS ${congvan_error_headers})
