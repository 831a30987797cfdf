#include "directory/rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/catalogue.h"
#include "directory/hours.h"

namespace arasha::directory {
namespace {

using Errors = std::vector<schema::FieldError>;

std::optional<int> number_of(const std::string& text) {
  int out = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

void refuse(Errors& errors, const char* field, const char* sentence) { errors.push_back({field, Error(ErrorCode::invalid_input, sentence)}); }

void check_links(const std::string& website, const std::string& email, Errors& errors) {
  if (!website.empty() && !is_website(website)) refuse(errors, "website", N_("Write the whole address, like https://example.org."));
  if (!email.empty() && !is_email(email)) refuse(errors, "email", N_("Write an e-mail address like office@example.org."));
}

void check_degrees(const std::string& text, double most, const char* field, Errors& errors) {
  if (text.empty()) return;
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || std::abs(value) > most) {
    refuse(errors, field, N_("Write degrees with a point, like 43.238."));
  }
}

void check_day(const std::string& day, Date today, Errors& errors) {
  const auto date = date_from_iso(day);
  if (date && *date > today) refuse(errors, "date", N_("This day is still to come."));
}

void check(const DirectoryService& service, Errors& errors) {
  check_links(service.website(), service.email(), errors);
  const auto from = number_of(service.age_from());
  const auto to = number_of(service.age_to());
  if ((from && *from > 120) || (to && *to > 120)) refuse(errors, "age_to", N_("An age is between 0 and 120."));
  if (from && to && *from > *to) refuse(errors, "age_to", N_("The highest age is below the lowest."));
  for (int i = 0; i < service.hours_size(); ++i) {
    const auto& row = service.hours(i);
    const std::string name = schema::row_name("hours", i);
    if (!minutes_of(row.opens())) errors.push_back({name + "-opens", Error(ErrorCode::invalid_input, "Write a time like 09:00.")});
    if (!minutes_of(row.closes())) errors.push_back({name + "-closes", Error(ErrorCode::invalid_input, "Write a time like 09:00.")});
    if (!row.valid_from().empty() && !row.valid_to().empty() && row.valid_to() < row.valid_from()) {
      errors.push_back({name + "-valid_to", Error(ErrorCode::invalid_input, "The last day is before the first.")});
    }
  }
}

void check(const DirectoryVacancy& vacancy, Date today, Errors& errors) {
  const auto least = number_of(vacancy.least());
  const auto most = number_of(vacancy.most());
  if ((least && *least > 10'000) || (most && *most > 10'000)) refuse(errors, "most", N_("At most 10,000 places can be free."));
  if (least && most && *least > *most) refuse(errors, "most", N_("The highest number is below the lowest."));
  check_day(vacancy.date(), today, errors);
}

void check(const DirectoryContact& contact, Errors& errors) {
  check_links("", contact.email(), errors);
  if (!std::all_of(contact.phones().begin(), contact.phones().end(), [](const std::string& one) { return is_phone(one); })) {
    refuse(errors, "phones", N_("Write the telephone number in digits, for example +7 701 123 45 67."));
  }
  if (contact.name().empty() && contact.phones().empty() && contact.email().empty()) {
    refuse(errors, "name", N_("Write a name, a telephone number or an e-mail."));
  }
}

void check(const DirectoryPlace& place, Errors& errors) {
  check_degrees(place.latitude(), 90, "latitude", errors);
  check_degrees(place.longitude(), 180, "longitude", errors);
  if (place.name().empty() && place.locality().empty() && place.region().empty() && place.address().empty()) {
    refuse(errors, "locality", N_("Say at least in which town or region it is."));
  }
}

}  // namespace

std::vector<schema::FieldError> check(const google::protobuf::Message& message, Date today) {
  Errors errors;
  if (const auto* organisation = dynamic_cast<const DirectoryOrganisation*>(&message)) check_links(organisation->website(), organisation->email(), errors);
  if (const auto* service = dynamic_cast<const DirectoryService*>(&message)) check(*service, errors);
  if (const auto* place = dynamic_cast<const DirectoryPlace*>(&message)) check(*place, errors);
  if (const auto* vacancy = dynamic_cast<const DirectoryVacancy*>(&message)) check(*vacancy, today, errors);
  if (const auto* contact = dynamic_cast<const DirectoryContact*>(&message)) check(*contact, errors);
  if (const auto* checked = dynamic_cast<const DirectoryChecked*>(&message)) check_day(checked->date(), today, errors);
  return errors;
}

bool is_website(std::string_view text) {
  const std::string_view rest = text.starts_with("https://") ? text.substr(8) : text.starts_with("http://") ? text.substr(7) : std::string_view();
  return !rest.empty() && rest.front() != '/' && std::none_of(rest.begin(), rest.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == '\\'; });
}

bool is_phone(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos && text.find_first_not_of("0123456789+-() .,;/") == std::string_view::npos;
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == ',' || c == ';'; });
}

int months_until_check(std::string_view setting) {
  const auto number = number_of(std::string(setting));
  return number && *number >= 1 && *number <= 60 ? *number : kMonthsUntilCheck;
}

const std::string& looked_at(const DirectoryCard& card) { return card.checked().empty() ? card.recorded() : card.checked(); }

int months_between(Date from, Date to) {
  int out = (static_cast<int>(to.year()) - static_cast<int>(from.year())) * 12 + static_cast<int>(static_cast<unsigned>(to.month())) - static_cast<int>(static_cast<unsigned>(from.month()));
  if (to.day() < from.day()) --out;
  return std::max(out, 0);
}

bool is_due(const DirectoryCard& card, Date today, int months) {
  if (!card.has_organisation() || !card.organisation().ended().empty()) return false;
  const auto last = date_from_iso(looked_at(card));
  return !last || months_between(*last, today) >= months;
}

}  // namespace arasha::directory
