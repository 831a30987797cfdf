// The pages of work with other organisations: conversations, requests for a place, referrals, what is carried by hand.
#pragma once

#include "casework/pages.h"
#include "referral/thread_table.h"
#include "web/site.h"

namespace arasha::referral {

struct Services {
  web::Site& site;
  projection::Tables& tables;
  ThreadTable& threads;         // attached to the projection for REFERRAL
  const pack::Shelf& shelf;
  std::function<void()> nudge;  // called when something is to be delivered
};
// Everything in `services` outlives the site.
void add_pages(const Services& services);

// What the page of a case shows of its conversations; for casework::add_pages.
casework::CasePanel case_panel(const vault::Vault& vault, projection::Tables& tables, const ThreadTable& threads);

}  // namespace arasha::referral
