// The process is killed, or the power cut, at every call that reaches the database's files, while people append, import,
// rotate, back up and found an organisation. After each: what was acknowledged is there, nothing is half there, and
// everything verifies.
#include <unistd.h>

#include "store/fault.h"
#include "vault/world.h"

namespace arasha::vault {
namespace {

namespace fs = std::filesystem;
using store::fault::Acknowledge;
using store::fault::Then;

class Crash : public World {
 protected:
  void SetUp() override {
    World::SetUp();
    store::fault::install();
    by_.emplace(steward());
  }
  // `prepare` was called before: the organisation as it stands is what every run begins with.
  void keep_as_start() {
    vault_.reset();
    fs::rename(root_ / "data", root_ / "start");
    fs::rename(root_ / "keys", root_ / "start-keys");
  }
  void begin() {
    vault_.reset();
    for (const char* name : {"data", "keys", "new.backup", "new.backup.copy", "new.backup.new", "restored"}) fs::remove_all(root_ / name);
    fs::copy(root_ / "start", root_ / "data", fs::copy_options::recursive);
    fs::copy(root_ / "start-keys", root_ / "keys", fs::copy_options::recursive);
  }
  // Runs `work` again and again, killed one call later each time, until it comes to its end.
  void at_every_call(Then then, const std::function<void(const Acknowledge&)>& work,
                     const std::function<void(std::size_t acknowledged)>& check, std::uint64_t least) {
    std::uint64_t nth = 1;
    for (; nth < 3000; ++nth) {
      begin();
      const auto outcome = store::fault::run_in_child(nth, then, work);
      SCOPED_TRACE("killed at call " + std::to_string(nth));
      ASSERT_TRUE(outcome.status == 0 || outcome.status == store::fault::kKilled) << outcome.status;
      check(outcome.acknowledged.size());
      if (outcome.status == 0 || HasFailure()) break;
    }
    EXPECT_GE(nth, least) << "the work reaches the disk far more often";
  }
  void expect_sound() {
    vault_.reset();
    const auto report = verify(data());
    EXPECT_TRUE(report.is_ok()) << (report ? "" : report.error().to_string());
  }
  static Result<std::unique_ptr<Vault>> open_or_die(const fs::path& folder, const Clock& clock) {
    auto vault = Vault::open(folder, clock);
    if (!vault) ::_exit(3);
    return vault;
  }
  static void must_in_child(bool ok, int status) {
    if (!ok) ::_exit(status);
  }

