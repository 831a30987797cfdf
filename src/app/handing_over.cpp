#include "app/handing_over.h"

#include <array>
#include <ostream>

#include "base/text.h"
#include "schema/vocabulary.h"

namespace arasha::app {
namespace {

// What the columns of the standard say, in the groups of the consents.
constexpr std::array kGroups = {"identity", "contact", "family", "what_happened", "services"};

const char* group_of(std::string_view field_of_identity) {
  if (field_of_identity == "phone") return "contact";
  if (field_of_identity == "marital_status" || field_of_identity == "children") return "family";
  return "identity";
}

}  // namespace

Result<void> check_recipient(const ExportArguments& arguments) {
  if (arguments.purpose.empty() && arguments.recipient.empty()) return {};
  if (arguments.format == "ctdc") {
    return Error(ErrorCode::invalid_input,
                 "A CTDC table is without names and needs no consent. Leave out --purpose and --recipient.");
  }
  if (!schema::has_code("consent_purpose", arguments.purpose)) {
    return Error(
        ErrorCode::invalid_input,
        "No consent has this purpose. Use a code of the list consent_purpose in docs/data-dictionary.md.");
  }
  TRY(recipient, clean_text(arguments.recipient));
  if (recipient.empty())
    return Error(ErrorCode::invalid_input, "Say who receives it, as it stands in the consents.");
  return {};
}

Result<std::set<std::string>> HandingOver::permitted(FileId file, const casework::Story& story) {
  const Date day = date_of(vault_.clock().now());
  TRY(age, casework::age_of_person(vault_, by_, story, day));
  std::map<std::string, Shared>
      by_source;  // one record for each consent or override on which something rests
  std::set<std::string> out;
  auto reason = casework::Refusal::none;
  for (const char* group : kGroups) {
    const casework::Decision decision = casework::decide(story, {purpose_, recipient_, {group}}, age, day);
    if (!decision.permitted()) {
      // "Does not cover" says least: another reason stands in the way of what is covered.
      if (reason == casework::Refusal::none || reason == casework::Refusal::not_covered)
        reason = decision.refusal;
      continue;
    }
    out.insert(group);
    by_source[decision.source->latest().id.text()].add_groups(group);
  }
  for (auto& [source, shared] : by_source) {
    shared.set_date(to_iso(day));
    shared.set_purpose(purpose_);
    shared.set_recipient(recipient_);
    shared.set_how("electronic");
    shared.set_details("HTCDS");
    TRY_VOID(casework::record_given(vault_, by_, file, story, shared));
  }
  if (out.empty())
    ++left_out_[reason];
  else if (out.size() < kGroups.size())
    ++in_part_;
  return out;
}

void HandingOver::limit_to(const std::set<std::string>& groups, statistics::HtcdsRecord& record) {
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
  if (without("services")) {
    record.first_contact.reset();
    record.consent.reset();
    record.closure.reset();
    record.has_state = false;
  }
  // A sentence may hold anything; no consent to a group covers it.
  if (record.closure) record.closure->clear_note();
}

void HandingOver::say(Terminal& terminal) const {
  const Catalogue& words = terminal.words;
  std::int64_t all = 0;
  for (const auto& [reason, count] : left_out_) all += count;
  if (in_part_ > 0) {
    terminal.error << words.plural("{1} case goes out in part: only what the consent covers.",
                                   "{1} cases go out in part: only what the consents cover.", in_part_)
                   << '\n';
  }
  if (all == 0) return;
  terminal.error
      << words.plural(
             "{1} case is left out: nothing permits to give it to this recipient for this purpose.",
             "{1} cases are left out: nothing permits to give them to this recipient for this purpose.", all)
      << '\n';
  for (const auto& [reason, count] : left_out_) {
    terminal.error << "  " << count << ": " << words.text(casework::sentence_of(reason)) << '\n';
  }
}

}  // namespace arasha::app
