// The pages of comparing with partners: agreement, runs, and the persons to ask about.
#pragma once

#include "comparison/runs.h"
#include "projection/tables.h"
#include "web/site.h"

namespace arasha::comparison {

struct Services {
  web::Site& site;
  projection::Tables& tables;
  Runs& runs;
  std::function<void()> nudge;  // called when something is to be delivered
  std::function<void(const vault::Keyring&)> collect;  // opens what waits, and goes on with the runs
};
// Everything in `services` outlives the site. Only for the Referral circle; others get the answer of an address that names nothing.
void add_pages(const Services& services);

}  // namespace arasha::comparison
