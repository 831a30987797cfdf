// Work on many like things on all cores, for a thread that waits for the end of it.
#pragma once

#include <cstddef>
#include <functional>

#include "base/result.h"

namespace arasha {

// Calls `work` once for each number below `count`, from this thread and, where there is enough for them (`share` numbers
// each), from helpers that have ended when this returns. The helpers of all callers together are fewer than the cores, so
// a busy process gets none and loses nothing by it. Once a number has failed the rest may
// be left undone; the answer is the error of the lowest one that failed by then. An exception of `work` is thrown on.
Result<void> each_in_parallel(std::size_t count, std::size_t share, const std::function<Result<void>(std::size_t)>& work);

}  // namespace arasha
