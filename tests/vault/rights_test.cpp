// Who may do what: every circle × compartment × action, generated, with "no" wherever the policy does not say yes.
#include "vault/world.h"

namespace arasha::vault {
namespace {

constexpr Compartment kFirst = 1;
constexpr Compartment kLast = 7;
constexpr std::uint16_t kNote = 7;

struct Person {
  std::string name;
  std::optional<CircleKind> circle;  // none: an account alone
  bool administrator = false;
};

// What organisations of two people start with, written down a second time.
bool policy_says_yes(const Person& person, Compartment compartment) {
  static const std::map<CircleKind, std::vector<Compartment>> readers = {
      {CircleKind::casework, {1, 3, 5, 6, 7}}, {CircleKind::health, {2}},  {CircleKind::legal, {4, 7}},
      {CircleKind::duty, {5}},              {CircleKind::hotline, {5}}, {CircleKind::statistics, {6}},
  };
  if (!person.circle) return false;
  const auto found = readers.find(*person.circle);
  return found != readers.end() && std::find(found->second.begin(), found->second.end(), compartment) != found->second.end();
}

class Rights : public World {
 protected:
  struct Act {
    const char* name;
    std::function<bool(const Keyring& by, FileId file, Compartment compartment)> succeeds;
  };

  Keyring person(const Person& who) {
    const Keyring by = steward();
    auto invitation = must(vault_->add_member(by, who.name, who.administrator));
    Keyring keyring = must(vault_->activate(who.name, invitation.code, "a long passphrase of hers"));
    must(vault_->verify_member(by, keyring.member(), vault_->directory()->member(keyring.member())->keys));
    if (who.circle) must(vault_->join_circle(by, circle(*who.circle), keyring.member(), false));
    must(vault_->refresh(keyring));
    return keyring;
  }

  FileId full_file() {
    FileChange change;
    change.file = crypto::random_id<FileId>();
    for (Compartment c = kFirst; c <= kLast; ++c) {
      change.entries.push_back({c, kNote, text("content"), {}, {}});
      change.cards.push_back({c, text("card")});
    }
    must(vault_->append(steward(), {change}));
    return change.file;
  }

  std::uint32_t length_of(FileId file) { return must(vault_->store().file(file))->length; }

  bool listed(const Keyring& by, FileId file, Compartment compartment) {
    bool seen = false;
    std::vector<Recipient> recipients = {recipient_of(by.member())};
    for (const auto& [id, circle] : vault_->directory()->circles()) recipients.push_back(recipient_of(id));
    for (const Recipient& recipient : recipients) {
      must(vault_->each_card(by, recipient, compartment, [&](FileId found, std::uint32_t, BytesView) -> Result<void> {
        seen = seen || found == file;
        return {};
      }));
    }
    return seen;
  }

  bool followed(const Keyring& by, FileId file, Compartment compartment) {
    for (const auto& [id, circle] : vault_->directory()->circles()) {
      if (must(vault_->card_for(by, recipient_of(id), file, compartment))) return true;
    }
    return must(vault_->card_for(by, recipient_of(by.member()), file, compartment)).has_value();
  }

  bool reads(const Keyring& by, FileId file, Compartment compartment) {
    const auto opened = vault_->open_file(by, file);
    if (!opened) return false;
    for (const OpenedEntry& entry : opened->entries) {
      if (entry.header.compartment == compartment && entry.state == EntryState::readable) return true;
      EXPECT_TRUE(entry.state == EntryState::readable || entry.content.empty());
    }
    return false;
  }

  std::vector<Act> acts() {
    return {
        {"open", [this](const auto& by, FileId f, Compartment c) { return reads(by, f, c); }},
        {"may open", [this](const auto& by, FileId f, Compartment c) { return vault_->may_open(by, f, c); }},
        {"card", [this](const auto& by, FileId f, Compartment c) { return vault_->card(by, f, c).is_ok(); }},
        {"list", [this](const auto& by, FileId f, Compartment c) { return listed(by, f, c); }},
        {"follow", [this](const auto& by, FileId f, Compartment c) { return followed(by, f, c); }},
        {"write", [this](const auto& by, FileId f, Compartment c) {
           return vault_->append(by, {{f, length_of(f), {{c, kNote, text("more"), {}, {}}}, {}, {}, {}}}).is_ok();
         }},
        {"rewrite the card", [this](const auto& by, FileId f, Compartment c) {
           return vault_->append(by, {{f, length_of(f), {{c, kNote, text("more"), {}, {}}}, {{c, text("hers")}}, {}, {}}}).is_ok();
         }},
        {"erase", [this](const auto& by, FileId f, Compartment c) {
           return vault_->append(by, {{f, length_of(f), {}, {}, {static_cast<std::uint32_t>(c - 1)}, {}}}).is_ok();
         }},
    };
  }
};

TEST_F(Rights, OnlyWhatThePolicySays) {
  const FileId file = full_file();
  std::vector<Person> people = {{"Nobody's", {}, false}, {"Administrator", {}, true}};
  for (std::uint8_t kind = 1; kind <= static_cast<std::uint8_t>(CircleKind::auditors); ++kind) {
    people.push_back({"Circle " + std::to_string(kind), static_cast<CircleKind>(kind), false});
  }
  int yes = 0;
  for (const Person& who : people) {
    const Keyring by = person(who);
    for (Compartment c = kFirst; c <= kLast; ++c) {
      for (const Act& act : acts()) {
        const bool expected = policy_says_yes(who, c);
        EXPECT_EQ(act.succeeds(by, file, c), expected) << who.name << ", compartment " << static_cast<int>(c) << ", " << act.name;
        if (expected) ++yes;
      }
    }
  }
  EXPECT_EQ(yes, 11 * 8);  // circle and compartment pairs, each with every act
}

// Acts on people and circles: an account alone may do none of them.
TEST_F(Rights, AnAccountAloneChangesNothing) {
  const Keyring nobody = person({"Nobody's", {}, false});
  const MemberId saule = steward().member();
  for (const auto& [id, circle] : vault_->directory()->circles()) {
    EXPECT_FALSE(vault_->join_circle(nobody, id, nobody.member(), false));
    EXPECT_FALSE(vault_->leave_circle(nobody, id, saule));
  }
  EXPECT_FALSE(vault_->add_member(nobody, "Another", false));
  EXPECT_FALSE(vault_->close_member(nobody, saule));
  EXPECT_FALSE(vault_->readmit_member(nobody, saule));
  EXPECT_FALSE(vault_->rename(nobody, "Mine"));
  EXPECT_FALSE(vault_->change_setting(nobody, "pack", "kz"));
  EXPECT_FALSE(vault_->change_policy(nobody, kHealth, {circle(CircleKind::casework)}));
  EXPECT_FALSE(vault_->readings(nobody, UINT64_MAX, 1));
}

}  // namespace
}  // namespace arasha::vault
