#include "casework/letters/material.h"

#include <algorithm>

#include "arasha/legal.pb.h"
#include "arasha/person.pb.h"
#include "casework/cards.h"
#include "casework/differences.h"
#include "casework/plan/rules.h"
#include "casework/rules.h"
#include "casework/services/words.h"
#include "casework/timeline.h"
#include "paper/printable.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

using paper::Block;
using Blocks = std::vector<Block>;

void add_heading(Blocks& out, const Catalogue& words, const char* title, int level = 1) { out.push_back(paper::Heading{std::string(words.text(title)), level}); }
void add(Blocks& out, Blocks more) { out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); }

std::string list_of(const Catalogue& words, const char* vocabulary, const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : ", ") + label(words, vocabulary, code);
  return out;
}

Blocks section_of(const Catalogue& words, const char* title, paper::Values values) {
  Blocks out;
  if (values.rows.empty()) return out;
  add_heading(out, words, title);
  out.push_back(std::move(values));
  return out;
}

Blocks identity_blocks(const Catalogue& words, const Material& m) {
  if (m.view.identity == nullptr) return {};
  return section_of(words, N_("Who the person is"), values_on_paper(words, *m.view.identity, {"family_name", "given_name", "patronymic", "other_names", "birth_date", "age_band", "sex", "citizenships", "languages", "document_kind", "document_number", "document_expiry"}));
}

Blocks contact_blocks(const Catalogue& words, const Material& m) {
  if (const auto* safe = m.view.story.last<SafeContact>()) return section_of(words, N_("How to reach the person safely"), values_on_paper(words, *safe, {"number", "hours", "who_is_calling", "never_do"}));
  return {};
}

Blocks family_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  if (!m.view.who) return out;
  paper::Table table{{{std::string(words.text(N_("Who it is to the person"))), 2}, {std::string(words.text(N_("Name of the relative"))), 3}, {std::string(words.text(N_("Date of birth"))), 2}, {std::string(words.text(N_("Is it safe to contact this relative"))), 2}}, {}};
  for (const Item* item : m.view.who->all<FamilyLink>()) {
    const auto* link = item->as<FamilyLink>();
    table.rows.push_back({label(words, "family_relation", link->relation()), link->name(), paper_day(words, link->birth_date()), label(words, "yes_no_unknown", link->safe_to_contact())});
  }
  paper::Values own;
  if (m.view.identity != nullptr) own = values_on_paper(words, *m.view.identity, {"marital_status", "children"});
  if (table.rows.empty() && own.rows.empty()) return out;
  add_heading(out, words, N_("Family and dependants"));
  if (!own.rows.empty()) out.push_back(std::move(own));
  if (!table.rows.empty()) out.push_back(std::move(table));
  return out;
}

Blocks happened_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  paper::Values values;
  if (const auto* happened = m.view.story.last<Exploitation>()) values = values_on_paper(words, *happened, {"types", "industry", "sex_types", "recruitment", "recruitment_country", "transit_countries", "exploitation_country", "place", "controls", "from", "until", "age_when_trafficked"});
  paper::Table decisions{{{std::string(words.text(N_("Date of the decision"))), 2}, {std::string(words.text(N_("Status"))), 3}, {std::string(words.text(N_("Who decided"))), 3}}, {}};
  for (const Item* item : m.view.story.all<Identification>()) {
    const auto* one = item->as<Identification>();
    decisions.rows.push_back({paper_day(words, one->date()), label(words, "identification_status", one->status()), one->body_name().empty() ? label(words, "deciding_body", one->deciding_body()) : one->body_name()});
  }
  if (values.rows.empty() && decisions.rows.empty()) return out;
  add_heading(out, words, N_("What happened"));
  if (!values.rows.empty()) out.push_back(std::move(values));
  if (!decisions.rows.empty()) {
    add_heading(out, words, N_("Identification"), 2);
    out.push_back(std::move(decisions));
  }
  return out;
}

Blocks account_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  const auto* happened = m.view.story.last<Exploitation>();
  if (happened == nullptr || happened->narrative().empty()) return out;
  add_heading(out, words, N_("The person's account"));
  out.push_back(paper::Quote{happened->narrative()});
  return out;
}

