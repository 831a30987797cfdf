#include "casework/consent/outflow.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/catalogue.h"
#include "base/text.h"
#include "schema/form_data.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

using Groups = std::vector<std::string>;

bool contains(const Groups& groups, const std::string& group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

const Groups& all_groups() {
  static const Groups all = [] {
    Groups out;
    for (const schema::Vocabulary& list : schema::vocabularies()) {
      if (std::string_view(list.name) != "consent_fields") continue;
      for (const schema::Term& term : list.terms) out.emplace_back(term.code);
    }
    return out;
  }();
  return all;
}

// Lower case, one blank between words.
std::string recipient_key(std::string_view name) {
  const std::string folded = fold_case(name);
  std::string out;
  for (const std::string_view word : schema::split(folded, " \t\n\r")) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

// The answers to one purpose and recipient, heard one after the other.
class Answers {
 public:
  void hear(const Item& item, const Consent& consent) {
    last_ = {&item, &consent};
    if (consent.answer() == "given") {
      given_ = last_;
      covered_ = groups_of(consent);
      ended_ = false;
      for (const std::string& group : covered_) stopped_.erase(group);
      return;
    }
    const ConsentState state =
        consent.answer() == "withdrawn" ? ConsentState::withdrawn : ConsentState::refused;
    const Groups named(consent.groups().begin(), consent.groups().end());
    ended_ = ended_ || named.empty();
    for (const std::string& group : named.empty() ? all_groups() : named)
      stopped_[group] = {&item, &consent, state, {}};
  }

  bool is_empty() const { return last_.item == nullptr; }

  // How that group stands; without an item: nobody was asked about it.
  struct OfGroup {
    Refusal refusal = Refusal::none;
    const Item* item = nullptr;
    const Consent* consent = nullptr;
  };
  OfGroup of(const std::string& group, const std::string& day) const {
    if (const auto stop = stopped_.find(group); stop != stopped_.end()) {
      const bool withdrawn = stop->second.state == ConsentState::withdrawn;
      return {withdrawn ? Refusal::withdrawn : Refusal::refused, stop->second.item, stop->second.consent};
    }
    if (given_.item == nullptr) return {Refusal::no_consent, nullptr, nullptr};
    if (!contains(covered_, group)) return {Refusal::not_covered, given_.item, given_.consent};
    const std::string& end = given_.consent->valid_until();
    return {!end.empty() && end < day ? Refusal::expired : Refusal::none, given_.item, given_.consent};
  }

  StandingConsent standing(const std::string& day) const {
    StandingConsent out{given_.item, given_.consent, ConsentState::given, {}};
    bool expired = false;
    for (const std::string& group : all_groups()) {
      const Refusal refusal = of(group, day).refusal;
      if (refusal == Refusal::none) out.groups.push_back(group);
      expired = expired || refusal == Refusal::expired;
    }
    if (!out.groups.empty()) return out;
    if (expired) {
      out.state = ConsentState::expired;
      return out;
    }
    // An agreement that shares nothing, as to be helped: it stands until it ends as a whole.
    if (given_.item != nullptr && covered_.empty() && !ended_) {
      const std::string& end = given_.consent->valid_until();
      if (!end.empty() && end < day) out.state = ConsentState::expired;
      return out;
    }
    out = {last_.item, last_.consent, ConsentState::given, {}};
    if (last_.consent->answer() == "withdrawn")
      out.state = ConsentState::withdrawn;
    else if (last_.consent->answer() != "given")
      out.state = ConsentState::refused;
    return out;
  }

 private:
  struct Heard {
    const Item* item = nullptr;
    const Consent* consent = nullptr;
  };
  Heard last_;
  Heard given_;
  Groups covered_;
  bool ended_ = false;  // as a whole, since it was given
  std::map<std::string, StandingConsent> stopped_;
};

// By the day of the answer, so that one that was typed late does not beat a later one; on one day, and where
// no day was said, in the order of the record.
std::vector<const Item*> answers_until(const Story& story, const std::string& day) {
  std::vector<const Item*> out;
  for (const Item* item : story.all<Consent>()) {
    if (item->as<Consent>()->date() <= day) out.push_back(item);
  }
  std::stable_sort(out.begin(), out.end(), [](const Item* a, const Item* b) {
    return a->as<Consent>()->date() < b->as<Consent>()->date();
  });
  return out;
}

const Item* confirmation_of(const Story& story, const Item& proposal, const std::string& day) {
  const std::string version = proposal.latest().id.text();
  for (const Item* item : story.all<SharingConfirmed>()) {
    const auto* confirmed = item->as<SharingConfirmed>();
    if (confirmed->proposal() == version && confirmed->date() <= day &&
        !has_written(proposal, item->latest().author))
      return item;
  }
  return nullptr;
}

bool names(const SharingOverride& proposal, const Outflow& outflow, const std::string& day) {
  const Groups groups(proposal.groups().begin(), proposal.groups().end());
  return proposal.purpose() == outflow.purpose &&
         is_same_recipient(proposal.recipient(), outflow.recipient) && proposal.date() <= day &&
         std::all_of(outflow.groups.begin(), outflow.groups.end(),
                     [&](const std::string& group) { return contains(groups, group); });
}

// Rule 3 and 4.
Decision by_consent(const Story& story, const Outflow& outflow, Age age, const std::string& day) {
  Answers answers;
  for (const Item* item : answers_until(story, day)) {
    const auto* consent = item->as<Consent>();
    if (consent->purpose() == outflow.purpose && is_same_recipient(consent->recipient(), outflow.recipient))
      answers.hear(*item, *consent);
  }
  Decision out;
  if (answers.is_empty()) {
    out.refusal = Refusal::no_consent;
    return out;
  }
  const Consent* consent = nullptr;
  for (const std::string& group : outflow.groups) {
    const auto one = answers.of(group, day);
    if (one.refusal == Refusal::not_covered || one.refusal == Refusal::no_consent)
      out.uncovered.push_back(group);
    if (one.refusal == Refusal::none) {
      if (out.refusal == Refusal::none) out.source = one.item, consent = one.consent;
      continue;
    }
    // The most serious reason is said: the person's own no, then the end of it, then what was never asked.
    constexpr Refusal kOrder[] = {Refusal::refused,     Refusal::withdrawn,  Refusal::expired,
                                  Refusal::not_covered, Refusal::no_consent, Refusal::none};
    const auto place = [&](Refusal refusal) {
      return std::find(std::begin(kOrder), std::end(kOrder), refusal);
    };
    if (place(one.refusal) < place(out.refusal)) out.refusal = one.refusal, out.source = one.item;
  }
  if (out.refusal != Refusal::not_covered && out.refusal != Refusal::no_consent) out.uncovered.clear();
  if (out.refusal != Refusal::none || consent == nullptr) return out;
  if (age == Age::closed)
    out.refusal = Refusal::person_closed;
  else if (age == Age::child && !guardian_answered(*consent))
    out.refusal = Refusal::no_guardian;
  else if (age == Age::child && consent->child_agrees() == "no")
    out.refusal = Refusal::child_disagrees;
  return out;
}

}  // namespace

const Groups& groups_of_old_consent() {
  static const Groups groups = {"identity", "contact", "services"};
  return groups;
}

bool goes_outside(std::string_view purpose) {
  constexpr std::array<std::string_view, 4> kInside = {"case_management", "statistics", "call_back",
                                                       "interview"};
  return std::find(kInside.begin(), kInside.end(), purpose) == kInside.end();
}

Groups groups_of(const Consent& consent) {
  if (!consent.groups().empty()) return {consent.groups().begin(), consent.groups().end()};
  const bool arranges_help =
      goes_outside(consent.purpose()) && consent.purpose() != "research" && consent.purpose() != "media";
  return arranges_help ? groups_of_old_consent() : Groups();
}

bool is_same_recipient(std::string_view a, std::string_view b) {
  return recipient_key(a) == recipient_key(b);
}

bool guardian_answered(const Consent& consent) {
  const std::string& by = consent.given_by();
  return by == "guardian" || by == "representative" || by == "person_and_guardian";
}

bool has_written(const Item& item, MemberId member) {
  return std::any_of(item.versions.begin(), item.versions.end(),
                     [&](const Version& version) { return version.author == member; });
}

std::vector<StandingConsent> standing_consents(const Story& story, Date today) {
  const std::string day = to_iso(today);
  std::vector<std::pair<std::pair<std::string, std::string>, Answers>> all;
  for (const Item* item : answers_until(story, day)) {
    const auto* consent = item->as<Consent>();
    const std::pair key(consent->purpose(), recipient_key(consent->recipient()));
    auto same = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == key; });
    if (same == all.end()) same = all.insert(all.end(), {key, {}});
    same->second.hear(*item, *consent);
  }
  std::vector<StandingConsent> out;
  for (const auto& one : all) out.push_back(one.second.standing(day));
  return out;
}

