// How long a case is kept, and what stops its erasure (docs/retention.md). Pure: decisions on cards, stories and the rules of
// the country pack, without keys or store.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "arasha/cards.pb.h"
#include "arasha/retention.pb.h"
#include "casework/story.h"
#include "pack/pack.h"
#include "schema/form.h"

namespace arasha::casework {

// --- Holds

struct Hold {
  const Item* item = nullptr;
  const LegalHold* hold = nullptr;
  const Item* lifted = nullptr;  // the LegalHoldLifted; null: nobody lifted it
};
std::vector<Hold> holds_of(const Story& story);
bool stands_on(const Hold& hold, Date day);
// Also for a story of which the holds are closed to the reader: then one that was not seen to be lifted stands.
bool is_held(const Story& story, Date day);

// --- The clock

// What the case's card keeps for the clock; the day of today plays no part.
RetentionFacts retention_facts(const Story& story);
bool is_held(const RetentionFacts& facts, Date day);

// How long the organisation keeps cases by one rule.
struct Period {
  bool applies = true;                  // false: the organisation said that it is not bound by it
  std::optional<std::uint32_t> months;  // none: nobody has decided yet
};
// The name of the setting and what it means: "" what the pack says, "none", or a number of months.
std::string setting_of(const pack::Retention& rule);
Period period_of(const pack::Retention& rule, const std::string& setting);
inline constexpr std::uint32_t kMostMonths = 1'200;
using Periods = std::function<Period(const pack::Retention&)>;

// What is asked about a case.
struct CaseState {
  std::string closed;         // day of the closing that stands; empty: open
  std::string first_contact;
  bool person_seen = false;   // the two below are known, as far as anybody wrote them
  std::string birth_date;
  std::string age_band;
  RetentionFacts facts;
  bool other_open = false;    // another case of the same person is open
  bool awaits_approval = false;
};
// `person`: null where it is closed to the reader.
CaseState case_state(const CaseCard& card, const PersonCard* person, bool other_open);

// One rule that applies to the case.
struct RuleState {
  const pack::Retention* rule = nullptr;
  Period period;
  std::optional<Date> start;
  std::optional<Date> day;  // none: not decided, or the case is open
};
struct RetentionClock {
  std::vector<RuleState> rules;
  // From this day on no rule keeps the case. None: it is open, a period is not decided, or the age is not known.
  std::optional<Date> may;
  // By this day it is to be erased; never before `may`. None: no rule says so.
  std::optional<Date> must;
};

enum class Obstacle {
  open,         // the case is not closed
  held,         // somebody has a right that it stays
  other_open,   // another case of the person is open
  approval,     // something in it waits for approval
  age_unknown,  // a rule for children counts, and the person is closed to the reader
  undecided,    // nobody decided how long it is kept by a rule that applies
  not_yet,      // a rule keeps it
};
const char* sentence_of(Obstacle obstacle);  // a msgid

struct RetentionStanding {
  RetentionClock clock;
  std::vector<Obstacle> obstacles;  // in the order of the list; empty: two people may erase it
  bool has(Obstacle one) const;
};
// The rules that are valid on that day.
RetentionStanding retention_standing(const CaseState& state, const pack::Contents& norms, const Periods& periods, Date today);
// An order of a court or of the authority is stronger than a period; nothing is stronger than the rest.
std::vector<Obstacle> obstacles_for(const RetentionStanding& standing, const std::string& ground);

// The shortest period of any rule that was decided: no clock runs out sooner after a closing. None: nothing is decided.
std::optional<std::uint32_t> shortest_period(const pack::Contents& norms, const Periods& periods, Date today);

// --- The proposal

enum class ProposalState { none, waiting, outdated, stopped };
struct Proposal {
  ProposalState state = ProposalState::none;
  const Item* item = nullptr;  // the last one
  const ErasureProposed* proposal = nullptr;
  const Item* stopped = nullptr;
};
// One waits while it is the last entry of its file: whatever was written since, a colleague who confirmed would not have
// confirmed this.
Proposal proposal_of(const Story& story);

// --- Hook of casework/rules.h
void check_retention(const Story& story, const google::protobuf::Message& entry, const std::string& today, std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework
