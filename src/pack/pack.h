// A checked country pack: immutable, shared by all threads. Only this is used by other rooms; a draft with a
// problem never becomes one. Pointers that it answers live as long as it does.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "arasha/pack.pb.h"
#include "base/catalogue.h"
#include "base/result.h"
#include "base/time.h"
#include "pack/check.h"
#include "pack/read.h"

namespace arasha::pack {

bool is_valid_on(const Norm& norm, Date date);
bool is_verified(const Norm& norm);
const std::string& in_language(const Text& text, Language language);

// The version of a norm that is valid on a day; null where there is none.
template <class List>
auto find_on(const List& list, std::string_view id, Date date) -> decltype(&list.Get(0)) {
  for (const auto& norm : list) {
    if (norm.id() == id && is_valid_on(norm.norm(), date)) return &norm;
  }
  return nullptr;
}

// All norms of a list that are valid on a day, in the order of the pack.
template <class List>
auto all_on(const List& list, Date date) -> std::vector<decltype(&list.Get(0))> {
  std::vector<decltype(&list.Get(0))> out;
  for (const auto& norm : list) {
    if (is_valid_on(norm.norm(), date)) out.push_back(&norm);
  }
  return out;
}

class Pack {
 public:
  // Fails with the first problem of check().
  static Result<Pack> of(Draft draft);

  const Contents& contents() const { return contents_; }
  const About& about() const { return contents_.about(); }
  const Source* source(std::string_view id) const;

  const ServiceKind* service_kind_on(std::string_view id, Date date) const {
    return find_on(contents_.service_kinds(), id, date);
  }
  const Checklist* checklist_on(std::string_view id, Date date) const {
    return find_on(contents_.checklists(), id, date);
  }
  // The version that began on `valid_from`: for answers that were stored with it.
  const Checklist* checklist_version(std::string_view id, std::string_view valid_from) const;
  const Deadline* deadline_on(std::string_view id, Date date) const {
    return find_on(contents_.deadlines(), id, date);
  }
  const Limit* limit_on(std::string_view id, Date date) const {
    return find_on(contents_.limits(), id, date);
  }
  const Article* article_on(std::string_view id, Date date) const {
    return find_on(contents_.articles(), id, date);
  }

 private:
  explicit Pack(Contents contents) : contents_(std::move(contents)) {}
  Contents contents_;
};

// The days of a deadline that begins on `event`: of a repeated one, the first. A month later is the same day
// of that month, or its last day.
std::vector<Date> due_dates(const Deadline& deadline, Date event);

// All *.txtpb files of the folder, read and checked.
Result<Pack> load(const std::filesystem::path& folder);

}  // namespace arasha::pack
