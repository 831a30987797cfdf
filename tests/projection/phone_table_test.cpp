#include "projection/phone_table.h"

#include <gmock/gmock.h>

#include "projection/shelf.h"

namespace arasha::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using vault::Keyring;
using vault::must;

class PhoneTableTest : public ShelfWorld {
 protected:
  static PresenceCard card(FileId person, const char* number) {
    PresenceCard out;
    out.set_person(person.text());
    out.set_safe_number(number);
    return out;
  }
  std::vector<FileId> with(const Keyring& by, std::string_view number) {
    const Access access = must(tables_->projection().enter(by, PRESENCE));
    return tables_->phones().persons_of(access, number);
  }
};

TEST_F(PhoneTableTest, WhoseCaseANumberStandsIn) {
  const Keyring by = steward();
  const auto person = crypto::random_id<FileId>();
  const FileId file = add(*vault_, by, PRESENCE, card(person, "+7 701 234 56 78; 8 702 000 11 22"));
  add(*vault_, by, PRESENCE, card(person, "8 701 234 56 78"));
  add(*vault_, by, PRESENCE, card(crypto::random_id<FileId>(), ""));
  EXPECT_THAT(with(by, "7012345678"), ElementsAre(person));  // once
  EXPECT_THAT(with(by, "+7 702 000 11 22"), ElementsAre(person));
  EXPECT_THAT(with(by, "+7 702 000 11 23"), IsEmpty());
  EXPECT_THAT(with(by, ""), IsEmpty());
  must(vault_->append(by, {change_with(file, 1, PRESENCE, card(person, "102"))}));
  EXPECT_THAT(with(by, "+7 702 000 11 22"), IsEmpty());
}

TEST_F(PhoneTableTest, NobodyFindsWhatIsClosed) {
  const Keyring by = steward();
  const Keyring dana = member("Dana");
  const auto person = crypto::random_id<FileId>();
  add(*vault_, by, PRESENCE, card(person, "+7 701 234 56 78"), std::vector{by.member()});
  EXPECT_THAT(with(by, "+7 701 234 56 78"), ElementsAre(person));
  EXPECT_THAT(with(dana, "+7 701 234 56 78"), IsEmpty());
}

}  // namespace
}  // namespace arasha::projection
