#include "casework/lists/htcds_record.h"

#include <algorithm>
#include <array>

#include "arasha/consent.pb.h"
#include "arasha/plan.pb.h"
#include "casework/rules.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

// Of who told us, those that are organisations.
constexpr std::array<std::string_view, 14> kOrganisations = {"hotline", "ngo", "embassy", "police", "migration_police", "prosecutor", "border_guard",
                                                             "labour_inspectorate", "local_authority", "health", "school", "iom", "unhcr", "other_io"};

// What is needed, as a type of support plan.
struct PlanType {
  std::string_view need;
  const char* type;
};
constexpr PlanType kPlanTypes[] = {
    {"accommodation", "SocialCare"},      {"food", "SocialCare"},          {"clothes", "SocialCare"},
    {"hygiene", "SocialCare"},            {"cash", "Financial"},           {"transport", "SocialCare"},
    {"communication", "SocialCare"},      {"interpretation", "SocialCare"}, {"first_aid", "Health"},
    {"medical_examination", "Health"},    {"hospital", "Health"},          {"medicines", "Health"},
    {"dental", "Health"},                 {"crisis_psychology", "Health"}, {"counselling", "Health"},
    {"psychiatric", "Health"},            {"childcare", "SocialCare"},     {"guardianship", "SocialCare"},
    {"education_support", "Education"},   {"legal_information", "Legal"},  {"legal_representation", "Legal"},
    {"documents", "Legal"},               {"migration_status", "Legal"},   {"asylum", "Legal"},
    {"witness", "Legal"},                 {"police_protection", "Legal"},  {"family_contact", "SocialCare"},
    {"return_help", "SocialCare"},        {"training", "Livelihood"},      {"job", "Livelihood"},
    {"housing", "SocialCare"},            {"wages", "Legal"},              {"compensation", "Legal"},
    {"recreation", "SocialCare"},         {"follow_up", "SocialCare"},
};

template <class MessageType>
std::optional<MessageType> latest(const Story& story) {
  const auto* message = story.last<MessageType>();
  return message != nullptr ? std::optional<MessageType>(*message) : std::nullopt;
}

void join(std::string& to, std::string_view with, const std::string& text) {
  if (text.empty()) return;
  if (!to.empty()) to += with;
  to += text;
}

std::string referring(const FirstContact& contact) {
  std::string out;
  for (const std::string& source : contact.sources()) {
    if (std::find(kOrganisations.begin(), kOrganisations.end(), source) == kOrganisations.end()) continue;
    join(out, "; ", schema::label_of("source", source, Catalogue::of(Language::en)));
  }
  return out;
}

// To whom, the last one last; day and details of the last.
void referrals(const Story& story, statistics::HtcdsBeside& out) {
  std::set<std::string> named;
  for (const Item* item : story.all<Shared>()) {
    const auto* shared = item->as<Shared>();
    if (shared->purpose() != "referral") continue;
    if (named.insert(shared->recipient()).second) join(out.referred, "; ", shared->recipient());
    out.referred_on = shared->date();
    out.referred_details = shared->details();
  }
}

std::string comments(const Story& story) {
  std::string out;
  for (const Item* item : story.all<Note>()) join(out, "\n", to_iso(date_of(item->first().time)) + ": " + item->as<Note>()->text());
  return out;
}

const char* type_of(const IndividualPlan& plan) {
  for (const auto& goal : plan.goals()) {
    for (const PlanType& one : kPlanTypes) {
      if (one.need == goal.need()) return one.type;
    }
  }
  return "";
}

void put_plan(const Story& story, statistics::HtcdsBeside& out) {
  const Item* item = newest<IndividualPlan>(story);
  if (item == nullptr) return;
  const auto* plan = item->as<IndividualPlan>();
  out.plan_type = type_of(*plan);
  for (const auto& goal : plan->goals()) {
    join(out.objectives, "\n", goal.number() + ". " + goal.goal());
    for (const auto& step : goal.steps()) {
      std::string line = goal.number() + ": " + step.step();
      join(line, ", ", step.provider());
      join(line, ", ", step.done().empty() ? step.by() : "done " + step.done());
      join(out.actions, "\n", line);
      out.planned_end = std::max(out.planned_end, step.by());
    }
  }
  if (const Closure* closure = standing_closure(story)) out.actual_end = closure->date();
}

const char* group_of(std::string_view field_of_identity) {
  if (field_of_identity == "phone") return "contact";
  if (field_of_identity == "marital_status" || field_of_identity == "children") return "family";
  return "identity";
}

}  // namespace

statistics::HtcdsRecord htcds_record(const Story& story, const std::string& owner) {
  statistics::HtcdsRecord out;
  out.first_contact = latest<FirstContact>(story);
  out.identification = latest<Identification>(story);
  out.exploitation = latest<Exploitation>(story);
  // The standard asks whether she agreed to be helped; the latest answer counts.
  for (const Item* item : story.all<Consent>()) {
    const auto* consent = item->as<Consent>();
    if (consent->purpose() == "case_management") out.consent = *consent;
  }
  if (const Closure* closure = standing_closure(story)) {
    out.closure = *closure;
    out.beside.deceased = closure->reason() == "death";
  } else if (const auto* journey = story.last<Return>()) {
    out.beside.follow_up = !journey->arrival().empty();
  }
  out.beside.owner = owner;
  if (out.first_contact) out.beside.referring = referring(*out.first_contact);
  referrals(story, out.beside);
  out.beside.comments = comments(story);
  put_plan(story, out.beside);
  return out;
}

const std::vector<std::string>& htcds_groups() {
  static const std::vector<std::string> groups = {"identity", "contact", "family", "what_happened", "services"};
  return groups;
}

void limit_to(const std::set<std::string>& groups, statistics::HtcdsRecord& record) {
  const auto without = [&](const char* group) { return !groups.contains(group); };
  if (record.identity) {
    const auto* reflection = Identity::GetReflection();
    for (int i = 0; i < Identity::descriptor()->field_count(); ++i) {
      const auto* field = Identity::descriptor()->field(i);
      if (without(group_of(field->name()))) reflection->ClearField(&*record.identity, field);
    }
    if (record.identity->ByteSizeLong() == 0) record.identity.reset();
  }
  if (without("what_happened")) record.identification.reset(), record.exploitation.reset();
  statistics::HtcdsBeside beside;
  if (without("services")) {
    record.first_contact.reset();
    record.consent.reset();
    record.closure.reset();
    record.has_state = false;
  } else {
    beside.deceased = record.beside.deceased;
    beside.follow_up = record.beside.follow_up;
    beside.referring = record.beside.referring;
    beside.planned_end = record.beside.planned_end;
    beside.actual_end = record.beside.actual_end;
    beside.plan_type = record.beside.plan_type;
  }
  record.beside = std::move(beside);
  if (record.closure) record.closure->clear_note();
  if (record.first_contact) record.first_contact->clear_summary();
  if (record.exploitation) record.exploitation->clear_narrative();
}

}  // namespace arasha::casework
