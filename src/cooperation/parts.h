// What the pages of cooperation share. Inside the room.
#pragma once

#include "cooperation/cards.h"
#include "cooperation/lists.h"
#include "cooperation/pages.h"
#include "vault/filing.h"
#include "vault/program_fields.h"
#include "web/entry_form.h"

namespace arasha::cooperation {

using web::date_label;
using web::el;
using web::Html;
using web::label;
using web::member_name;
using web::quiet;
using web::Visit;

// What a page works with; outlives the site.
struct Desk {
  vault::Vault& vault;
  projection::Projection& projection;
  const Book& book;
};
using DeskPage = web::Response (*)(const Desk&, const Visit&);
void on_get(web::Site& site, const Desk& desk, const char* pattern, DeskPage page);
void on_post(web::Site& site, const Desk& desk, const char* pattern, DeskPage page);

// Each registers the pages of one file.
void add_overview_pages(web::Site& site, const Desk& desk);    // overview.cpp
void add_agreement_pages(web::Site& site, const Desk& desk);   // agreement_pages.cpp
void add_meeting_pages(web::Site& site, const Desk& desk);     // meeting_pages.cpp
void add_report_pages(web::Site& site, const Desk& desk);      // report_pages.cpp
void add_work_pages(web::Site& site, const Desk& desk);        // work_pages.cpp
void add_table_pages(web::Site& site, const Desk& desk);       // tables.cpp
void add_sheet_pages(web::Site& site, const Desk& desk);       // sheet_pages.cpp
void add_entry_pages(web::Site& site, const Desk& desk);       // entry_pages.cpp

vault::Filing filing(const Desk& desk);
Date today(const Desk& desk);

// Who reads the compartment sees; of these, stewards and the Referral circle write.
bool reads(const vault::Directory& state, MemberId member);
bool writes(const Desk& desk, const Visit& visit);

struct Opened {
  FileId file;
  Story story;
  FileKind kind = FileKind::none;
};
// The file of the address; recorded as a reading. `not_found` for what is none of ours or not hers.
Result<Opened> open(const Desk& desk, const Visit& visit, vault::Action action = vault::Action::opened);
// The entry of the address, of that type; null: there is none.
template <class MessageType>
const Item* entry_of(const Visit& visit, const Story& story) {
  const auto entry = visit.parameters.find("entry");
  return entry == visit.parameters.end() ? nullptr : item_of<MessageType>(story, entry->second);
}

// Every card that this member may see; recorded as a list, or as what else was done with it.
Result<Cards> load(const Desk& desk, const Visit& visit, vault::Action action = vault::Action::listed);

// --- Addresses
inline constexpr const char* kHome = "/cooperation";
std::string address(FileId file);
std::string meeting_address(FileId file, const std::string& entry);
std::string work_address(FileId file, const std::string& entry);
std::string recommendation_address(FileId file, const std::string& entry);
std::string correct_address(FileId file, const Item& item);
// "/cooperation/…/add/WorkProgress/…"; `about`: the entry that it is about, or null.
std::string add_address(FileId file, const google::protobuf::Descriptor& type, const Item* about = nullptr);
// Where an entry is shown.
std::string shown_at(FileId file, const Story& story, const google::protobuf::Message& message, const Item* item);

// --- Pieces of pages
Html tabs(const Catalogue& words, const char* current);
Html section(std::string_view title, const std::string& id, const Html& inside);
Html state_tag(const Catalogue& words, const std::string& state);    // work_state
Html meeting_tag(const Catalogue& words, const std::string& state);  // meeting_state
Html validity_tag(const Catalogue& words, const AgreementRow& row);
Html verdict_tag(const Catalogue& words, const std::string& verdict);
// "runs out in 40 days", "was over 3 days ago"; empty where there is nothing to say.
std::string validity_words(const Catalogue& words, const AgreementRow& row);
// "12 March 2026, 3 days late"
Html due_words(const Catalogue& words, const std::string& due, const std::optional<int>& days);
// "2 of 3 actions done, 1 late", with a bar for those who see it.
Html progress_words(const Catalogue& words, const AimRow& row);
std::string responsible(const std::string& body, const std::string& person);
// Evidence, each with its day and where it is.
Html evidence_list(const Catalogue& words, const WorkProgress& progress);
// Every version with who wrote it and what it changed, closed at first; nothing for one version.
Html history(const Catalogue& words, const vault::Directory& state, const Item& item);
// "Correct", for who writes.
Html correct_link(const Desk& desk, const Visit& visit, FileId file, const Item& item);

// Puts down the one colleague of that name, among those who read the compartment; none: somebody outside.
std::string colleague_named(const vault::Directory& state, const std::string& name);

}  // namespace arasha::cooperation
