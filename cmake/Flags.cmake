# Compiler flags live in two INTERFACE targets, so that each room takes the same ones and generated code can
# take the hardening without the warnings.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(ARASHA_SANITIZE "" CACHE STRING "Sanitizers, comma separated")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # A precompiled header has some 200 MB: read once, not for each file that uses it, and nothing preprocessed twice. Without
  # these two a file that is not in the cache takes 6.5 to 7.7 s, with them 4.9 s.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_INODECACHE=1 CCACHE_DEPEND=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()

add_library(arasha_hardening INTERFACE)
target_compile_definitions(arasha_hardening INTERFACE _GLIBCXX_ASSERTIONS)
target_compile_options(arasha_hardening INTERFACE
  -fstack-protector-strong -fstack-clash-protection -fcf-protection=full)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # House style, section 0: a class of stack-reuse bugs up to GCC 13.2.
  # clang 14 wants an extra flag before it zeroes variables.
  target_compile_options(arasha_hardening INTERFACE -fstack-reuse=none -ftrivial-auto-var-init=zero)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT ARASHA_SANITIZE)
  target_compile_options(arasha_hardening INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
target_link_options(arasha_hardening INTERFACE -pie -Wl,-z,relro -Wl,-z,now)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  find_program(MOLD_PROGRAM mold)
  if(MOLD_PROGRAM)
    target_link_options(arasha_hardening INTERFACE -fuse-ld=mold)
  endif()
endif()
if(ARASHA_SANITIZE)
  target_compile_options(arasha_hardening INTERFACE -fsanitize=${ARASHA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(arasha_hardening INTERFACE -fsanitize=${ARASHA_SANITIZE})
endif()
if(ARASHA_FUZZ)
  target_compile_options(arasha_hardening INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  target_link_options(arasha_hardening INTERFACE -fsanitize=address,undefined)
endif()

add_library(arasha_flags INTERFACE)
target_link_libraries(arasha_flags INTERFACE arasha_hardening)
target_compile_options(arasha_flags INTERFACE -Werror -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wdate-time)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND ARASHA_SANITIZE)
  # And sees uninitialised temporaries inside fmt.
  target_compile_options(arasha_flags INTERFACE -Wno-error=uninitialized -Wno-error=maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND ARASHA_SANITIZE STREQUAL "thread")
  # It cannot follow the fences inside Boost.Asio, which stand beside a mutex.
  target_compile_options(arasha_flags INTERFACE -Wno-tsan)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT ARASHA_SANITIZE)
  # With sanitizers g++ 12 reports null dereferences inside its own instrumentation.
  target_compile_options(arasha_flags INTERFACE -Wduplicated-cond -Wlogical-op)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    # Optimised, g++ 12 finds null pointers inside the inlined headers of Boost, protobuf and the standard library.
    target_compile_options(arasha_flags INTERFACE -Wnull-dereference)
  endif()
endif()