  std::optional<Keyring> by_;  // its keys live on in the children
};

TEST_F(Crash, AppendingLosesNothingAcknowledged) {
  const FileId file = new_file(*by_, {kAssistance}, "first");
  keep_as_start();
  for (const Then then : {Then::die, Then::torn, Then::power_cut}) {
    at_every_call(then, [&](const Acknowledge& acknowledge) {
      const auto vault = open_or_die(data(), clock_);
      for (std::uint32_t i = 1; i <= 3; ++i) {
        const std::string words = "note " + std::to_string(i);
        must_in_child((*vault)->append(*by_, {{file, i, {{kAssistance, 7, text(words), {}, {}}}, {{kAssistance, text(words)}}, {}, {}}}).is_ok(), 4);
        acknowledge(i);
      }
    }, [&](std::size_t acknowledged) {
      expect_sound();
      open();
      const auto opened = must(vault_->open_file(*by_, file));
      EXPECT_GE(opened.length, 1 + acknowledged);
      EXPECT_LE(opened.length, 2 + acknowledged);
      const std::string last = opened.length == 1 ? "first" : "note " + std::to_string(opened.length - 1);
      EXPECT_EQ(to_text(opened.entries.back().content), last);
      EXPECT_EQ(to_text(*must(vault_->card(*by_, file, kAssistance))), last);
    }, 15);
  }
}

TEST_F(Crash, AnImportIsThereWhollyOrNotAtAll) {
  keep_as_start();
  constexpr std::size_t kCount = 300;
  for (const Then then : {Then::die, Then::power_cut}) {
    at_every_call(then, [&](const Acknowledge& acknowledge) {
      const auto vault = open_or_die(data(), clock_);
      std::size_t given = 0;
      const auto next = [&]() -> Result<std::optional<FileChange>> {
        if (given++ == kCount) return std::optional<FileChange>();
        FileChange change;
        change.file = crypto::random_id<FileId>();
        change.entries.push_back({kAssistance, 7, text("row"), {}, {}});
        change.cards.push_back({kAssistance, text("row")});
        return std::optional<FileChange>(std::move(change));
      };
      must_in_child((*vault)->append_all(*by_, next, {}).is_ok(), 4);
      acknowledge(0);
    }, [&](std::size_t acknowledged) {
      expect_sound();
      open();
      const auto files = must(vault_->store().file_count());
      EXPECT_TRUE(files == kCount || (files == 0 && acknowledged == 0)) << files;
    }, 15);
  }
}

// What is read once is there unread, or marked as read and gone: never shown and there again, never gone without a word.
TEST_F(Crash, WhatIsReadOnceIsUnreadOrMarkedAsRead) {
  const auto made = must(vault_->put_once(*by_, {Bytes(9000, 7), clock_.now() + std::chrono::hours(1)}));
  keep_as_start();
  for (const Then then : {Then::die, Then::torn, Then::power_cut}) {
    at_every_call(then, [&](const Acknowledge& acknowledge) {
      const auto vault = open_or_die(data(), clock_);
      const auto wrong = (*vault)->read_once(made.id, "bada bada bada bada bada bada");
      must_in_child(wrong.is_ok() && !wrong->content, 4);
      acknowledge(0);
      const auto right = (*vault)->read_once(made.id, made.words);
      must_in_child(right.is_ok() && right->content && right->content->size() == 9000, 5);
      acknowledge(1);
    }, [&](std::size_t acknowledged) {
      expect_sound();
      open();
      const OnceStatus now = must(vault_->once(made.id));
      EXPECT_EQ(now.state == OnceState::waiting, !must(vault_->store().once(made.id))->body.empty());
      EXPECT_TRUE(now.state == OnceState::waiting || now.state == OnceState::read);
      EXPECT_TRUE(acknowledged == 0 || now.tries_left == kOnceTries - 1) << "a wrong try was forgotten";
      EXPECT_TRUE(acknowledged < 2 || now.state == OnceState::read) << "shown, and there again";
      EXPECT_EQ(must(vault_->read_once(made.id, made.words)).content.has_value(), now.state == OnceState::waiting);
    }, 5);
  }
}

// Killed between the leaf and the opening, and anywhere else: what was opened was said before, and what was said counts
// for its time and no longer.
TEST_F(Crash, NothingIsOpenedBehindABrokenGlassThatWasNotSaid) {
  const FileId file = new_file(*by_, {kAssistance}, "closed");
  must(vault_->give_standing_keys(*by_));
  must(vault_->refresh(*by_));
  Keyring guard = member("Guard");
  must(vault_->join_circle(*by_, circle(CircleKind::emergency), guard.member(), false));
  must(vault_->refresh(guard));
  keep_as_start();
  const Time until = clock_.now() + std::chrono::hours(2);
  for (const Then then : {Then::die, Then::torn, Then::power_cut}) {
    at_every_call(then, [&](const Acknowledge& acknowledge) {
      const auto vault = open_or_die(data(), clock_);
      Notice notice;
      notice.file = file;
      notice.code = "life";
      must_in_child((*vault)->break_glass(guard, notice, std::chrono::hours(2)).is_ok(), 4);
      acknowledge(0);
      must_in_child((*vault)->open_file(guard, file).is_ok(), 5);
      acknowledge(1);
    }, [&](std::size_t acknowledged) {
      expect_sound();
      open();
      const auto said = must(vault_->notices(*by_, UINT64_MAX, 10));
      EXPECT_LE(said.rows.size(), 1U);
      EXPECT_TRUE(acknowledged == 0 || said.rows.size() == 1U);
      EXPECT_EQ(vault_->open_file(guard, file).is_ok(), said.rows.size() == 1U);
      for (const Notice& notice : said.rows) EXPECT_EQ(notice.until, until);
      if (acknowledged == 2) {
        const auto lines = must(vault_->readings(*by_, UINT64_MAX, 2));
        EXPECT_EQ(lines.back().reading.action, Action::emergency);
      }
    }, 5);
  }
}

TEST_F(Crash, ARotationIsThereWhollyOrNotAtAll) {
  Keyring aigul = member("Aigul");
  const CircleId casework = circle(CircleKind::casework);
  must(vault_->join_circle(*by_, casework, aigul.member(), false));
  must(vault_->refresh(aigul));
  std::vector<FileId> files;
  for (int i = 0; i < 5; ++i) files.push_back(new_file(aigul, {kAssistance}));
  keep_as_start();
  for (const Then then : {Then::die, Then::torn, Then::power_cut}) {
    at_every_call(then, [&](const Acknowledge& acknowledge) {
      const auto vault = open_or_die(data(), clock_);
      must_in_child((*vault)->leave_circle(*by_, casework, aigul.member()).is_ok(), 4);
      acknowledge(0);
    }, [&](std::size_t acknowledged) {
      expect_sound();
      open();
      const bool left = !vault_->directory()->is_in(aigul.member(), casework);
      EXPECT_TRUE(left || acknowledged == 0);
      Keyring now = must(Keyring::unpack(by_->own(), {}, by_->pack(by_->own(), {})));
      must(vault_->refresh(now));
      for (const FileId file : files) {
        EXPECT_TRUE(vault_->open_file(now, file).is_ok());
        EXPECT_EQ(vault_->may_open(aigul, file, kAssistance), !left);
      }
    }, 5);
  }
}

TEST_F(Crash, ADestructionIsThereWhollyOrNotAtAll) {
  const FileId of_case = new_file(*by_, {kAssistance, kHealth}, "of the case");
  const FileId of_person = new_file(*by_, {kIdentity}, "of the person");
  keep_as_start();
  const auto end_of = [](FileId file, std::uint32_t length, std::vector<Compartment> parts) {
    FileChange out;
    out.file = file;
    out.expected_length = length;
    out.destroy = std::move(parts);
    return out;
  };
  for (const Then then : {Then::die, Then::torn, Then::power_cut}) {
    at_every_call(then, [&](const Acknowledge& acknowledge) {
      const auto vault = open_or_die(data(), clock_);
      must_in_child((*vault)->append(*by_, {end_of(of_case, 2, {kAssistance, kHealth}), end_of(of_person, 1, {kIdentity})}).is_ok(), 4);
      acknowledge(0);
    }, [&](std::size_t acknowledged) {
      expect_sound();
      open();
      const bool gone = !vault_->open_file(*by_, of_case);
      EXPECT_EQ(gone, !vault_->open_file(*by_, of_person)) << "half of it";
      EXPECT_TRUE(gone || acknowledged == 0);
    }, 5);
  }
}

TEST_F(Crash, ABackupThatWasKilledHarmsNothingAndTheNextOneWorks) {
  new_file(*by_, {kAssistance});
  keep_as_start();
  at_every_call(Then::die, [&](const Acknowledge& acknowledge) {
    must_in_child(backup(data(), root_ / "new.backup").is_ok(), 4);
    acknowledge(0);
  }, [&](std::size_t acknowledged) {
    expect_sound();
    EXPECT_TRUE(acknowledged == 0 || fs::exists(root_ / "new.backup"));
    if (!fs::exists(root_ / "new.backup")) must(backup(data(), root_ / "new.backup"));
    EXPECT_FALSE(fs::exists(root_ / "new.backup.copy"));
    EXPECT_FALSE(fs::exists(root_ / "new.backup.new"));
    EXPECT_EQ(must(restore(root_ / "new.backup", root_ / "restored", {})).files, 1U);
  }, 3);
}

TEST_F(Crash, AnInitThatWasKilledIsBegunAnew) {
  vault_.reset();
  Vault::InitOptions options;
  options.organization = "Second";
  options.steward = "Saule";
  options.password = kPassword;
  options.cost = kCheap;
  fs::rename(root_ / "data", root_ / "other");
  fs::create_directory(root_ / "start");
  fs::create_directory(root_ / "start-keys");
  at_every_call(Then::die, [&](const Acknowledge& acknowledge) {
    must_in_child(Vault::init(data(), options, clock_).is_ok(), 4);
    acknowledge(0);
  }, [&](std::size_t acknowledged) {
    const auto again = Vault::init(data(), options, clock_);
    // Told that it is there only when it is whole: then it is refused, and somebody can sign in.
    if (!again) {
      EXPECT_EQ(again.error().code, ErrorCode::unavailable) << again.error().to_string();
    }
    EXPECT_TRUE(!again || acknowledged == 0);
    open();
    EXPECT_TRUE(vault_->sign_in("Saule", kPassword).is_ok());
    expect_sound();
  }, 20);
}

}  // namespace
}  // namespace arasha::vault