std::vector<Withheld> withheld_list(const Story& story, Date when) {
  const std::string day = to_iso(when);
  std::vector<Withheld> out;
  for (const Item* item : story.all<WithheldFrom>()) {
    const auto* entry = item->as<WithheldFrom>();
    const bool over = (!entry->until().empty() && entry->until() < day) ||
                      (!entry->lifted().empty() && entry->lifted() <= day);
    if (!over && entry->date() <= day) out.push_back({item, entry});
  }
  return out;
}

std::vector<StandingOverride> standing_overrides(const Story& story, Date when) {
  const std::string day = to_iso(when);
  std::vector<StandingOverride> out;
  for (const Item* item : story.all<SharingOverride>()) {
    StandingOverride one{item, item->as<SharingOverride>(), OverrideState::waiting,
                         confirmation_of(story, *item, day)};
    if (one.confirmation != nullptr) one.state = OverrideState::confirmed;
    // The form always asks for the end; without one it never counts.
    if (one.proposal->valid_until() < day) one.state = OverrideState::over;
    out.push_back(one);
  }
  return out;
}

Decision decide(const Story& story, const Outflow& outflow, Age age, Date when) {
  const std::string day = to_iso(when);
  Decision out;
  const bool unknown = std::any_of(outflow.groups.begin(), outflow.groups.end(),
                                   [](const std::string& group) { return !contains(all_groups(), group); });
  if (outflow.purpose.empty() || recipient_key(outflow.recipient).empty() || outflow.groups.empty() ||
      unknown) {
    out.refusal = Refusal::incomplete;
    return out;
  }
  std::optional<Withheld> withheld;
  for (const Withheld& one : withheld_list(story, when)) {
    if (!is_same_recipient(one.entry->who(), outflow.recipient)) continue;
    if (!withheld || withheld->item->latest().seq < one.item->latest().seq) withheld = one;
  }
  const Item* waiting = nullptr;
  for (const StandingOverride& one : standing_overrides(story, when)) {
    if (one.state == OverrideState::over || !names(*one.proposal, outflow, day)) continue;
    if (one.state == OverrideState::waiting)
      waiting = one.item;
    else if (!withheld || withheld->item->latest().seq < one.confirmation->latest().seq)
      return {Refusal::none, Ground::legal, one.item, {}, nullptr};
  }
  if (withheld) {
    out.refusal = Refusal::withheld;
    out.source = withheld->item;
  } else {
    out = by_consent(story, outflow, age, day);
  }
  if (!out.permitted()) out.waiting = waiting;
  return out;
}

