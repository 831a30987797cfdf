// A site with a case in it, for the tests of its pages.
#pragma once

#include "casework/cases.h"
#include "casework/pages.h"
#include "vault/world.h"
#include "web/member_browser.h"

namespace arasha::casework {

using vault::must;
using Browser = web::MemberBrowser;

// A site with one case in it, and members of every kind.
class SiteTest : public vault::World {
 protected:
  void SetUp() override {
    vault::World::SetUp();
    tables_ = std::make_unique<projection::Tables>(*vault_);
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_pages(*site_, *tables_);
    steward_ = std::make_unique<vault::Keyring>(steward());
  }
  void TearDown() override {
    site_.reset();
    tables_.reset();
    vault::World::TearDown();
  }
  vault::Keyring in(const std::string& name, std::initializer_list<vault::CircleKind> kinds) {
    vault::Keyring out = member(name);
    for (const auto kind : kinds) must(vault_->join_circle(*steward_, circle(kind), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
  CaseFiles open_one(const char* family = "Каримова", const char* given = "Дилноза") {
    Identity identity;
    identity.set_family_name(family);
    identity.set_given_name(given);
    identity.set_sex("female");
    identity.add_citizenships("UZ");
    FirstContact contact;
    contact.set_date("2026-09-10");
    contact.add_sources("police");
    contact.set_danger("immediate");
    contact.set_summary("summary-text-of-the-contact");
    SafeContact safe;
    safe.set_number("+7 701 555 44 33");
    return must(Cases(*vault_).open_case(*steward_, identity, contact, safe));
  }
  EntryId note_in(FileId file, const char* text) {
    Note note;
    note.set_text(text);
    return must(Cases(*vault_).add(*steward_, file, note));
  }
  std::size_t length_of(FileId file) { return must(Cases(*vault_).read(*steward_, file)).length; }

  std::unique_ptr<projection::Tables> tables_;
  std::unique_ptr<web::Site> site_;
  std::unique_ptr<vault::Keyring> steward_;
};

}  // namespace arasha::casework
