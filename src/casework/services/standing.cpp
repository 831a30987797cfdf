#include "casework/services/standing.h"

#include <algorithm>
#include <map>

#include "arasha/services.pb.h"
#include "casework/services/rules.h"

namespace arasha::casework {
namespace {

// What was written last of a day counts, whenever that day was: entries may be made late.
template <class MessageType>
bool is_later(const MessageType& one, const MessageType* standing) {
  return standing == nullptr || standing->date() <= one.date();
}

const ServiceStanding* said_on(const Story& story, const std::string& day) {
  const ServiceStanding* out = nullptr;
  for (const Item* item : story.all<ServiceStanding>()) {
    const auto* one = item->as<ServiceStanding>();
    if (one->date() <= day && is_later(*one, out)) out = one;
  }
  return out;
}

int openness(pack::Outcome outcome) {
  if (outcome == pack::STATE_STANDARD) return 2;
  return outcome == pack::DONOR_ONLY ? 1 : 0;
}

}  // namespace

Standing standing_on(const Story& story, const Identity* identity, const pack::Pack& pack, Date date) {
  Standing out;
  const std::string day = to_iso(date);
  if (const ServiceStanding* said = said_on(story, day)) {
    if (const auto group = pack::group_from_code(said->group())) out.group = *group;
    out.group_known = out.group != pack::UNKNOWN_GROUP;
  } else if (identity != nullptr && identity->citizenships_size() > 0) {
    const auto& all = identity->citizenships();
    const std::string& country = pack.about().country();
    out.group = std::find(all.begin(), all.end(), country) != all.end() ? pack::CITIZEN : pack::FOREIGNER;
    out.group_known = true;
  }
  std::map<std::pair<std::string, std::string>, const Identification*> bodies;
  for (const Item* item : story.all<Identification>()) {
    const auto* one = item->as<Identification>();
    const Identification*& standing = bodies[{one->deciding_body(), one->body_name()}];
    if (one->date() <= day && is_later(*one, standing)) standing = one;
  }
  for (const auto& [body, decision] : bodies) {
    if (decision != nullptr) out.decisions.push_back(decision);
  }
  return out;
}

Result<Verdict> verdict_on(const pack::Pack& pack, const Standing& standing, Date day, std::string_view kind) {
  if (standing.decisions.empty()) {
    TRY(decided, pack::eligibility(pack, {day, standing.group, pack::SIGNAL, kind}));
    return Verdict{decided.outcome, decided.rule, nullptr};
  }
  std::optional<Verdict> best;
  for (const Identification* decision : standing.decisions) {
    const auto status = pack::status_from_code(decision->status());
    TRY(decided, pack::eligibility(pack, {day, standing.group, status.value_or(pack::UNDETERMINED), kind}));
    if (!best || openness(best->outcome) < openness(decided.outcome)) best = Verdict{decided.outcome, decided.rule, decision};
  }
  return *best;
}

Money money_of(std::string_view funding) {
  if (funding == "state_order") return Money::state;
  return funding == "own" || funding == "free" ? Money::own : Money::donor;
}

std::optional<Forbidden> forbidden_payment(const Story& story, const Identity* identity, const pack::Pack& pack, const ServiceGiven& service) {
  const Money money = money_of(service.funding());
  const auto first = date_from_iso(service.date());
  const auto last = date_from_iso(last_day(service));
  if (money == Money::own || !first || !last) return std::nullopt;
  const pack::Funder funder = money == Money::state ? pack::Funder::state : pack::Funder::donor;
  int days = 0;
  for (auto day = std::chrono::sys_days(*first); day <= std::chrono::sys_days(*last) && days < kLongestPeriod; day += std::chrono::days(1), ++days) {
    const auto verdict = verdict_on(pack, standing_on(story, identity, pack, day), day, service.kind());
    if (verdict && !pack::may_pay(funder, verdict->outcome)) return Forbidden{day, *verdict};
  }
  return std::nullopt;
}

schema::FieldError forbidden_error(const Catalogue& words, const Forbidden& forbidden) {
  std::vector<std::string> arguments = {words.date(forbidden.day), pack::in_language(forbidden.verdict.rule->reason(), words.language())};
  if (forbidden.verdict.outcome == pack::DONOR_ONLY) {
    return {"funding", Error(ErrorCode::invalid_input, "By the norms the state does not pay for this on {1}: {2} Choose another source.", std::move(arguments))};
  }
  return {"funding", Error(ErrorCode::invalid_input, "By the norms neither the state nor a donor pays for this on {1}: {2} If your organisation pays, or nobody, choose that.", std::move(arguments))};
}

void put_verdict(ServiceGiven& service, const Story& story, const Identity* identity, const pack::Pack& pack) {
  service.clear_outcome();
  service.clear_rule();
  const auto day = date_from_iso(service.date());
  if (!day) return;
  const auto verdict = verdict_on(pack, standing_on(story, identity, pack, *day), *day, service.kind());
  if (!verdict) return;
  service.set_outcome(std::string(pack::code(verdict->outcome)));
  service.set_rule(verdict->rule->id());
}

}  // namespace arasha::casework
