// Organisations that know one another: each a vault of its own in a folder of its own, with two stewards and keys.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "exchange/parcel.h"
#include "exchange/post.h"
#include "vault/world.h"

namespace arasha::exchange {

using vault::must;

// One organisation. Its first member is steward of every circle; "Second" is a steward of the house and of nothing else.
class House {
 public:
  House(const std::filesystem::path& folder, const std::string& name, const Clock& clock) : name_(name), folder_(folder), clock_(clock) {
    vault::Vault::InitOptions options;
    options.organization = name;
    options.steward = "First";
    options.password = kPassword;
    options.cost = vault::kCheap;
    must(vault::Vault::init(folder, options, clock));
    open();
    first_ = std::make_unique<vault::Keyring>(must(vault_->sign_in("First", kPassword)));
    second_ = std::make_unique<vault::Keyring>(add("Second", {vault::CircleKind::stewards}));
    must(make_keys(*vault_, *first_));
  }

  vault::Keyring add(const std::string& name, const std::vector<vault::CircleKind>& circles) {
    const auto invitation = must(vault_->add_member(*first_, name, false));
    auto keyring = must(vault_->activate(name, invitation.code, kPassword));
    must(vault_->verify_member(*first_, keyring.member(), vault_->directory()->member(keyring.member())->keys));
    for (const vault::CircleKind kind : circles) must(vault_->join_circle(*first_, vault_->directory()->circle(kind)->id, keyring.member(), false));
    must(vault_->refresh(keyring));
    return keyring;
  }

  // Both stewards compare the keys of the other house, and its card stands in the book.
  void meets(const House& other, const std::string& url = "") {
    Card card{other.id(), other.name_, other.vault_->directory()->exchange().back(), {url, {}}, clock_.now()};
    must(note_card(*vault_, *first_, card, ""));
    must(vault_->compare_partner(*first_, card.organization, card.name, card.keys));
    must(vault_->compare_partner(*second_, card.organization, card.name, card.keys));
  }

  // Where its server is now; nothing: nowhere, what goes to it is carried by hand.
  void reaches(const House& other, const std::string& url) {
    const Card card{other.id(), other.name_, other.vault_->directory()->exchange().back(), {url, {}}, clock_.now()};
    must(note_card(*vault_, *first_, card, ""));
  }

  // What is waiting to be delivered, in order; it is gone then.
  std::vector<Bytes> take_parcels() {
    std::vector<Bytes> out;
    std::vector<vault::ParcelId> ids;
    must(vault_->each_parcel([&](vault::ParcelId id, BytesView content) -> Result<void> {
      out.push_back(must(decode_parcel(content)).envelope);
      ids.push_back(id);
      return {};
    }));
    for (const vault::ParcelId id : ids) must(vault_->settle_parcel(id));
    return out;
  }
  // As the inlet does.
  Result<void> receive(BytesView envelope) {
    const auto state = vault_->directory();
    TRY(id, check_envelope(*state, envelope));
    return vault_->put_drop(id, state->circle(vault::CircleKind::referral)->id, envelope);
  }

  void open() { vault_ = must(vault::Vault::open(folder_, clock_)); }
  void close() { vault_.reset(); }
  OrganizationId id() const { return vault_->organization(); }
  vault::Vault& vault() { return *vault_; }
  const vault::Vault& vault() const { return *vault_; }
  const vault::Keyring& first() const { return *first_; }
  const vault::Keyring& second() const { return *second_; }
  const std::filesystem::path& folder() const { return folder_; }
  ExchangeCard book() const { return must(read_book(*vault_, *first_)); }

  static constexpr std::string_view kPassword = "four words for a steward";

 private:
  std::string name_;
  std::filesystem::path folder_;
  const Clock& clock_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<vault::Keyring> first_;
  std::unique_ptr<vault::Keyring> second_;
};

class Houses : public ::testing::Test {
 protected:
  void SetUp() override {
    must(crypto::initialize());
    std::string pattern = (std::filesystem::temp_directory_path() / "arasha-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    ::setenv("ARASHA_KEY_DIR", (root_ / "keys").c_str(), 1);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  std::unique_ptr<House> house(const std::string& name) { return std::make_unique<House>(root_ / name, name, clock_); }

  FixedClock clock_{from_milliseconds(1'780'000'000'000)};
  std::filesystem::path root_;
};

// Two that have compared their keys, and what each of them does with what comes.
class Introduced : public Houses {
 protected:
  void SetUp() override {
    Houses::SetUp();
    a_ = house("alpha");
    b_ = house("beta");
    a_->meets(*b_, reached() ? "https://beta.example" : "");
    b_->meets(*a_, reached() ? "https://alpha.example" : "");
  }
  virtual bool reached() const { return true; }  // over the network; else what travels is carried by hand
  // Everything that waits, to and fro, until nothing moves.
  void deliver() {
    for (int round = 0; round < 20; ++round) {
      auto to_b = a_->take_parcels();
      auto to_a = b_->take_parcels();
      if (to_a.empty() && to_b.empty()) return;
      for (const Bytes& one : to_b) must(b_->receive(one));
      for (const Bytes& one : to_a) must(a_->receive(one));
      must(collect(b_->vault(), b_->first(), at_b_));
      must(collect(a_->vault(), a_->first(), at_a_));
    }
    ADD_FAILURE() << "they talk without end";
  }
  // What the first one sent comes to the second, one after the other, so that no more than one is held. Answers how many.
  std::size_t carry() {
    std::vector<vault::ParcelId> ids;
    must(a_->vault().each_parcel([&](vault::ParcelId id, BytesView content) -> Result<void> {
      ids.push_back(id);
      return b_->receive(must(decode_parcel(content)).envelope);
    }));
    must(a_->vault().settle_parcels(ids));
    return ids.size();
  }

  std::unique_ptr<House> a_;
  std::unique_ptr<House> b_;
  Handlers at_a_;
  Handlers at_b_;
};

}  // namespace arasha::exchange
