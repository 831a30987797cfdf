// Where the tests find the repository, and the data that lies beside it. Only where.cpp is compiled with the paths, so that
// every other object is the same in each clone, and a cache serves them all.
#pragma once

namespace arasha::where {

extern const char* const kSource;      // the root of the repository
extern const char* const kSharedData;  // may be absent: a test that wants it says so and is skipped

}  // namespace arasha::where
