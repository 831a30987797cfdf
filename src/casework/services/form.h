// A service on a form: choosing one of the pack's, reading what was typed, and every reason why it may not be written.
#pragma once

#include "casework/parts.h"
#include "casework/services/standing.h"

namespace arasha::casework {

// A case, as far as a check of its services looks: the case, the person, and the person's other cases that this member opens.
struct ServiceCase {
  FileId file;
  std::string alias;
  Story story;
  std::optional<Story> who;
  const Identity* identity = nullptr;  // into `who`; null: not known or not shown
  std::vector<Story> elsewhere;
};
// Each file is recorded as opened. `not_found` for what is no case, or not this member's to write in.
Result<ServiceCase> open_service_case(const Desk& desk, const Visit& visit, FileId file);

// The value of the field `service`: "social_domestic/meals", "social_domestic/" for a kind as a whole.
std::string service_code(const ServiceGiven& service);
// The services that the pack has on that day, kind by kind. Where it has none, those of its first day.
std::vector<web::Choice> service_choices(const Catalogue& words, const pack::Pack& pack, Date day);

struct ServiceAsked {
  bool common = true;   // days, provider, source, receipt
  bool single = true;   // service, quantity, unit
};
// The fields, with what was typed and what is wrong. `stored`: of a correction, its service stays a choice under the name of its day.
// `suffix` stands behind the names of the single ones: "-2".
Html service_fields(const Catalogue& words, const pack::Pack& pack, Date today, const schema::FormData& typed, const web::FieldErrors& errors,
                    const ServiceAsked& asked, const ServiceGiven* stored = nullptr, const std::string& suffix = {});
void add_service_labels(web::Labels& to, const Catalogue& words, const std::string& suffix = {});

// What was typed, and what of it is wrong by itself: only what people fill in is listened to.
struct ServiceTyped {
  ServiceGiven service;
  web::FieldErrors errors;
};
ServiceTyped read_service(const schema::FormData& form, const pack::Pack& pack, const ServiceGiven* stored = nullptr);
// The norms do not have this service on one of its days; nothing: they do, or it is none of this pack's.
std::optional<schema::FieldError> not_in_norms(const Catalogue& words, const pack::Pack& pack, const ServiceGiven& service);

// Every reason why the service may not be written into the case, in words that name the earlier service and the rule; then
// what the rules say of it stands in the service. `more`: services of the same case that are about to be written with it.
web::FieldErrors check_in_case(const Desk& desk, const Catalogue& words, const ServiceCase& in, ServiceGiven& service, EntryId corrects = EntryId(),
                               const std::vector<ServiceGiven>& more = {});

}  // namespace arasha::casework
