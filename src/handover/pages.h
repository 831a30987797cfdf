// The pages of handing cases over (docs/handover.md), and what other rooms' pages show of it.
#pragma once

#include "casework/pages.h"
#include "referral/pages.h"

namespace arasha::handover {

struct Services {
  web::Site& site;
  projection::Tables& tables;
  const referral::ThreadTable& threads;  // attached to the projection for REFERRAL
  const pack::Shelf& shelf;
  std::function<void()> nudge;           // called when something is to be delivered
  referral::Collect collect;             // opens what waits
};
// Everything in `services` outlives the site. Only for the Referral circle; others get the answer of an address that names nothing.
void add_pages(const Services& services);

// Into the pages of cases: the panel of a case, and a button under the list. The vault outlives the pages.
void add_to_casework(const vault::Vault& vault, casework::Additions& additions);

// After something came: what it means for the cases here, as far as they are open to `by`.
void after_collecting(vault::Vault& vault, projection::Tables& tables, const referral::ThreadTable& threads, const vault::Keyring& by);

}  // namespace arasha::handover
