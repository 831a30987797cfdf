# arasha_room(NAME SOURCES ... [USES room ...] [LINK library ...] [HEADERS <header> ...])
# One room: a static library arasha_NAME from src/NAME, its public headers reached as "NAME/file.h". HEADERS: what nearly
# every file of it includes; they are compiled once for all, which halves the time of a big room.
function(arasha_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;LINK;HEADERS" ${ARGN})
  add_library(arasha_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(arasha_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(arasha_${name} PRIVATE arasha_flags)
  foreach(lower IN LISTS ROOM_USES)
    target_link_libraries(arasha_${name} PUBLIC arasha_${lower})
  endforeach()
  target_link_libraries(arasha_${name} PUBLIC ${ROOM_LINK} arasha_hardening)
  if(name STREQUAL "base")
    target_precompile_headers(arasha_base PRIVATE <algorithm> <array> <chrono> <cstdint> <functional> <map>
      <memory> <optional> <span> <string> <string_view> <tuple> <unordered_map> <utility> <vector>)
  elseif(ROOM_HEADERS)
    target_precompile_headers(arasha_${name} PRIVATE ${ROOM_HEADERS})
  else()
    target_precompile_headers(arasha_${name} REUSE_FROM arasha_base)
  endif()
endfunction()

# arasha_test(NAME SOURCES ... [LINK library ...] [HEADERS <header> ...]): the tests of room NAME, one program. The rooms
# in it are the ones that people run; the tests themselves are optimised little, which builds them sooner (docs/adr/0005).
function(arasha_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINK;HEADERS" ${ARGN})
  set(where ${CMAKE_SOURCE_DIR}/tests/where.cpp)
  set_source_files_properties(${where} PROPERTIES COMPILE_DEFINITIONS "ARASHA_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\""
    SKIP_PRECOMPILE_HEADERS ON)
  add_executable(test_${name} ${TEST_SOURCES} ${where})
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_precompile_headers(test_${name} PRIVATE <gtest/gtest.h> ${TEST_HEADERS})
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-Og>)
  target_link_libraries(test_${name} PRIVATE arasha_flags arasha_${name} ${TEST_LINK} GTest::gmock GTest::gtest GTest::gtest_main)
  gtest_discover_tests(test_${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 600 LABELS ${name})
endfunction()

# arasha_compile_fail(NAME FILE [LINK library ...]): FILE compiles as it stands and fails with -DMUST_NOT_COMPILE,
# so that a misuse stays impossible and the test cannot pass for another reason.
function(arasha_compile_fail name file)
  cmake_parse_arguments(FAIL "" "" "LINK" ${ARGN})
  foreach(mode good bad)
    add_library(compile_${name}_${mode} OBJECT EXCLUDE_FROM_ALL ${file})
    target_link_libraries(compile_${name}_${mode} PRIVATE arasha_hardening ${FAIL_LINK})
    target_include_directories(compile_${name}_${mode} PRIVATE ${CMAKE_SOURCE_DIR}/src)
    add_test(NAME compile_fail.${name}.${mode}
             COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR} --target compile_${name}_${mode})
    set_tests_properties(compile_fail.${name}.${mode} PROPERTIES RESOURCE_LOCK build_directory TIMEOUT 300)
  endforeach()
  target_compile_definitions(compile_${name}_bad PRIVATE MUST_NOT_COMPILE)
  set_tests_properties(compile_fail.${name}.bad PROPERTIES WILL_FAIL TRUE)
endfunction()