const char* sentence_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::none:
      return N_("It is permitted.");
    case Refusal::incomplete:
      return N_("Say what would be given, to whom and for what.");
    case Refusal::withheld:
      return N_(
          "Information is withheld from this recipient: give nothing. If the person no longer wishes that, "
          "lift it first.");
    case Refusal::no_consent:
      return N_(
          "There is no consent for this purpose and this recipient. Ask the person, and write the answer "
          "down first.");
    case Refusal::refused:
      return N_("The person refused. Give nothing; ask again only if something has changed.");
    case Refusal::withdrawn:
      return N_("The consent was taken back. Give nothing more.");
    case Refusal::expired:
      return N_("The consent is no longer valid. Ask again, and write the new answer down.");
    case Refusal::not_covered:
      return N_("The consent does not cover all of this. Leave out what it does not cover, or ask for it.");
    case Refusal::no_guardian:
      return N_(
          "This is a child, and the guardian has not answered. Ask the guardian or the guardianship "
          "authority.");
    case Refusal::child_disagrees:
      return N_("The child does not agree. Give nothing; talk with the child again.");
    case Refusal::person_closed:
      return N_(
          "Whether this is a child is not shown to you. Ask a colleague who may open the person's file.");
  }
  return "";
}

}  // namespace arasha::casework
