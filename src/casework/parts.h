// What the pages of casework share: what they work with, and pieces of pages.
#pragma once

#include "arasha/cards.pb.h"
#include "casework/additions.h"
#include "casework/cases.h"
#include "casework/pages.h"
#include "casework/readers.h"
#include "pack/shelf.h"
#include "projection/tables.h"
#include "web/entry_form.h"

namespace arasha::casework {

using web::add_labels;
using web::author_name;
using web::circle_name;
using web::date_label;
using web::el;
using web::field_named;
using web::fields_html;
using web::Html;
using web::label;
using web::member_name;
using web::no_page;
using web::once_field;
using web::once_of;
using web::put_today;
using web::quiet;
using web::Visit;
using web::void_el;

// What a page works with; outlives the site.
struct Desk {
  vault::Vault& vault;
  projection::Tables& tables;
  const pack::Shelf& shelf;  // casework/services/norms.h says which pack counts
  std::shared_ptr<const Additions> added = std::make_shared<Additions>();
};
using DeskPage = web::Response (*)(const Desk&, const Visit&);

// Each registers the pages of one file.
void add_work_pages(web::Site& site, const Desk& desk);     // lists/work_page.cpp
void add_list_pages(web::Site& site, const Desk& desk);     // lists/cases_page.cpp
void add_out_pages(web::Site& site, const Desk& desk);      // lists/out_pages.cpp
void add_person_pages(web::Site& site, const Desk& desk);   // person/: search, duplicates, family
void add_contact_pages(web::Site& site, const Desk& desk);  // contact_pages.cpp
void add_case_pages(web::Site& site, const Desk& desk);     // case_page.cpp
void add_history_pages(web::Site& site, const Desk& desk);  // history/pages.cpp
void add_plan_pages(web::Site& site, const Desk& desk);     // plan/pages.cpp
void add_screening_pages(web::Site& site, const Desk& desk);  // screening/pages.cpp; before those of other entries
void add_service_pages(web::Site& site, const Desk& desk);    // services/pages.cpp; as those
void add_many_service_pages(web::Site& site, const Desk& desk);  // services/many_pages.cpp
void add_norm_pages(web::Site& site, const Desk& desk);       // services/norms_page.cpp
void add_consent_pages(web::Site& site, const Desk& desk);    // consent/pages.cpp; before those of other entries
void add_document_pages(web::Site& site, const Desk& desk);   // documents/pages.cpp; as those
void add_paper_pages(web::Site& site, const Desk& desk);      // documents/paper_pages.cpp; as those
void add_entry_pages(web::Site& site, const Desk& desk);    // entry_pages.cpp
void add_return_pages(web::Site& site, const Desk& desk);   // returning/pages.cpp
void add_step_pages(web::Site& site, const Desk& desk);     // step_pages.cpp
void add_own_form_pages(web::Site& site, const Desk& desk);  // own/pages.cpp
void add_task_pages(web::Site& site, const Desk& desk);    // tasks/pages.cpp
void add_clue_pages(web::Site& site, const Desk& desk);    // clues/pages.cpp
void add_follow_up_pages(web::Site& site, const Desk& desk);  // tasks/follow_ups.cpp
void add_template_pages(web::Site& site, const Desk& desk);   // tasks/template_pages.cpp
void add_retention_pages(web::Site& site, const Desk& desk);  // retention/erasure_pages.cpp

void on_get(web::Site& site, const Desk& desk, const char* pattern, DeskPage page);
void on_post(web::Site& site, const Desk& desk, const char* pattern, DeskPage page);

std::optional<FileId> file_of(const Visit& visit);

Date today(const Desk& desk);
// The day on the clock of this machine, as `Catalogue::moment` shows it.
Date local_day(Time time);

Html state_tag(const Catalogue& words, const std::string& state);
Html danger_tag(const Catalogue& words, const CaseCard& card);  // of an open case; nothing where there is none
// "man, 34, Uzbekistan"
std::string short_person(const Catalogue& words, const PersonCard& card, Date today);

// The fields of an entry that say something.
Html values_of(const Catalogue& words, const google::protobuf::Message& message);

// After a conflict: both versions, field by field; the form below it holds what the person typed and saves over the newer.
Html conflict_notice(const Desk& desk, const Visit& visit, const Item& item, const google::protobuf::Message& mine, const Error& error);

// Where a screening is answered again; empty for any other item.
std::string screening_address(FileId file, const Item& item);
// Where a service is corrected; empty for any other item.
std::string service_address(FileId file, const Item& item);

// Where a document or a paper that we keep is shown; empty for any other item.
std::string document_address(FileId file, const Item& item, FileId case_file);

// May this member write into that compartment of this file: hers already, or new and given to a circle of hers.
bool may_write(const Desk& desk, const Visit& visit, FileId file, vault::Compartment compartment);

// Whether a new case cannot have this alias, as far as this member may know of others.
bool alias_is_taken(const Desk& desk, const Visit& visit, const std::string& alias);

// Whether the policy gives that compartment of new files to a circle of this member.
bool reads(const vault::Directory& state, MemberId member, vault::Compartment compartment);
// Those who may open the work of this case, by name.
std::vector<web::Choice> colleagues_of(const Desk& desk, const Visit& visit, FileId file);

// What was typed here before and not sent; today as the date where nothing was.
schema::FormData draft_of(const Desk& desk, const Visit& visit);
std::unique_ptr<google::protobuf::Message> new_message(const schema::EntryType& type);
// A form whose typing is kept while the person writes.
template <class... Children>
Html kept_form(const std::string& action, std::string_view csrf, const Children&... children) {
  return el("form", {{"method", "post"}, {"action", action}, {"novalidate", ""}, {"data-draft", ""}}, web::csrf_field(csrf), children...);
}

}  // namespace arasha::casework
