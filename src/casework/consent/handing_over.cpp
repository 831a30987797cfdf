#include "casework/consent/handing_over.h"

#include "base/text.h"
#include "schema/vocabulary.h"

namespace arasha::casework {

Result<void> check_recipient(const std::string& purpose, const std::string& recipient) {
  if (!schema::has_code("consent_purpose", purpose)) {
    return Error(ErrorCode::invalid_input,
                 "No consent has this purpose. Use a code of the list consent_purpose in docs/data-dictionary.md.");
  }
  TRY(name, clean_text(recipient));
  if (name.empty()) return Error(ErrorCode::invalid_input, "Say who receives it, as it stands in the consents.");
  return {};
}

namespace {

std::set<std::string> groups_in(const std::map<std::string, Shared>& by_source) {
  std::set<std::string> out;
  for (const auto& [source, shared] : by_source) out.insert(shared.groups().begin(), shared.groups().end());
  return out;
}

}  // namespace

Result<HandingOver::BySource> HandingOver::decide_on(const Story& story) {
  const Date day = date_of(vault_.clock().now());
  TRY(age, age_of_person(vault_, by_, story, day));
  BySource out;
  std::size_t covered = 0;
  auto reason = Refusal::none;
  for (const std::string& group : to_.groups) {
    const Decision decision = decide(story, {to_.purpose, to_.recipient, {group}}, age, day);
    if (!decision.permitted()) {
      // "Does not cover" says least: another reason stands in the way of what is covered.
      if (reason == Refusal::none || reason == Refusal::not_covered) reason = decision.refusal;
      continue;
    }
    ++covered;
    Shared& shared = out[decision.source->latest().id.text()];
    shared.add_groups(group);
    shared.set_date(to_iso(day));
    shared.set_purpose(to_.purpose);
    shared.set_recipient(to_.recipient);
    shared.set_how("electronic");
    shared.set_details(to_.details);
  }
  if (covered == 0) {
    ++left_out_[reason];
  } else if (covered < to_.groups.size()) {
    ++in_part_;
  }
  return out;
}

Result<std::set<std::string>> HandingOver::would_permit(const Story& story) {
  TRY(by_source, decide_on(story));
  return groups_in(by_source);
}

Result<std::set<std::string>> HandingOver::permitted(FileId file, const Story& story) {
  TRY(by_source, decide_on(story));
  for (const auto& [source, shared] : by_source) TRY_VOID(record_given(vault_, by_, file, story, shared));
  return groups_in(by_source);
}

}  // namespace arasha::casework