Blocks needs_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  paper::Table table{{{std::string(words.text(N_("What is needed"))), 3}, {std::string(words.text(N_("How urgent"))), 2}}, {}};
  std::vector<std::string> seen;
  const auto put = [&](const std::string& kind, const std::string& urgency) {
    if (std::find(seen.begin(), seen.end(), kind) != seen.end()) return;
    seen.push_back(kind);
    table.rows.push_back({label(words, "assistance", kind), label(words, "urgency", urgency)});
  };
  if (const Item* item = newest<NeedsAssessment>(m.view.story)) {
    for (const auto& need : item->as<NeedsAssessment>()->needs()) put(need.kind(), need.urgency());
  }
  for (const Item* item : m.view.story.all<Need>()) put(item->as<Need>()->kind(), item->as<Need>()->urgency());
  if (table.rows.empty()) return out;
  add_heading(out, words, N_("Needs"));
  out.push_back(std::move(table));
  return out;
}

// Each kind of service once: how much, from when until when. Who gave it and where would lead to the shelter.
Blocks service_blocks(const Catalogue& words, const Material& m) {
  struct Sum {
    std::string first, last, unit;
    std::int64_t quantity = 0;
    std::size_t place = 0;
  };
  std::map<std::string, Sum> sums;
  for (const Item* item : m.view.story.all<ServiceGiven>()) {
    const auto* one = item->as<ServiceGiven>();
    Sum& sum = sums.try_emplace(service_title(words, *one) + "\n" + one->unit(), Sum{one->date(), one->date(), one->unit(), 0, sums.size()}).first->second;
    sum.first = std::min(sum.first, one->date());
    sum.last = std::max(sum.last, one->until().empty() ? one->date() : one->until());
    sum.quantity += std::atoll(one->quantity().c_str());
  }
  Blocks out;
  if (sums.empty()) return out;
  paper::Table table{{{std::string(words.text(N_("Service"))), 3.6}, {std::string(words.text(N_("From"))), 2.9}, {std::string(words.text(N_("Until"))), 2.9}, {std::string(words.text(N_("Quantity"))), 1, true}, {std::string(words.text(N_("Unit"))), 1.4}}, {}};
  table.rows.resize(sums.size());
  for (const auto& [key, sum] : sums) table.rows[sum.place] = {key.substr(0, key.find('\n')), paper_day(words, sum.first), paper_day(words, sum.last), words.number(sum.quantity), label(words, "unit", sum.unit)};
  add_heading(out, words, N_("Services"));
  out.push_back(std::move(table));
  return out;
}

// What may happen and how bad it would be; the measures and who takes them stay in the house.
Blocks risk_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  const Item* item = newest<RiskAssessment>(m.view.story);
  if (item == nullptr) return out;
  const auto* risk = item->as<RiskAssessment>();
  add_heading(out, words, N_("Danger and safety"));
  out.push_back(values_on_paper(words, *risk, {"level", "date"}));
  paper::Table table{{{std::string(words.text(N_("What the risk is"))), 3}, {std::string(words.text(N_("How likely"))), 1.5}, {std::string(words.text(N_("How bad it would be"))), 1.5}}, {}};
  for (const auto& one : risk->risks()) table.rows.push_back({label(words, "risk_factor", one.factor()), label(words, "risk_likelihood", one.likelihood()), label(words, "risk_severity", one.severity())});
  if (!table.rows.empty()) out.push_back(std::move(table));
  return out;
}

Blocks health_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  if (!m.view.who) return out;
  paper::Table table{{{std::string(words.text(N_("Date"))), 2.3}, {std::string(words.text(N_("What it is about"))), 2}, {std::string(words.text(N_("Note"))), 5}}, {}};
  for (const Item* item : m.view.who->all<HealthNote>()) {
    const auto* note = item->as<HealthNote>();
    table.rows.push_back({paper_day(words, note->date()), label(words, "health_kind", note->kind()), note->note()});
  }
  if (table.rows.empty()) return out;
  add_heading(out, words, N_("Health"));
  out.push_back(std::move(table));
  return out;
}

// Of every entry of that type, one below the other.
template <class MessageType>
void add_each(Blocks& out, const Catalogue& words, const Story& story, const std::vector<const char*>& fields) {
  for (const Item* item : story.all<MessageType>()) {
    add_heading(out, words, schema::entry_type_of<MessageType>().title.c_str(), 2);
    out.push_back(values_on_paper(words, *item->as<MessageType>(), fields));
  }
}

