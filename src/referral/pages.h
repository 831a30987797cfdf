// The pages of work with other organisations: conversations, requests for a place, referrals, what is carried by hand.
#pragma once

#include "casework/pages.h"
#include "exchange/post.h"
#include "referral/thread_table.h"
#include "web/site.h"

namespace arasha::referral {

struct Services {
  web::Site& site;
  projection::Tables& tables;
  ThreadTable& threads;         // attached to the projection for REFERRAL
  const pack::Shelf& shelf;
  std::function<void()> nudge;  // called when something is to be delivered
  // Of other rooms that partners write to: what keeps their messages, and what is done after some were opened.
  std::function<void(exchange::Handlers&)> more_handlers = {};
  std::function<void(const vault::Keyring&)> after_collecting = {};
};
// Opens what waits, with the handlers of all rooms.
using Collect = std::function<void(const vault::Keyring&)>;
// Everything in `services` outlives the site.
Collect add_pages(const Services& services);

// What the page of a case shows of its conversations; for casework::add_pages.
casework::CasePanel case_panel(const vault::Vault& vault, projection::Tables& tables, const ThreadTable& threads);
// The same of its conferences with other organisations.
casework::CasePanel conference_panel(const vault::Vault& vault);
// At the top of "my work", for who works with others: conferences that come, and decisions to report on.
std::function<web::Html(const web::Visit&)> coming_conferences(vault::Vault& vault, projection::Tables& tables, const ThreadTable& threads);

}  // namespace arasha::referral
