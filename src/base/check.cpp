#include "base/check.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace arasha {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "arasha: broken invariant: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

void require_failed(const char* condition, const char* file, int line) {
  throw Bug(std::string(condition) + " (" + file + ":" + std::to_string(line) + ")");
}

}  // namespace arasha
