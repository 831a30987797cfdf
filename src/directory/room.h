// What the pages of this room share. Inside the room only.
#pragma once

#include "directory/files.h"
#include "directory/pages.h"
#include "directory/rules.h"
#include "web/entry_form.h"
#include "web/values.h"

namespace arasha::directory {

using web::el;
using web::Html;
using web::member_name;
using web::quiet;
using web::Visit;

inline constexpr const char* kHome = "/directory";

// What a page works with; outlives the site.
struct Desk {
  vault::Vault& vault;
  projection::Projection& projection;
  const Table& table;
  const pack::Shelf& shelf;
};
using DeskPage = web::Response (*)(const Desk&, const Visit&);
// For whoever may read the directory; for others it is as if there were no such page.
void on_get(web::Site& site, const Desk& desk, const char* pattern, DeskPage page);
void on_post(web::Site& site, const Desk& desk, const char* pattern, DeskPage page);

void add_list_pages(web::Site& site, const Desk& desk);          // list_page.cpp
void add_organisation_pages(web::Site& site, const Desk& desk);  // organisation_page.cpp
void add_entry_pages(web::Site& site, const Desk& desk);         // entry_pages.cpp
void add_import_pages(web::Site& site, const Desk& desk);        // import_pages.cpp
void add_export_pages(web::Site& site, const Desk& desk);        // export_pages.cpp

bool writes(const Desk& desk, const Visit& visit);
std::optional<FileId> file_of(const Visit& visit);
std::string address_of(FileId file);
Date today(const Desk& desk);
int check_months(const Desk& desk);
Html small_button(std::string_view text, std::string_view about);

// "2 to 4, place to sleep, women and girls", without its day.
std::string vacancy_text(const Catalogue& words, const DirectoryVacancy& vacancy);
// "Checked 3 months ago"; a warning where it is due, and where nobody ever did.
Html checked_html(const Catalogue& words, const DirectoryCard& card, Date today, int months);
// "today", "3 days ago", "14 months ago".
std::string ago(const Catalogue& words, Date then, Date now);
std::string place_text(const Catalogue& words, const DirectoryPlace& place);  // "Astana, Akmola region"
// "Monday, Friday 09:00–18:00"
std::string hours_text(const Catalogue& words, const DirectoryService::Hours& hours);

// The institutions of the organisation's country pack, of which no own entry was made yet.
struct PackRow {
  const pack::Pack* pack = nullptr;
  const pack::Institution* institution = nullptr;
};
std::vector<PackRow> pack_rows(const Desk& desk, const projection::Access& access);
// The entry with which one begins who takes it over; nothing for an id that is not there.
std::optional<DirectoryOrganisation> from_pack(const Desk& desk, const Catalogue& words, std::string_view id);
std::vector<std::string> pack_phones(const Desk& desk, std::string_view id);

}  // namespace arasha::directory
