#include "casework/legal/rules.h"

#include <algorithm>
#include <charconv>

#include "base/catalogue.h"
#include "casework/mistakes.h"

namespace arasha::casework {
namespace {

void check_status(const LegalStatus& status, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "date", status.date(), today);
  if (is_before(status.valid_until(), status.date())) {
    add(errors, "valid_until", N_("The end lies before the beginning. Correct one of the two."));
  }
  if (status.status() == "asylum_seeker" && status.asylum() != "requested" && status.asylum() != "wants") {
    add(errors, "asylum", N_("An asylum seeker has requested asylum. Choose “Requested”, or another status."));
  }
  if (status.status() == "refugee" && status.asylum() != "granted") {
    add(errors, "asylum", N_("A refugee was granted asylum. Choose “Granted”, or another status."));
  }
}

// Its last day: when it ended, or until when it lasts.
const std::string& end_of(const ReflectionPeriod& period) { return period.ended().empty() ? period.until() : period.ended(); }

void check_reflection(const Story& story, const ReflectionPeriod& period, const std::string& today, Errors& errors) {
  if (is_before(period.until(), period.date())) add(errors, "until", N_("The end lies before the beginning. Correct one of the two."));
  if (is_before(period.ended(), period.date())) add(errors, "ended", N_("The end lies before the beginning. Correct one of the two."));
  not_in_the_future(errors, "ended", period.ended(), today);
  if (period.ended().empty() != period.end_reason().empty()) {
    add(errors, period.ended().empty() ? "ended" : "end_reason", N_("Say both when it ended and how, or neither."));
  }
  for (const Item* item : story.all<ReflectionPeriod>()) {
    const auto* other = item->as<ReflectionPeriod>();
    // The one may begin on the day on which the other ends.
    if (!is_before(period.date(), end_of(*other)) || !is_before(other->date(), end_of(period))) continue;
    add(errors, "date", N_("Another reflection period runs on these days. Correct that one, or write when it ended."));
    return;
  }
}

void check_proceeding(const Proceeding& one, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "date", one.date(), today);
  not_in_the_future(errors, "closed", one.closed(), today);
  if (is_before(one.closed(), one.date())) add(errors, "closed", N_("The end lies before the beginning. Correct one of the two."));
}

void check_hearing(const Hearing& one, const std::string& today, Errors& errors) {
  if (one.held() == "held" && is_before(today, one.date())) {
    add(errors, "held", N_("This day has not come yet. Choose “Still to come”, or correct the day."));
  }
}

void check_claim(const Claim& claim, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "date", claim.date(), today);
  not_in_the_future(errors, "decided", claim.decided(), today);
  if (is_before(claim.decided(), claim.date())) add(errors, "decided", N_("The decision lies before the claim. Correct one of the two dates."));
  const auto awarded = amount_of(claim.awarded()), recovered = amount_of(claim.recovered());
  if (awarded && recovered && *recovered > *awarded) {
    add(errors, "recovered", N_("More was received than awarded. Correct one of the two amounts."));
  }
  if (claim.state() == "paid" && recovered.value_or(0) == 0) {
    add(errors, "recovered", N_("Write the amount that the person received, or choose how the claim stands now."));
  }
}

}  // namespace

std::optional<std::uint64_t> amount_of(const std::string& text) {
  std::uint64_t out = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || read.ec != std::errc()) return std::nullopt;
  return out;
}

bool embassy_is_closed(const Story& story) {
  auto all = story.all<LegalStatus>();
  std::stable_sort(all.begin(), all.end(), [](const Item* a, const Item* b) { return a->as<LegalStatus>()->date() < b->as<LegalStatus>()->date(); });
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const std::string& asylum = (*one)->as<LegalStatus>()->asylum();
    if (asylum == "wants" || asylum == "requested" || asylum == "granted") return true;
    if (asylum != "not_asked" && !asylum.empty()) return false;
  }
  return false;
}

void check_legal(const Story& story, const google::protobuf::Message& entry, const std::string& today, Errors& errors) {
  if (const auto* one = dynamic_cast<const LegalStatus*>(&entry)) check_status(*one, today, errors);
  if (const auto* one = dynamic_cast<const ReflectionPeriod*>(&entry)) check_reflection(story, *one, today, errors);
  if (const auto* one = dynamic_cast<const Proceeding*>(&entry)) check_proceeding(*one, today, errors);
  if (const auto* one = dynamic_cast<const Hearing*>(&entry)) check_hearing(*one, today, errors);
  if (const auto* one = dynamic_cast<const Claim*>(&entry)) check_claim(*one, today, errors);
  if (const auto* one = dynamic_cast<const NonPunishment*>(&entry)) not_in_the_future(errors, "date", one->date(), today);
  if (const auto* one = dynamic_cast<const Return*>(&entry); one != nullptr && one->travel_document() == "requested" && embassy_is_closed(story)) {
    add(errors, "travel_document", N_("Asylum is requested or granted: the embassy must not be called, so no document can be requested there. If the person took the request back, write that under “Stay in the country” first."));
  }
}

}  // namespace arasha::casework
