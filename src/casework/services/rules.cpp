#include "casework/services/rules.h"

#include <algorithm>

#include "casework/rules.h"
#include "casework/services/words.h"

namespace arasha::casework {
namespace {

using Errors = std::vector<schema::FieldError>;

constexpr std::size_t kLongestQuantity = 4;  // digits

void add(Errors& errors, const char* field, const char* sentence, std::vector<std::string> arguments = {}) {
  errors.push_back({field, Error(ErrorCode::invalid_input, sentence, std::move(arguments))});
}

bool overlap(const ServiceGiven& a, const ServiceGiven& b) {
  if (a.date().empty() || b.date().empty()) return false;
  return a.date() <= last_day(b) && b.date() <= last_day(a);
}

// Without an item nobody knows whether it was the same.
bool is_same(const ServiceGiven& a, const ServiceGiven& b) {
  return !a.item().empty() && a.item() == b.item() && a.kind() == b.kind();
}

bool costs_nothing(const ServiceGiven& service) { return service.funding() == "free"; }

bool is_same_source(const ServiceGiven& a, const ServiceGiven& b) { return a.funding() == b.funding() && a.project() == b.project(); }

void check_days(const Story& story, const ServiceGiven& service, const std::string& today, Errors& errors) {
  const std::string& first = service.date();
  const std::string& last = last_day(service);
  if (today < first) return add(errors, "date", N_("This day has not come yet. Write the day on which it happened."));
  if (!service.until().empty() && service.until() < first) {
    return add(errors, "until", N_("The end lies before the beginning. Correct one of the two."));
  }
  if (today < last) return add(errors, "until", N_("This day has not come yet. Write the last day on which it was given."));
  const auto begin = date_from_iso(first);
  const auto end = date_from_iso(last);
  if (begin && end && (std::chrono::sys_days(*end) - std::chrono::sys_days(*begin)).count() >= kLongestPeriod) {
    add(errors, "until", N_("This is more than a year. Look at the years again, or write a service for each year."));
  }
  const Closure* closure = standing_closure(story);
  if (closure == nullptr || closure->date().empty() || last <= closure->date()) return;
  add(errors, first <= closure->date() ? "until" : "date", N_("The case was closed before this day. Reopen the case first, or correct the date of the service."));
}

}  // namespace

const std::string& last_day(const ServiceGiven& service) { return service.until().empty() ? service.date() : service.until(); }

std::vector<const ServiceGiven*> services_in(const Story& story) {
  std::vector<const ServiceGiven*> out;
  for (const Item* item : story.all<ServiceGiven>()) out.push_back(item->as<ServiceGiven>());
  return out;
}

std::optional<Charge> double_charge(const std::vector<const ServiceGiven*>& others, const ServiceGiven& service) {
  std::optional<Charge> out;
  for (const ServiceGiven* other : others) {
    if (!is_same(*other, service) || !overlap(*other, service)) continue;
    const bool charged_twice = !costs_nothing(*other) && !costs_nothing(service) && !is_same_source(*other, service);
    if (charged_twice) return Charge{Charge::Kind::other_source, other};
    if (!out && service.twice() != "yes") out = Charge{Charge::Kind::again, other};
  }
  return out;
}

schema::FieldError charge_error(const Catalogue& words, const Charge& charge) {
  const std::string days = service_days(words, *charge.earlier);
  const std::string source = source_title(words, *charge.earlier);
  if (charge.kind == Charge::Kind::other_source) {
    return {"funding", Error(ErrorCode::invalid_input, "This service is recorded already ({1}) and paid by: {2}. Nobody pays twice: choose the same source, or correct the days.", {days, source})};
  }
  return {"twice", Error(ErrorCode::invalid_input, "This service is recorded already ({1}), paid by: {2}. If it was really given twice, tick that; else do not save it again.", {days, source})};
}

void check_service(const Story& others, const ServiceGiven& service, const std::string& today, Errors& errors) {
  check_days(others, service, today, errors);
  const std::string& quantity = service.quantity();
  if (!quantity.empty() && quantity.find_first_not_of('0') == std::string::npos) {
    add(errors, "quantity", N_("Write how much was given: at least 1."));
  } else if (quantity.size() > kLongestQuantity) {
    add(errors, "quantity", N_("This is very much. Look at the number again: at most {1} digits."), {std::to_string(kLongestQuantity)});
  }
  const auto charge = double_charge(services_in(others), service);
  if (!charge) return;
  if (charge->kind == Charge::Kind::other_source) add(errors, "funding", N_("Another source pays for the same service on these days already. Choose the same source, or correct the days."));
  else add(errors, "twice", N_("The same service is recorded for these days already. If it was really given twice, tick that."));
}

}  // namespace arasha::casework