Blocks legal_blocks(const Catalogue& words, const Material& m) {
  Blocks inside;
  const Story& story = m.view.story;
  if (const Item* item = newest<LegalStatus>(story)) inside.push_back(values_on_paper(words, *item->as<LegalStatus>(), {"status", "valid_until", "registration_until", "asylum"}));
  if (const auto* period = story.last<ReflectionPeriod>()) {
    add_heading(inside, words, schema::entry_type_of<ReflectionPeriod>().title.c_str(), 2);
    inside.push_back(values_on_paper(words, *period, {"date", "until", "granted_by", "ended"}));
  }
  add_each<Proceeding>(inside, words, story, {"kind", "body", "number", "role", "stage", "date", "closed", "lawyer"});
  add_each<Hearing>(inside, words, story, {"what", "date", "time", "body", "protection", "held"});
  add_each<Claim>(inside, words, story, {"kind", "date", "currency", "amount", "awarded", "recovered", "state"});
  Blocks out;
  if (inside.empty()) return out;
  add_heading(out, words, N_("Stay and law"));
  add(out, std::move(inside));
  return out;
}

Blocks whereabouts_blocks(const Catalogue& words, const Material& m) {
  const auto* journey = m.view.story.last<Return>();
  if (journey == nullptr) return {};
  return section_of(words, N_("Return"), values_on_paper(words, *journey, {"decision", "kind", "country", "travel_document", "departure", "arrival"}));
}

Blocks note_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  for (const Item* item : m.view.story.all<Note>()) {
    if (out.empty()) add_heading(out, words, N_("Notes"));
    out.push_back(paper::Paragraph{author_name(m.state, item->first()) + ", " + words.moment(item->first().time), paper::Tone::quiet});
    out.push_back(paper::Paragraph{item->as<Note>()->text()});
  }
  return out;
}

Blocks shift_blocks(const Catalogue& words, const Material& m) {
  paper::Values values;
  if (const auto* alerts = m.view.story.last<Alerts>()) values = values_on_paper(words, *alerts, {"called", "alerts", "diet"});
  if (const auto* safe = m.view.story.last<SafeContact>()) {
    for (auto& row : values_on_paper(words, *safe, {"number", "hours", "code_word", "never_do", "who_is_calling"}).rows) values.rows.push_back(std::move(row));
  }
  return section_of(words, N_("What the shift knows"), std::move(values));
}

Blocks consent_blocks(const Catalogue& words, const Material& m) {
  paper::Table table{{{std::string(words.text(N_("Recipient"))), 3}, {std::string(words.text(N_("Purpose"))), 2.6}, {std::string(words.text(N_("What may be shared"))), 3.6}, {std::string(words.text(N_("Valid until"))), 2.9}}, {}};
  for (const StandingConsent& one : standing_consents(m.view.story, m.day)) {
    if (one.state != ConsentState::given) continue;
    std::string groups;
    for (const std::string& group : one.groups) groups += (groups.empty() ? "" : ", ") + label(words, "consent_fields", group);
    table.rows.push_back({one.consent->recipient(), label(words, "consent_purpose", one.consent->purpose()), groups, paper_day(words, one.consent->valid_until())});
  }
  paper::Values withheld;
  for (const Withheld& one : withheld_list(m.view.story, m.day)) withheld.rows.push_back({std::string(words.text(N_("Withheld from"))), one.entry->who()});
  Blocks out;
  if (table.rows.empty() && withheld.rows.empty()) return out;
  add_heading(out, words, N_("Consent and what was given"));
  if (!withheld.rows.empty()) out.push_back(std::move(withheld));
  if (!table.rows.empty()) out.push_back(std::move(table));
  return out;
}

Blocks course_blocks(const Catalogue& words, const Material& m) {
  const CaseCard& card = m.view.card;
  paper::Values values;
  const auto put = [&](const char* name, std::string text) {
    if (!text.empty()) values.rows.push_back({std::string(words.text(name)), std::move(text)});
  };
  put(N_("First contact"), paper_day(words, card.opened()));
  put(N_("Who told us"), list_of(words, "source", card.sources()));
  put(N_("Who looks after the case"), member_name(m.state, card.owner()));
  put(N_("Identification"), label(words, "identification_status", card.identification()));
  put(N_("Danger"), label(words, "danger", card.danger()));
  put(N_("Return"), label(words, "return_decision", card.return_decision()));
  if (card.state() == "closed") put(N_("Closed"), paper_day(words, card.closed()) + ": " + label(words, "closure_reason", card.closure_reason()));
  return section_of(words, N_("Course of the case"), std::move(values));
}

}  // namespace

