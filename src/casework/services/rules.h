// What of a service may be written beside what stands there (docs/services.md). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arasha/entries.pb.h"
#include "base/catalogue.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

inline constexpr int kLongestPeriod = 366;  // days of one service

// Two services that cannot both stand as they are.
struct Charge {
  enum class Kind {
    other_source,  // the same item on the same day, paid by another source: refused
    again,         // by the same source, or free of charge: only when it was really given twice
  };
  Kind kind = Kind::again;
  const ServiceGiven* earlier = nullptr;
};
// `others`: of the same person. The first that another source pays for, else the first that is the same.
std::optional<Charge> double_charge(const std::vector<const ServiceGiven*>& others, const ServiceGiven& service);
// Names the day and the funder of the earlier one.
schema::FieldError charge_error(const Catalogue& words, const Charge& charge);

// As check() in casework/rules.h. The sentences about double charging name nothing; whoever shows a form says it with charge_error.
void check_service(const Story& others, const ServiceGiven& service, const std::string& today, std::vector<schema::FieldError>& errors);

std::vector<const ServiceGiven*> services_in(const Story& story);
// The last day; the only one where there is no period. Empty without a date.
const std::string& last_day(const ServiceGiven& service);

}  // namespace arasha::casework
