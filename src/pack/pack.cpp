#include "pack/pack.h"

#include <utility>

namespace arasha::pack {

bool is_valid_on(const Norm& norm, Date date) {
  const std::string day = to_iso(date);  // these texts order as the days do
  return norm.valid_from() <= day && (norm.valid_until().empty() || day <= norm.valid_until());
}

bool is_verified(const Norm& norm) {
  return !norm.verified_on().empty();
}

const std::string& in_language(const Text& text, Language language) {
  if (language == Language::ru) return text.ru();
  if (language == Language::kk) return text.kk();
  return text.en();
}

Result<Pack> Pack::of(Draft draft) {
  std::vector<Problem> problems = check(draft);
  if (problems.empty()) return Pack(std::move(draft.contents));
  Problem& first = problems.front();
  Error error = std::move(first.error);
  error.detail = first.place.file + (first.place.line > 0 ? ":" + std::to_string(first.place.line) : "");
  return error;
}

const Source* Pack::source(std::string_view id) const {
  for (const Source& source : contents_.sources()) {
    if (source.id() == id) return &source;
  }
  return nullptr;
}

const Checklist* Pack::checklist_version(std::string_view id, std::string_view valid_from) const {
  for (const Checklist& list : contents_.checklists()) {
    if (list.id() == id && list.norm().valid_from() == valid_from) return &list;
  }
  return nullptr;
}

std::vector<Date> due_dates(const Deadline& deadline, Date event) {
  std::vector<Date> out;
  for (const std::uint32_t days : deadline.days())
    out.emplace_back(std::chrono::sys_days(event) + std::chrono::days(days));
  for (const std::uint32_t months : deadline.months()) {
    const Date same = event + std::chrono::months(months);
    out.push_back(same.ok() ? same : Date(same.year() / same.month() / std::chrono::last));
  }
  return out;
}

Result<Pack> load(const std::filesystem::path& folder) {
  TRY(draft, read(folder));
  return Pack::of(std::move(draft));
}

}  // namespace arasha::pack