std::string paper_day(const Catalogue& words, const std::string& iso) { return paper::kept_together(date_label(words, iso)); }

std::string person_name(const Identity& identity) {
  std::string out;
  for (const std::string* part : {&identity.family_name(), &identity.given_name(), &identity.patronymic()}) {
    if (!part->empty()) out += (out.empty() ? "" : " ") + *part;
  }
  return out;
}

std::string person_of(const Catalogue& words, const Material& material) {
  if (material.view.identity == nullptr) return {};
  std::string out = person_name(*material.view.identity);
  const std::string& birth = material.view.identity->birth_date();
  if (!out.empty() && !birth.empty()) out = words.text(N_("{1}, born on {2}"), {out, paper_day(words, birth)});
  return out;
}

paper::Values values_on_paper(const Catalogue& words, const google::protobuf::Message& message, const std::vector<const char*>& only) {
  paper::Values out;
  const auto put = [&](const schema::FormField& field) {
    std::string value = value_of(message, field, words);
    if (field.control == schema::Control::date) value = paper::kept_together(value);
    if (!value.empty()) out.rows.push_back({std::string(words.text(field.label.c_str())), std::move(value)});
  };
  const auto fields = schema::form_fields(*message.GetDescriptor());
  if (only.empty()) {
    for (const schema::FormField& field : fields) put(field);
  }
  for (const char* name : only) {
    for (const schema::FormField& field : fields) {
      if (field.name == name) put(field);
    }
  }
  return out;
}

std::vector<paper::Block> plan_blocks(const Catalogue& words, const Material& m) {
  Blocks out;
  const Item* item = standing_plan(m.view.story);
  if (item == nullptr) return out;
  const auto* plan = item->as<IndividualPlan>();
  if (!plan->words().empty()) {
    add_heading(out, words, N_("In the person's own words"));
    out.push_back(paper::Quote{plan->words()});
  }
  add_heading(out, words, N_("Goals"));
  int number = 0;
  for (const auto& goal : plan->goals()) {
    out.push_back(paper::Heading{std::to_string(++number) + ". " + goal.goal(), 2});
    if (!goal.need().empty()) out.push_back(paper::Paragraph{words.text(N_("Answers this need: {1}"), {label(words, "assistance", goal.need())}), paper::Tone::quiet});
    paper::Table steps{{{std::string(words.text(N_("What is done"))), 4}, {std::string(words.text(N_("Who does it"))), 2.4}, {std::string(words.text(N_("By when"))), 2.9}, {std::string(words.text(N_("Done on"))), 2.9}}, {}};
    for (const auto& step : goal.steps()) steps.rows.push_back({step.step(), step.provider(), paper_day(words, step.by()), paper_day(words, step.done())});
    if (!steps.rows.empty()) out.push_back(std::move(steps));
  }
  return out;
}

std::vector<paper::Block> blocks_of_group(const Catalogue& words, const Material& m, std::string_view group) {
  if (group == "identity") return identity_blocks(words, m);
  if (group == "contact") return contact_blocks(words, m);
  if (group == "family") return family_blocks(words, m);
  if (group == "what_happened") return happened_blocks(words, m);
  if (group == "risk") return risk_blocks(words, m);
  if (group == "health") return health_blocks(words, m);
  if (group == "legal") return legal_blocks(words, m);
  if (group == "whereabouts") return whereabouts_blocks(words, m);
  if (group != "services") return {};
  Blocks out = needs_blocks(words, m);
  add(out, service_blocks(words, m));
  return out;
}

std::vector<paper::Block> blocks_of_part(const Catalogue& words, const Material& m, std::string_view part) {
  if (part == "account") return account_blocks(words, m);
  if (part == "needs") return needs_blocks(words, m);
  if (part == "plan") return plan_blocks(words, m);
  if (part == "services") return service_blocks(words, m);
  if (part == "notes") return note_blocks(words, m);
  if (part == "shift") return shift_blocks(words, m);
  if (part == "consent") return consent_blocks(words, m);
  if (part == "course") return course_blocks(words, m);
  return blocks_of_group(words, m, part);
}

}  // namespace arasha::casework
