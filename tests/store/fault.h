// A disk that fails when a test says so: a layer over SQLite's default VFS that counts what reaches the disk (writes,
// syncs, truncations, deletions) and at a chosen one kills the process, cuts the power or answers "full".
//
// A sync ends here and does not reach the machine's own disk, whose power nobody cuts: thousands of runs take seconds.
// For one test at a time; thread-safe in the process that it is installed in.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace arasha::store::fault {

enum class Then {
  die,        // the process ends before the call; what was written stays, as after `kill -9`
  torn,       // the same, after half of the write
  power_cut,  // the process ends, and every write since the file's last sync is undone
  full,       // this call and those after it find no space, until the next `arm`
  io_error,   // this call and those after it fail, until the next `arm`
};

// Makes the layer the default VFS of this process, for every database opened from now on. Does nothing twice.
void install();

// The nth call from now on (1 is the next) ends as `then` says; 0 never does. Starts the count again.
void arm(std::uint64_t nth, Then then);

// Calls since `arm`.
std::uint64_t count();

inline constexpr int kKilled = 86;  // the exit status of a child that the layer ended

struct Outcome {
  std::vector<std::uint32_t> acknowledged;  // in order
  int status = -1;                          // exit status: 0 when the workload came to its end, kKilled, or a bug
};

using Acknowledge = std::function<void(std::uint32_t)>;

// Runs `workload` in a forked child with the layer installed and armed. The workload acknowledges each step once it
// is durable; what it acknowledged arrives here even when it is killed right after. No thread may run and no
// database may be open in the calling process.
Outcome run_in_child(std::uint64_t nth, Then then, const std::function<void(const Acknowledge&)>& workload);

}  // namespace arasha::store::fault
