// An organisation with a directory, and members of every kind.
#pragma once

#include "directory/files.h"
#include "directory/table.h"
#include "vault/world.h"

namespace arasha::directory {

using vault::must;

class House : public vault::World {
 protected:
  void SetUp() override {
    vault::World::SetUp();
    table_ = std::make_unique<Table>();
    projection_ = std::make_unique<projection::Projection>(*vault_);
    projection_->attach(DIRECTORY, *table_);
    steward_ = std::make_unique<vault::Keyring>(steward());
  }
  void TearDown() override {
    projection_.reset();
    table_.reset();
    vault::World::TearDown();
  }
  vault::Keyring in(const std::string& name, std::initializer_list<vault::CircleKind> kinds) {
    vault::Keyring out = member(name);
    for (const auto kind : kinds) must(vault_->join_circle(*steward_, circle(kind), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
  static DirectoryOrganisation organisation(const char* name, const char* type = "ngo_shelter") {
    DirectoryOrganisation out;
    out.set_name(name);
    out.set_type(type);
    out.set_give_on("yes");
    return out;
  }
  static DirectoryService service(const char* name, std::initializer_list<const char*> needs, std::initializer_list<const char*> languages = {"ru"}) {
    DirectoryService out;
    out.set_name(name);
    out.set_status("active");
    for (const char* need : needs) out.add_needs(need);
    for (const char* language : languages) out.add_languages(language);
    return out;
  }
  static DirectoryPlace place(const char* locality, const char* region, const char* secrecy = "public", const char* address = "") {
    DirectoryPlace out;
    out.set_locality(locality);
    out.set_region(region);
    out.set_secrecy(secrecy);
    out.set_address(address);
    return out;
  }
  FileId open(const DirectoryOrganisation& one) { return must(Files(*vault_).open(*steward_, one)); }
  EntryId add(FileId file, const google::protobuf::Message& message) { return must(Files(*vault_).add(*steward_, file, message)); }
  std::vector<std::string> names(const Query& query, const vault::Keyring* by = nullptr) {
    auto access = must(projection_->enter(by == nullptr ? *steward_ : *by, DIRECTORY));
    std::vector<std::string> out;
    for (const Row& row : table_->find(access, query, 0, 100).rows) out.push_back(row.card.organisation().name());
    return out;
  }
  std::vector<Row> rows() {
    auto access = must(projection_->enter(*steward_, DIRECTORY));
    return table_->organisations(access);
  }

  std::unique_ptr<Table> table_;
  std::unique_ptr<projection::Projection> projection_;
  std::unique_ptr<vault::Keyring> steward_;
};

}  // namespace arasha::directory
