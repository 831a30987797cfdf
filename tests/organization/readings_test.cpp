#include "organization/readings.h"

#include "vault/world.h"

namespace arasha::organization {
namespace {

using vault::Action;
using vault::Keyring;
using vault::must;

constexpr std::uint64_t kNewest = UINT64_MAX;

class Readings : public vault::World {
 protected:
  ReadingList find(const Keyring& by, const ReadingFilter& filter, std::uint64_t before = kNewest, std::size_t limit = 50, std::size_t walk = 10'000) {
    return must(find_readings(*vault_, by, filter, before, limit, walk));
  }
};

TEST_F(Readings, NewestFirstInPagesThatMissNothing) {
  const Keyring by = steward();
  std::vector<FileId> files;
  for (int i = 0; i < 7; ++i) files.push_back(new_file(by, {kAssistance}));
  for (const FileId file : files) must(vault_->open_file(by, file));
  ReadingFilter opened;
  opened.action = Action::opened;
  std::vector<FileId> seen;
  std::uint64_t before = kNewest;
  int pages = 0;
  while (true) {
    const ReadingList list = find(by, opened, before, 3);
    for (const auto& line : list.rows) seen.push_back(line.reading.file);
    ++pages;
    if (!list.next) break;
    before = *list.next;
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen, std::vector<FileId>(files.rbegin(), files.rend()));
  EXPECT_EQ(find(by, opened, kNewest, 3).fitting, 7U);
  EXPECT_EQ(find(by, opened, kNewest, 3).counts.at(Action::opened), 7U);
}

TEST_F(Readings, AShortWalkSaysWhereToGoOn) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  must(vault_->open_file(by, file));
  for (int i = 0; i < 20; ++i) must(vault_->record(by, Action::listed, FileId(), 25));
  ReadingFilter opened;
  opened.action = Action::opened;
  const ReadingList first = find(by, opened, kNewest, 50, 10);
  EXPECT_TRUE(first.rows.empty());
  EXPECT_EQ(first.walked, 10U);
  ASSERT_TRUE(first.next.has_value());
  const ReadingList rest = find(by, opened, *first.next);
  ASSERT_EQ(rest.rows.size(), 1U);
  EXPECT_EQ(rest.rows[0].reading.file, file);
  EXPECT_FALSE(rest.next.has_value());
}

TEST_F(Readings, FiltersByMemberFileAndDay) {
  Keyring aigul = member("Aigul");
  const Keyring by = steward();
  must(vault_->join_circle(by, circle(vault::CircleKind::casework), aigul.member(), false));
  must(vault_->refresh(aigul));
  const FileId first = new_file(by, {kAssistance});
  const FileId second = new_file(by, {kAssistance});
  must(vault_->open_file(by, first));
  const Date day = [&] {  // of the machine, as a person reads it
    const auto seconds = std::chrono::system_clock::to_time_t(clock_.now());
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    return Date(std::chrono::year(parts.tm_year + 1900), std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
  }();
  clock_.advance(std::chrono::hours(48));
  must(vault_->open_file(aigul, first));
  must(vault_->open_file(aigul, second));
  clock_.advance(std::chrono::hours(48));
  must(vault_->open_file(by, second));

  ReadingFilter hers;
  hers.member = aigul.member();
  EXPECT_EQ(find(by, hers).rows.size(), 2U);
  ReadingFilter of_first;
  of_first.file = first.text().substr(0, 8);
  EXPECT_EQ(find(by, of_first).rows.size(), 2U);
  of_first.member = aigul.member();
  EXPECT_EQ(find(by, of_first).rows.size(), 1U);
  ReadingFilter on_day;
  on_day.action = Action::opened;
  for (const auto& [offset, count] : {std::pair(-1, 0U), std::pair(0, 1U), std::pair(1, 0U), std::pair(2, 2U), std::pair(4, 1U), std::pair(5, 0U)}) {
    on_day.day = Date(std::chrono::sys_days(day) + std::chrono::days(offset));
    EXPECT_EQ(find(by, on_day).rows.size(), count) << offset;
  }
}

TEST_F(Readings, OnlyAuditorsAsk) {
  const Keyring aigul = member("Aigul");
  EXPECT_FALSE(find_readings(*vault_, aigul, {}, kNewest, 10, 10));
  ReadingFilter with_day;
  with_day.day = date_of(clock_.now());
  EXPECT_FALSE(find_readings(*vault_, aigul, with_day, kNewest, 10, 10));
}

}  // namespace
}  // namespace arasha::organization
