# Writes every FOLDER/NNN_name.sql, in order of NNN, as a row of congvan::sql::program_migrations().
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(rows "")
set(expected 1)
foreach(file ${files})
  get_filename_component(stem ${file} NAME_WE)
  if(NOT stem MATCHES "^([0-9][0-9][0-9])_([a-z0-9_]+)$")
    message(FATAL_ERROR "${file}: the name must be NNN_name.sql")
  endif()
  set(digits ${CMAKE_MATCH_1})
  set(name ${CMAKE_MATCH_2})
  math(EXPR number "1${digits} - 1000")
  if(NOT number EQUAL expected)
    message(FATAL_ERROR "${file}: the number must be ${expected}; steps have no gap")
  endif()
  math(EXPR expected "${expected} + 1")
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" length)
  # Pieces below the limit of one string literal, as bytes, so that no text in the file can end the literal.
  set(text "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${hex}" ${at} 64 piece)
    string(REGEX REPLACE "(..)" "0x\\1," piece "${piece}")
    string(APPEND text "    ${piece}\n")
    math(EXPR at "${at} + 64")
  endwhile()
  string(APPEND arrays "constexpr unsigned char kText${number}[] = {\n${text}    0};\n\n")
  string(APPEND rows
    "        {${number}, \"${name}\", {reinterpret_cast<const char*>(kText${number}), sizeof kText${number} - 1}},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from src/adapters/sql/migrations.
#include \"adapters/sql/migrations.hpp\"

namespace congvan::sql {
namespace {

${arrays}}  // namespace

std::vector<Migration> program_migrations() {
    return {
${rows}    };
}

}  // namespace congvan::sql
")
