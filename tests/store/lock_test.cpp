#include "store/lock.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "store/room.h"

namespace arasha::store {

TEST(FolderLock, RefusesASecondServerUntilTheFirstIsGone) {
  const Folder root;
  const auto folder = root / ".";
  {
    FolderLock first = must(FolderLock::take(folder));
    const auto second = FolderLock::take(folder);
    ASSERT_FALSE(second.is_ok());
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_NE(second.error().to_string().find("Another server"), std::string::npos);
    const FolderLock moved = std::move(first);
    EXPECT_FALSE(FolderLock::take(folder).is_ok()) << "moving keeps the lock";
  }
  EXPECT_TRUE(FolderLock::take(folder).is_ok());
}

TEST(FolderLock, RefusesAnotherProcessAndOutlivesNoCrash) {
  const Folder root;
  const auto folder = root / ".";
  const auto child_takes = [&] {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto lock = FolderLock::take(folder);
      ::_exit(lock ? 0 : 1);  // with the lock in hand: no destructor runs
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status) == 0;
  };
  EXPECT_TRUE(child_takes());
  const FolderLock lock = must(FolderLock::take(folder));
  EXPECT_FALSE(child_takes());
}

TEST(FolderLock, SaysWhenTheFolderCannotBeWritten) {
  const Folder root;
  std::ofstream(root / "file") << "x";
  expect_error(FolderLock::take(root / "file"), ErrorCode::unavailable);
  expect_error(FolderLock::take(root / "absent"), ErrorCode::unavailable);
}

}  // namespace arasha::store
