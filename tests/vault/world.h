// A small organisation in a temporary folder, with a clock that tests move and a key folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "vault/backup.h"
#include "vault/vault.h"
#include "vault/verify.h"

namespace arasha::vault {

// The cheapest passphrase cost that the program accepts, so that tests spend their time elsewhere.
inline constexpr crypto::PasswordCost kCheap{19, 2};

template <class T>
T must(Result<T> result) {
  if (!result) ADD_FAILURE() << result.error().to_string();
  if (!result) std::abort();
  return std::move(*result);
}
inline void must(const Result<void>& result) {
  if (!result) ADD_FAILURE() << result.error().to_string();
}

class World : public ::testing::Test {
 protected:
  static constexpr std::string_view kPassword = "four words for a steward";
  static constexpr Compartment kAssistance = 3;
  static constexpr Compartment kHealth = 2;
  static constexpr Compartment kIdentity = 1;
  static constexpr Compartment kReferral = 9;

  void SetUp() override {
    must(crypto::initialize());
    std::string pattern = (std::filesystem::temp_directory_path() / "arasha-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    ::setenv("ARASHA_KEY_DIR", (root_ / "keys").c_str(), 1);
    Vault::InitOptions options;
    options.organization = "Centre";
    options.steward = "Saule";
    options.password = kPassword;
    options.trustees = 3;
    options.threshold = 2;
    options.cost = kCheap;
    auto made = must(Vault::init(data(), options, clock_));
    shares_ = std::move(made.shares);
    organization_ = made.organization;
    open();
  }
  void TearDown() override {
    vault_.reset();
    std::filesystem::remove_all(root_);
  }

  std::filesystem::path data() const { return root_ / "data"; }
  std::filesystem::path checkpoint() const { return key_folder() / (organization_.text() + ".checkpoint"); }
  void open() { vault_ = must(Vault::open(data(), clock_)); }
  void reopen() {
    vault_.reset();
    open();
  }
  Keyring steward() { return must(vault_->sign_in("Saule", kPassword)); }
  // A verified member with no circle yet.
  Keyring member(const std::string& name, const std::string& password = "a long passphrase of hers") {
    const Keyring by = steward();
    auto invitation = must(vault_->add_member(by, name, false));
    Keyring keyring = must(vault_->activate(name, invitation.code, password));
    const auto state = vault_->directory();
    must(vault_->verify_member(by, keyring.member(), state->member(keyring.member())->keys));
    return keyring;
  }
  CircleId circle(CircleKind kind) { return vault_->directory()->circle(kind)->id; }
  static Bytes text(std::string_view value) { return to_bytes(view(value)); }

  // A new file with one entry and a card in each of the compartments.
  FileId new_file(const Keyring& by, const std::vector<Compartment>& compartments, std::string_view content = "Aliya came at night") {
    FileChange change;
    change.file = crypto::random_id<FileId>();
    for (const Compartment compartment : compartments) {
      change.entries.push_back({compartment, 7, text(content), {}, {}});
      change.cards.push_back({compartment, text(content)});
    }
    must(vault_->append(by, {change}));
    return change.file;
  }

  std::filesystem::path root_;
  FixedClock clock_{from_milliseconds(1'790'000'000'000)};
  std::unique_ptr<Vault> vault_;
  std::vector<crypto::Share> shares_;
  OrganizationId organization_;
};

}  // namespace arasha::vault
