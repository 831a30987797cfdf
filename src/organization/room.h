// What the pages of this room share. Inside the room only.
#pragma once

#include "organization/describe.h"
#include "pack/shelf.h"
#include "web/components.h"
#include "web/fields.h"
#include "web/site.h"

namespace arasha::organization {

using web::el;
using web::Html;
using web::Visit;

// What somebody may do here, from the key chain. It decides what a page offers; the vault decides again.
struct Rights {
  bool verified = false;
  bool steward = false;   // of the Stewards: confirms people, changes the policy, names the organisation
  bool accounts = false;  // invites and closes: stewards and administrators
  bool auditor = false;
  bool in_circle = false;
};
Rights rights_of(const vault::Directory& state, MemberId member);

// A page of this room, whose bar shows only places that answer.
web::Page page_of(const vault::Vault& vault, const Visit& visit, std::string title);
web::Response answer(web::Page page, int status = 200);
web::Response refuse(const Visit& visit);   // you may not
web::Response unknown(const Visit& visit);  // no such page

// The member or circle that the address names; null when there is none.
const vault::Member* member_in(const vault::Directory& state, const Visit& visit);
const vault::Circle* circle_in(const vault::Directory& state, const Visit& visit);

Html bullets(const std::vector<std::string>& lines);
// Words or a code that people read aloud or copy by hand.
Html spoken(std::string_view text);
// Six words for somebody who has no passphrase in mind, behind a click.
Html passphrase_offer(const Catalogue& words);

void add_account_pages(web::Site& site);
void add_activation_pages(web::Site& site);
void add_circle_pages(web::Site& site);
void add_letterhead_pages(web::Site& site);
void add_member_pages(web::Site& site);
void add_member_steps(web::Site& site);
void add_norm_pages(web::Site& site, const pack::Shelf& shelf);
void add_policy_pages(web::Site& site);
void add_reading_pages(web::Site& site);
void add_setting_pages(web::Site& site, const pack::Shelf& shelf);
// The part of the settings that says which country pack counts.
Html norms_part(const Catalogue& words, const vault::Directory& state, const pack::Shelf& shelf);

}  // namespace arasha::organization
