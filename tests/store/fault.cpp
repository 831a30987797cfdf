#include "store/fault.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <new>
#include <string>

namespace arasha::store::fault {
namespace {

// What stood in a file before a write or truncation that is not synced yet.
struct Undo {
  std::string path;
  sqlite3_int64 offset = 0;
  std::vector<char> before;
  sqlite3_int64 size = 0;  // of the whole file
};

struct State {
  std::mutex mutex;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs layer{};
  std::uint64_t calls = 0;
  std::uint64_t nth = 0;
  Then then = Then::die;
  std::vector<Undo> undo;
};

State& state() {
  static State* const value = new State();  // lives on while other statics are destroyed
  return *value;
}

struct File {
  sqlite3_file base;
  const char* path;  // SQLite keeps it until xClose
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& from(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return from(file).real(); }

// Best effort by design: the process is ending and the test sees what came of it.
void put_back(const Undo& undo) {
  const int file = ::open(undo.path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  const bool done = ::pwrite(file, undo.before.data(), undo.before.size(), undo.offset) >= 0 && ::ftruncate(file, undo.size) == 0;
  if (!done) std::abort();
  ::close(file);
}

[[noreturn]] void end_process(State& s) {
  if (s.then == Then::power_cut) std::for_each(s.undo.rbegin(), s.undo.rend(), put_back);
  ::_exit(kKilled);
}

// Counts a call. SQLITE_OK: go on.
int arrive(State& s, const std::function<void()>& half = {}) {
  ++s.calls;
  if (s.nth == 0 || s.calls < s.nth) return SQLITE_OK;
  if (s.then == Then::full) return SQLITE_FULL;
  if (s.then == Then::io_error) return SQLITE_IOERR_WRITE;
  if (s.then == Then::torn && half) half();
  end_process(s);
}

void remember(State& s, sqlite3_file* file, sqlite3_int64 offset, sqlite3_int64 length) {
  if (s.nth == 0 || s.then != Then::power_cut || from(file).path == nullptr) return;
  Undo undo;
  undo.path = from(file).path;
  real(file)->pMethods->xFileSize(real(file), &undo.size);
  undo.offset = offset;
  undo.before.resize(static_cast<std::size_t>(std::clamp<sqlite3_int64>(undo.size - offset, 0, length)));
  if (!undo.before.empty()) {
    real(file)->pMethods->xRead(real(file), undo.before.data(), static_cast<int>(undo.before.size()), offset);
  }
  s.undo.push_back(std::move(undo));
}

int on_write(sqlite3_file* file, const void* data, int length, sqlite3_int64 offset) {
  State& s = state();
  const std::scoped_lock lock(s.mutex);
  const int answer = arrive(s, [&] { real(file)->pMethods->xWrite(real(file), data, length / 2, offset); });
  if (answer != SQLITE_OK) return answer;
  remember(s, file, offset, length);
  return real(file)->pMethods->xWrite(real(file), data, length, offset);
}

int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
  State& s = state();
  const std::scoped_lock lock(s.mutex);
  if (const int answer = arrive(s); answer != SQLITE_OK) return answer;
  sqlite3_int64 before = 0;
  real(file)->pMethods->xFileSize(real(file), &before);
  remember(s, file, size, std::max<sqlite3_int64>(0, before - size));
  return real(file)->pMethods->xTruncate(real(file), size);
}

int on_sync(sqlite3_file* file, int) {
  State& s = state();
  const std::scoped_lock lock(s.mutex);
  if (const int answer = arrive(s); answer != SQLITE_OK) return answer;
  if (from(file).path != nullptr) {
    std::erase_if(s.undo, [&](const Undo& undo) { return undo.path == from(file).path; });
  }
  return SQLITE_OK;
}

int on_delete(sqlite3_vfs*, const char* path, int) {
  State& s = state();
  const std::scoped_lock lock(s.mutex);
  if (const int answer = arrive(s); answer != SQLITE_OK) return answer;
  std::erase_if(s.undo, [&](const Undo& undo) { return undo.path == path; });
  return s.real->xDelete(s.real, path, 0);
}

int on_close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

const sqlite3_io_methods& methods() {
  static const sqlite3_io_methods value = [] {
    sqlite3_io_methods m{};
    m.iVersion = 2;  // without xFetch: memory mapping would go around us
    m.xClose = on_close;
    m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, n, at); };
    m.xWrite = on_write;
    m.xTruncate = on_truncate;
    m.xSync = on_sync;
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); };
    m.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
    m.xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); };
    m.xFileControl = [](sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); };
    m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    };
    m.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), offset, n, flags); };
    m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
    return m;
  }();
  return value;
}

int on_open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  State& s = state();
  auto* const ours = new (file) File{};
  ours->path = path;
  const int answer = s.real->xOpen(s.real, path, ours->real(), flags, out_flags);
  // SQLite calls xClose only where methods are set.
  ours->base.pMethods = ours->real()->pMethods != nullptr ? &methods() : nullptr;
  return answer;
}

}  // namespace

void install() {
  State& s = state();
  if (s.real != nullptr) return;
  s.real = sqlite3_vfs_find(nullptr);
  s.layer = *s.real;  // what we do not replace gets the layer as its VFS and reads the same fields
  s.layer.pNext = nullptr;
  s.layer.zName = "fault";
  s.layer.szOsFile = static_cast<int>(sizeof(File)) + s.real->szOsFile;
  s.layer.xOpen = on_open;
  s.layer.xDelete = on_delete;
  if (sqlite3_vfs_register(&s.layer, 1) != SQLITE_OK) std::abort();
}

void arm(std::uint64_t nth, Then then) {
  State& s = state();
  const std::scoped_lock lock(s.mutex);
  s.calls = 0;
  s.nth = nth;
  s.then = then;
  s.undo.clear();
}

std::uint64_t count() {
  State& s = state();
  const std::scoped_lock lock(s.mutex);
  return s.calls;
}

Outcome run_in_child(std::uint64_t nth, Then then, const std::function<void(const Acknowledge&)>& workload) {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
  const pid_t child = ::fork();
  if (child < 0) std::abort();
  if (child == 0) {
    ::close(ends[0]);
    install();
    arm(nth, then);
    try {
      workload([&](std::uint32_t step) {
        if (::write(ends[1], &step, sizeof step) != static_cast<ssize_t>(sizeof step)) ::_exit(1);
      });
    } catch (...) {
      ::_exit(2);
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  Outcome out;
  std::uint32_t step = 0;
  while (true) {
    const ssize_t got = ::read(ends[0], &step, sizeof step);
    if (got < 0 && errno == EINTR) continue;
    if (got != static_cast<ssize_t>(sizeof step)) break;
    out.acknowledged.push_back(step);
  }
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

}  // namespace arasha::store::fault
